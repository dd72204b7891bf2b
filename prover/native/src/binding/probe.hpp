/** @file Single parts of the kernel, for tests. All values are in the form of the files. */
#pragma once
#include <vector>

#include "runtime/job.hpp"

namespace disjoint {

using ByteVector = std::vector<unsigned char>;

/**
 * Applies one operation of the job's back end to every pair of canonical elements. Fields: 0 Fq, 1 Fr, 2 the extension
 * (two elements each). Operations: 0 add, 1 sub, 2 mul, 3 sqr, 4 neg, 5 inverse of a (0 gives 0), 6 (a - b)(a + b) with
 * both factors unreduced, 7 (a - b)(a b) with both unreduced, 8 the sum of 17 products a b.
 */
ByteVector probeField(Job& job, unsigned field, unsigned operation, const ByteVector& a, const ByteVector& b);

/** a[i] + b[i] for all points of G1 (group 1) or G2 (group 2), in one batch of additions. */
ByteVector probeAdd(Job& job, unsigned group, const ByteVector& a, const ByteVector& b);

/** Sum of scalars[i] points[i]. */
ByteVector probeMultiply(Job& job, unsigned group, const ByteVector& points, const ByteVector& scalars);

/** See Arithmetic::quotient. The length is a power of two. */
ByteVector probeQuotient(Job& job, ByteVector a, ByteVector b);

}  // namespace disjoint
