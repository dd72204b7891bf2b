/** @file A proving key from a trapdoor: for development only. Anyone who knows the trapdoor can prove anything. */
#pragma once
#include "curve/curve.hpp"
#include "runtime/job.hpp"

namespace disjoint {

/** The secret of a trusted setup; canonical, not zero, all different. */
struct Trapdoor {
  Limbs tau, alpha, beta, gamma, delta;
};

/**
 * Writes a zkey laid out as by `snarkjs zkey new` (Groth16, https://eprint.iacr.org/2016/260), with a circuit hash of
 * zeros and no contribution. All polynomials are evaluated at tau, so that a point costs one fixed-base multiplication.
 *
 * @param given null for a random trapdoor, which is wiped
 * @throws Error native/bad-r1cs, native/bad-trapdoor, native/not-written, native/cancelled
 */
void developmentSetup(Job& job, const std::string& r1cs, const std::string& zkey, const Trapdoor* given);

}  // namespace disjoint
