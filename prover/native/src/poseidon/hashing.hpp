/** @file Poseidon of many groups of elements at once. */
#pragma once
#include <vector>

#include "field/field.hpp"
#include "runtime/job.hpp"

namespace disjoint {

/**
 * One digest per `arity` (1 to 16) inputs; elements are 32 bytes, canonical.
 *
 * @throws Error native/not-canonical
 */
std::vector<unsigned char> hashPoseidon(Job& job, unsigned arity, const std::vector<unsigned char>& inputs);

/** Where the S-boxes of hashed groups go: see Arithmetic::tracePoseidon. */
struct BoxPlaces {
  unsigned char* values;
  const std::uint32_t* const* of;
};

/**
 * The digests of n groups of canonical elements, and all values of their S-boxes. Runs on the calling thread.
 */
void tracePoseidon(const Job& job, unsigned arity, const Limbs* inputs, size_t n, const BoxPlaces& places, Limbs* out);

}  // namespace disjoint
