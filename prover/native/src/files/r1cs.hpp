/** @file A compiled circuit (iden3's r1cs format), read in place. */
#pragma once
#include "curve/curve.hpp"
#include "section_file.hpp"

namespace disjoint {

/** One product of a linear combination: value (canonical, 32 bytes) times signal. */
struct Term {
  std::uint32_t signal;
  const unsigned char* value;
};

struct R1cs {
  SectionFile file;
  std::uint32_t signals, publicSignals, constraints;
  /** For each constraint: its position in the section, and the number of products in the A and B matrices before it. */
  std::vector<std::uint64_t> productsBefore;
  std::vector<const unsigned char*> rows;

  /**
   * Walks over every constraint once and checks all of it: counts, signals, canonical values, no custom gates.
   *
   * @throws Error native/bad-r1cs
   */
  explicit R1cs(const std::string& path);

  /** Rows that a key adds: one for the constant and one per public signal, which make their A columns independent. */
  std::uint32_t ownRows() const { return publicSignals + 1; }

  /** log2 of the evaluation domain. */
  unsigned domainLog() const;

  /** Calls use(matrix, term) for all terms of a constraint. Matrix 0, 1, 2 is A, B, C. */
  template <class Use>
  void forEachTerm(std::uint32_t constraint, Use&& use) const {
    const unsigned char* at = rows[constraint];
    for (int matrix = 0; matrix < 3; matrix++) {
      std::uint32_t n, signal;
      std::memcpy(&n, at, 4);
      at += 4;
      for (; n > 0; n--, at += 36) {
        std::memcpy(&signal, at, 4);
        use(matrix, Term{signal, at + 4});
      }
    }
  }
};

}  // namespace disjoint
