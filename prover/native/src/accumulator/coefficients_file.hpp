/**
 * @file The coefficients of a shard's polynomial, the lowest first: a secret file.
 *
 * Header: magic (8 bytes), number of coefficients (64 bits); then 32 bytes each, canonical.
 */
#pragma once
#include "files/mapped_file.hpp"
#include "runtime/job.hpp"
#include "runtime/memory.hpp"
#include "field/field.hpp"

namespace disjoint {

/** Readable by its owner only. @throws Error native/not-written */
void saveCoefficients(const std::string& path, const Array<Limbs>& coefficients);

/** @throws Error native/not-found, native/bad-coefficients: another size, not canonical, degree 0 */
Array<Limbs> loadCoefficients(Job& job, const std::string& path);

}  // namespace disjoint
