/** @file The first key of a circuit from a powers-of-tau ceremony, before anybody has contributed to phase 2. */
#pragma once
#include <string>

#include "runtime/job.hpp"

namespace disjoint {

/**
 * Writes the zkey that `snarkjs groth16 setup` (0.7.6) writes, byte for byte. snarkjs multiplies a point for every
 * coefficient of the circuit on its own; here the columns' sums share their doublings and are batched.
 *
 * @throws Error native/bad-r1cs, native/bad-ptau, native/ptau-too-small, native/not-written, native/cancelled
 */
void ceremonySetup(Job& job, const std::string& r1cs, const std::string& ptau, const std::string& zkey);

}  // namespace disjoint
