/** @file Poseidon of many groups of elements at once. */
#pragma once
#include <vector>

#include "runtime/job.hpp"

namespace disjoint {

/**
 * One digest per `arity` (1 to 16) inputs; elements are 32 bytes, canonical.
 *
 * @throws Error native/not-canonical
 */
std::vector<unsigned char> hashPoseidon(Job& job, unsigned arity, const std::vector<unsigned char>& inputs);

}  // namespace disjoint
