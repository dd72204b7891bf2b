/** @file Accumulators of sets: a polynomial with the elements as its roots, at tau. */
#pragma once
#include "elements.hpp"
#include "powers_file.hpp"

namespace disjoint {

/**
 * multiplier * product of (tau - key) in G1.
 *
 * @param coefficients path of the file that the polynomial is written to
 * @throws Error native/powers-too-small, native/bad-powers, native/zero-multiplier, and those of requireSet and of
 *   saveCoefficients
 */
Affine<Fq> accumulateKeys(Job& job, const std::string& powers, Elements keys, const Limbs& multiplier,
                          const std::string& coefficients);

/** multiplier * product of (tau - entry) in G2. */
Affine<Fq2> accumulateEntries(Job& job, const std::string& powers, Elements entries, const Limbs& multiplier);

/**
 * The witness that a key is a root of the shard's polynomial: the polynomial divided by x - key, at tau, in G1.
 *
 * @throws Error native/no-member when it is not
 */
Affine<Fq> proveMember(Job& job, const std::string& powers, const std::string& coefficients, const Limbs& key);

}  // namespace disjoint
