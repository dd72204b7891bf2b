/**
 * @file The matrices A and B of a proving key in a file of their own, in a seventh of the room they take in a zkey.
 *
 * A zkey has 44 bytes for each coefficient, but the values of coefficients are few. Here each coefficient has a signal
 * (32 bits) and the index of its value (16 bits). The file is made from the zkey, which stays what is published and
 * verified. It need not be trusted: a proof is verified before it is used.
 *
 * Little-endian: magic (8 bytes), a checksum (64 bits) of what follows; signals, domain, rows, distinct values (32 bits
 * each), coefficients (64 bits); the values (32 bytes each, times 2^512); where each row of A and of B ends (32 bits
 * each); the signals (32 bits each); the indices of the values (16 bits each).
 */
#pragma once
#include <memory>
#include <string>

#include "backend/arithmetic.hpp"
#include "files/zkey.hpp"
#include "runtime/job.hpp"

namespace disjoint {

class CompactMatrices {
 public:
  CompactRows rows;
  size_t rowCount;

  /**
   * Opens the file, after making it where there is none or a damaged one.
   *
   * @return null where the file cannot be written, or the matrices have no compact form: more than 65,536 distinct
   * values, 2^32 coefficients, or another order of coefficients than snarkjs's
   * @throws Error native/bad-zkey, native/cancelled
   */
  static std::unique_ptr<CompactMatrices> open(Job& job, const Zkey& zkey, const std::string& path);

  /** @throws Error native/bad-zkey for a damaged file, native/not-found */
  CompactMatrices(Job& job, const Zkey& zkey, const std::string& path);

 private:
  MappedFile file_;
};

}  // namespace disjoint
