/** @file A Groth16 proving key and a witness in the formats of snarkjs, checked and read in place. */
#pragma once
#include <variant>

#include "curve/curve.hpp"
#include "section_file.hpp"

namespace disjoint {

/** Sections of a zkey. */
enum ZkeySection : std::uint32_t {
  PROTOCOL = 1,
  HEADER = 2,
  PUBLIC_POINTS = 3,
  COEFFICIENTS = 4,
  POINTS_A = 5,
  POINTS_B1 = 6,
  POINTS_B2 = 7,
  POINTS_C = 8,
  POINTS_H = 9,
  CONTRIBUTIONS = 10,
};

struct Zkey {
  SectionFile file;
  std::uint32_t signals, publicSignals, domain;
  unsigned log;
  Affine<Fq> alpha1, beta1, delta1;
  Affine<Fq2> beta2, gamma2, delta2;
  /** Points in file form. `coefficients` excludes its count. */
  Bytes coefficients, a, b1, b2, c, h;

  /** @throws Error native/bad-zkey */
  explicit Zkey(const std::string& path);
};

/** A path, or the bytes of the file, which are wiped in the end. */
using WitnessSource = std::variant<std::string, std::vector<unsigned char>>;

struct Witness {
  SectionFile file;
  std::uint32_t signals;
  /** Canonical elements. */
  Bytes values;

  /** @throws Error native/bad-wtns: for example, when a value is not below the order */
  explicit Witness(WitnessSource source);
};

}  // namespace disjoint
