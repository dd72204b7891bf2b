/** @file The coefficient section of a zkey as snarkjs writes it. */
#pragma once
#include "runtime/job.hpp"
#include "files/output_file.hpp"
#include "files/r1cs.hpp"

namespace disjoint {

constexpr size_t COEFFICIENT_BYTES = 44;

/** Size of the whole section in bytes. */
inline std::uint64_t coefficientSectionBytes(const R1cs& r1cs) {
  return 4 + (r1cs.productsBefore.back() + r1cs.ownRows()) * COEFFICIENT_BYTES;
}

/**
 * Writes rows `from` up to `to`, which begin at offset `at` of the section. The rest of the section is left unchanged.
 */
void writeCoefficients(const R1cs& r1cs, OutputFile& file, std::uint64_t at, std::uint32_t from, std::uint32_t to);

/** Writes the count before the rows, and after them the rows that a key adds to the circuit. */
void writeCoefficientFrame(const R1cs& r1cs, OutputFile& file, std::uint64_t at);

}  // namespace disjoint
