/** @file The initial key of a circuit from a powers-of-tau ceremony, before any contribution to phase 2. */
#pragma once
#include <string>

#include "runtime/job.hpp"

namespace disjoint {

/**
 * Writes the zkey that `snarkjs groth16 setup` (0.7.6) writes, byte for byte. snarkjs multiplies a point separately for
 * every coefficient of the circuit; here the sums of the columns share their doublings and are batched.
 *
 * @throws Error native/bad-r1cs, native/bad-ptau, native/ptau-too-small, native/not-written, native/cancelled
 */
void ceremonySetup(Job& job, const std::string& r1cs, const std::string& ptau, const std::string& zkey);

}  // namespace disjoint
