/** @file One window of a multi-scalar multiplication: sums of sorted buckets, then the weighted sum over them. */
#pragma once
#include "list_sums.hpp"

namespace disjoint {

/**
 * Scratch memory of one thread for a window. Its slots follow the input points in the same array, so that a reference
 * of 31 bits names either.
 */
class BucketSums {
 public:
  /** Slots that a thread needs for `buckets` buckets of `points` points. */
  static size_t slots(size_t buckets, size_t points);

  BucketSums(const GroupArithmetic& group, void* points, u32 firstSlot, size_t buckets, size_t n);

  /**
   * Sums bucket k, the references sorted[offsets[k]] up to sorted[offsets[k + 1]], for every k. Leaves one reference
   * per bucket (or NOTHING) and overwrites `sorted`.
   */
  void sumBuckets(u32* sorted, const u32* offsets);

  /**
   * Weighted sums over segments of buckets: for segment s of length L, plain(s) = sum of B[sL + j] and
   * weighted(s) = sum of (j + 1) B[sL + j].
   */
  void sumSegments();
  size_t segments() const { return segments_; }
  size_t segmentLength() const { return buckets_ / segments_; }
  u32 plain(size_t s) const { return plain_[s]; }
  u32 weighted(size_t s) const { return weighted_[s]; }

 private:
  void* points_;
  ListSums lists_;
  size_t buckets_, segments_;
  u32 bucketSlot_, plainSlot_, weightedSlot_;
  Array<u32> sums_, plain_, weighted_;
};

}  // namespace disjoint
