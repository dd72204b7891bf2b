/** @file A powers-of-tau file (snarkjs), read in place. */
#pragma once
#include "curve/curve.hpp"
#include "section_file.hpp"

namespace disjoint {

struct Ptau {
  SectionFile file;
  unsigned power;

  /** @throws Error native/bad-ptau */
  explicit Ptau(const std::string& path);

  /** @throws Error native/bad-ptau when the file has not been prepared for phase 2 */
  void requirePrepared() const;

  /** Powers of tau in G1 and in G2, and the first elements of alpha's and beta's sections. */
  Bytes powers() const { return file.section(2); }
  Bytes powersG2() const { return file.section(3); }
  Bytes alpha1() const { return first(4, 64); }
  Bytes beta1() const { return first(5, 64); }
  Bytes beta2() const { return first(6, 128); }

  /** Which Lagrange points. */
  enum Basis : std::uint32_t { TAU_G1 = 12, TAU_G2 = 13, ALPHA_G1 = 14, BETA_G1 = 15 };

  /** Lagrange points of the domain of 2^log. A section first holds those of all smaller domains. */
  Bytes lagrange(Basis basis, unsigned log) const;

 private:
  Bytes first(std::uint32_t section, size_t bytes) const;
};

}  // namespace disjoint
