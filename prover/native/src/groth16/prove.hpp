/** @file A Groth16 proof from a zkey and a witness. */
#pragma once
#include <string>
#include <vector>

#include "curve/curve.hpp"
#include "runtime/job.hpp"
#include "files/zkey.hpp"

namespace disjoint {

/** Canonical integers, ready to be printed. */
struct Proof {
  Limbs a[2], b[4], c[2];
  std::vector<Limbs> publicSignals;
};

/**
 * The proof that snarkjs 0.7.6 computes for the same r and s.
 *
 * @param matrices path of the key's compact matrices, which are made where there are none; "" to do without
 * @param r, s blinding factors below the order; null for random ones
 * @throws Error native/bad-zkey, native/bad-wtns, native/wrong-witness (lengths differ), native/cancelled
 */
Proof prove(Job& job, const std::string& zkey, const std::string& matrices, WitnessSource wtns, const Limbs* r,
            const Limbs* s);

}  // namespace disjoint
