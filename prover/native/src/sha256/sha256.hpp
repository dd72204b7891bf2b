/** @file SHA-256 (FIPS 180-4) of many messages, on the calling thread. */
#pragma once
#include <cstddef>
#include <cstdint>

#include "backend/arithmetic.hpp"

namespace disjoint {

/** Bytes of a digest. */
constexpr size_t SHA256_BYTES = 32;

/** Takes whole blocks of 64 bytes into the eight words of a state. */
using Sha256Blocks = void (*)(std::uint32_t* state, const unsigned char* blocks, size_t count);

/** Plain C++. */
void sha256Plain(std::uint32_t* state, const unsigned char* blocks, size_t count);

#ifdef __x86_64__
/** By the processor's own instructions: only if `hasShaExtensions`. */
void sha256Extensions(std::uint32_t* state, const unsigned char* blocks, size_t count);
bool hasShaExtensions();
#endif

/** The fastest of this processor; for the portable back end, plain C++. */
Sha256Blocks chooseSha256(const Arithmetic& arithmetic);

/** Consecutive messages: message i ends before `ends[i]`. Each is hashed after the same prefix. */
struct Messages {
  const unsigned char* prefix;
  size_t prefixBytes;
  const unsigned char* bytes;
  const std::uint32_t* ends;
  size_t count;
};

/** Writes the digests of all messages, one after the other. The ends must ascend. */
void sha256Each(Sha256Blocks blocks, const Messages& messages, unsigned char* digests);

}  // namespace disjoint
