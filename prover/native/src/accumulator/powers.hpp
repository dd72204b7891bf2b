/** @file Making a file of powers, and the sums by which one is checked. */
#pragma once
#include "powers_file.hpp"

namespace disjoint {

/**
 * Powers of a random tau, which is thrown away: for development only.
 *
 * @param tau for tests: a known one makes the powers worthless and their bytes reproducible
 * @throws Error native/bad-trapdoor when tau is 0, native/bad-call, native/not-written
 */
void developmentPowers(Job& job, const std::string& path, size_t g1Count, size_t g2Count, const Limbs* tau);

/**
 * The powers of a ceremony: sections 2 and 3 of a snarkjs ptau file, whose points are checked to be on their curves.
 *
 * @throws Error native/bad-ptau, native/ptau-too-small, native/bad-call, native/not-written, native/not-found
 */
void powersFromPtau(Job& job, const std::string& ptau, const std::string& path, size_t g1Count, size_t g2Count);

/** sum c^i [tau^i] and sum c^i [tau^(i + 1)] over all points but the last, and over all but the first. */
struct CombinedPowers {
  Affine<Fq> g1, nextG1;
  Affine<Fq2> g2, nextG2;
};

/** @param challenge c, which the file's author must not have been able to foresee */
CombinedPowers combinePowers(Job& job, const std::string& powers, const Limbs& challenge);

}  // namespace disjoint
