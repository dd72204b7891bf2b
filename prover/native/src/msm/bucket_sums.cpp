#include "bucket_sums.hpp"

namespace disjoint {

namespace {

/** Enough segments to fill batches, each long enough to keep the single additions at the end few. */
size_t segmentsFor(size_t buckets) { return buckets >= 2048 ? buckets / 32 : buckets >= 64 ? 64 : buckets; }

}  // namespace

size_t BucketSums::slots(size_t buckets, size_t points) {
  return ListSums::slots(points) + buckets + 3 * segmentsFor(buckets);
}

BucketSums::BucketSums(const GroupArithmetic& group, void* points, u32 firstSlot, size_t buckets, size_t n)
    : points_(points), lists_(group, points, firstSlot), buckets_(buckets), segments_(segmentsFor(buckets)),
      bucketSlot_(firstSlot + (u32)ListSums::slots(n)), plainSlot_(bucketSlot_ + (u32)buckets),
      weightedSlot_(plainSlot_ + 2 * (u32)segments_), sums_(buckets, Secrecy::secret), plain_(segments_),
      weighted_(segments_) {}

void BucketSums::sumBuckets(u32* sorted, const u32* offsets) {
  for (size_t k = 0; k < buckets_; k++)
    sums_[k] = lists_.add(sorted + offsets[k], offsets[k + 1] - offsets[k], bucketSlot_ + (u32)k);
  lists_.finish();
}

void BucketSums::sumSegments() {
  const size_t length = segmentLength();
  Pairs& pairs = lists_.pairs();
  for (size_t s = 0; s < segments_; s++) plain_[s] = weighted_[s] = NOTHING;
  for (size_t j = length; j-- > 0;) {
    // A weighted sum may still refer to the plain one of the last step, so the plain ones change slots every time.
    const u32 plainSlot = plainSlot_ + (j & 1 ? (u32)segments_ : 0);
    for (size_t s = 0; s < segments_; s++) {
      const u32 bucket = sums_[s * length + j];
      if (bucket == NOTHING) continue;
      if (plain_[s] == NOTHING) {
        plain_[s] = bucket;
      } else {
        pairs.push(plain_[s], bucket, plainSlot + (u32)s);
        plain_[s] = plainSlot + (u32)s;
      }
    }
    pairs.add(points_);
    for (size_t s = 0; s < segments_; s++) {
      if (plain_[s] == NOTHING) continue;
      if (weighted_[s] == NOTHING) {
        weighted_[s] = plain_[s];
      } else {
        pairs.push(weighted_[s], plain_[s], weightedSlot_ + (u32)s);
        weighted_[s] = weightedSlot_ + (u32)s;
      }
    }
    pairs.add(points_);
  }
}

}  // namespace disjoint
