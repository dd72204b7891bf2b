#include "sha256.hpp"

#include <algorithm>
#include <cstring>

#include "constants.hpp"

namespace disjoint {

namespace {

constexpr size_t BLOCK = 64;

/** Bytes after a message: 0x80, and its length in bits. */
constexpr size_t LEAST_PADDING = 9;

constexpr std::uint32_t START[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

constexpr std::uint32_t rotated(std::uint32_t x, unsigned by) { return x >> by | x << (32 - by); }

std::uint32_t readWord(const unsigned char* at) {
  return (std::uint32_t)at[0] << 24 | (std::uint32_t)at[1] << 16 | (std::uint32_t)at[2] << 8 | at[3];
}

void writeWord(unsigned char* at, std::uint32_t word) {
  for (int i = 0; i < 4; i++) at[i] = (unsigned char)(word >> (24 - 8 * i));
}

/** One message that arrives in pieces. */
class Hash {
 public:
  explicit Hash(Sha256Blocks blocks) : blocks_(blocks) { std::memcpy(state_, START, sizeof state_); }

  void add(const unsigned char* from, size_t size) {
    total_ += size;
    if (used_ > 0) {
      const size_t part = std::min(size, BLOCK - used_);
      if (part > 0) std::memcpy(rest_ + used_, from, part);
      used_ += part, from += part, size -= part;
      if (used_ < BLOCK) return;
      blocks_(state_, rest_, 1);
      used_ = 0;
    }
    const size_t whole = size / BLOCK;
    if (whole > 0) blocks_(state_, from, whole);
    used_ = size - whole * BLOCK;
    if (used_ > 0) std::memcpy(rest_, from + whole * BLOCK, used_);
  }

  void end(unsigned char* digest) {
    const size_t padded = used_ + LEAST_PADDING <= BLOCK ? BLOCK : 2 * BLOCK;
    rest_[used_] = 0x80;
    std::memset(rest_ + used_ + 1, 0, padded - used_ - LEAST_PADDING);
    const std::uint64_t bits = (std::uint64_t)total_ * 8;
    writeWord(rest_ + padded - 8, (std::uint32_t)(bits >> 32));
    writeWord(rest_ + padded - 4, (std::uint32_t)bits);
    blocks_(state_, rest_, padded / BLOCK);
    for (int i = 0; i < 8; i++) writeWord(digest + 4 * i, state_[i]);
  }

 private:
  Sha256Blocks blocks_;
  std::uint32_t state_[8];
  /** What does not fill a block yet, with room for the padding. */
  unsigned char rest_[2 * BLOCK];
  size_t used_ = 0, total_ = 0;
};

}  // namespace

void sha256Plain(std::uint32_t* state, const unsigned char* blocks, size_t count) {
  for (; count > 0; count--, blocks += BLOCK) {
    std::uint32_t words[64];
    for (int i = 0; i < 16; i++) words[i] = readWord(blocks + 4 * i);
    for (int i = 16; i < 64; i++) {
      const std::uint32_t early = words[i - 15], late = words[i - 2];
      words[i] = words[i - 16] + words[i - 7] + (rotated(early, 7) ^ rotated(early, 18) ^ early >> 3) +
                 (rotated(late, 17) ^ rotated(late, 19) ^ late >> 10);
    }
    std::uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    std::uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    for (int i = 0; i < 64; i++) {
      const std::uint32_t first = h + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + ((e & f) ^ (~e & g)) +
                                  SHA256_CONSTANTS[i] + words[i];
      const std::uint32_t second =
          (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      h = g, g = f, f = e, e = d + first;
      d = c, c = b, b = a, a = first + second;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
    state[4] += e, state[5] += f, state[6] += g, state[7] += h;
  }
}

Sha256Blocks chooseSha256([[maybe_unused]] const Arithmetic& arithmetic) {
#ifdef __x86_64__
  if (&arithmetic != &base::arithmetic && hasShaExtensions()) return sha256Extensions;
#endif
  return sha256Plain;
}

void sha256Each(Sha256Blocks blocks, const Messages& messages, unsigned char* digests) {
  std::uint32_t start = 0;
  for (size_t i = 0; i < messages.count; i++) {
    Hash hash(blocks);
    hash.add(messages.prefix, messages.prefixBytes);
    hash.add(messages.bytes + start, messages.ends[i] - start);
    hash.end(digests + i * SHA256_BYTES);
    start = messages.ends[i];
  }
}

}  // namespace disjoint
