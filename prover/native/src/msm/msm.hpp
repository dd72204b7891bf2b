/** @file Multi-scalar multiplication: sums of points times scalars. */
#pragma once
#include "curve/curve.hpp"
#include "runtime/job.hpp"
#include "files/mapped_file.hpp"

namespace disjoint {

/**
 * Sum of scalars[i] * points[i] by Pippenger's method: signed digits, points sorted by bucket, every bucket summed by a
 * tree of batched affine additions, so that neither zeros nor a bucket full of ones costs more than its additions.
 *
 * @param points in file form, n of them; checked while they are read
 * @param scalars canonical, 32 bytes each
 * @param file the file of these points, named when one is bad
 */
Jacobian<Fq> multiplyG1(Job& job, const MappedFile& file, Bytes points, const unsigned char* scalars);
Jacobian<Fq2> multiplyG2(Job& job, const MappedFile& file, Bytes points, const unsigned char* scalars);

}  // namespace disjoint
