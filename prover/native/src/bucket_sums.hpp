/** @file One window of a multi-scalar multiplication: sums of sorted buckets, then the weighted sum over them. */
#pragma once
#include <cstdint>

#include "arithmetic.hpp"
#include "memory.hpp"

namespace disjoint {

using u32 = std::uint32_t;

/** No point at all. */
constexpr u32 NOTHING = ~u32{0};
constexpr u32 NEGATIVE = 1u << 31;

/** Pairs waiting to be added. */
class Pairs {
 public:
  Pairs(const GroupArithmetic& group, size_t capacity)
      : group_(group), a_(capacity), b_(capacity), to_(capacity), scratch_(group.addScratchBytes) {}

  void push(u32 a, u32 b, u32 to) { a_[n_] = a, b_[n_] = b, to_[n_++] = to; }
  void add(void* points) {
    group_.add(points, a_.data(), b_.data(), to_.data(), n_, scratch_.data());
    n_ = 0;
  }

 private:
  const GroupArithmetic& group_;
  Array<u32> a_, b_, to_;
  Array<char> scratch_;
  size_t n_ = 0;
};

/**
 * What one thread needs to work on a window. Its slots follow the input points in the same array, so that a reference
 * of 31 bits names either.
 */
class BucketSums {
 public:
  /** References summed in one go: what they take fits the second level cache. */
  static constexpr size_t CAPACITY = 8192;

  /** Slots that a thread needs for `buckets` buckets of `points` points. */
  static size_t slots(size_t buckets, size_t points);

  BucketSums(const GroupArithmetic& group, void* points, u32 firstSlot, size_t buckets, size_t n);

  /**
   * Sums bucket k, the references sorted[offsets[k]] up to sorted[offsets[k + 1]], for every k.
   * Leaves one reference for each (or NOTHING); `sorted` is used up.
   */
  void sumBuckets(u32* sorted, const u32* offsets);

  /**
   * Weighted sums over segments of buckets: for segment s of length L, plain[s] = sum of B[sL + j] and
   * weighted[s] = sum of (j + 1) B[sL + j].
   */
  void sumSegments();
  size_t segments() const { return segments_; }
  size_t segmentLength() const { return buckets_ / segments_; }
  u32 plain(size_t s) const { return plain_[s]; }
  u32 weighted(size_t s) const { return weighted_[s]; }

 private:
  struct List {
    u32* refs;
    u32 length, target;
  };
  void reduceLists();
  void shorten(u32* refs, u32& length);

  void* points_;
  Pairs pairs_;
  size_t buckets_, segments_;
  u32 temporary_, bucketSlot_, pieceSlot_, plainSlot_, weightedSlot_;
  Array<List> lists_;
  size_t listCount_ = 0;
  Array<u32> sums_, plain_, weighted_;
};

}  // namespace disjoint
