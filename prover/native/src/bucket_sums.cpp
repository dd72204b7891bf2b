#include "bucket_sums.hpp"

namespace disjoint {

namespace {

/** Enough segments to fill batches, enough length to keep the single additions at the end few. */
size_t segmentsFor(size_t buckets) { return buckets >= 2048 ? buckets / 32 : buckets >= 64 ? 64 : buckets; }

size_t piecesFor(size_t n) { return n / BucketSums::CAPACITY + 1; }

}  // namespace

size_t BucketSums::slots(size_t buckets, size_t points) {
  return CAPACITY + buckets + piecesFor(points) + 3 * segmentsFor(buckets);
}

BucketSums::BucketSums(const GroupArithmetic& group, void* points, u32 firstSlot, size_t buckets, size_t n)
    : points_(points), pairs_(group, CAPACITY), buckets_(buckets), segments_(segmentsFor(buckets)),
      temporary_(firstSlot), bucketSlot_(temporary_ + (u32)CAPACITY), pieceSlot_(bucketSlot_ + (u32)buckets),
      plainSlot_(pieceSlot_ + (u32)piecesFor(n)), weightedSlot_(plainSlot_ + 2 * (u32)segments_), lists_(CAPACITY),
      sums_(buckets, Secrecy::secret), plain_(segments_), weighted_(segments_) {}

void BucketSums::sumBuckets(u32* sorted, const u32* offsets) {
  size_t waiting = 0;
  for (size_t k = 0; k < buckets_; k++) {
    u32* refs = sorted + offsets[k];
    u32 length = offsets[k + 1] - offsets[k];
    if (length > CAPACITY) shorten(refs, length);
    sums_[k] = length == 0 ? NOTHING : length == 1 ? refs[0] : bucketSlot_ + (u32)k;
    if (length < 2) continue;
    if (waiting + length > CAPACITY) {
      reduceLists();
      waiting = 0;
    }
    lists_[listCount_++] = {refs, length, bucketSlot_ + (u32)k};
    waiting += length;
  }
  reduceLists();
}

/** A list too long for one go becomes the list of the sums of its pieces. */
void BucketSums::shorten(u32* refs, u32& length) {
  reduceLists();
  u32 pieces = 0;
  for (u32 at = 0; at < length; at += CAPACITY, pieces++) {
    const u32 size = length - at < CAPACITY ? length - at : (u32)CAPACITY;
    if (size == 1) {
      refs[pieces] = refs[at];
      continue;
    }
    lists_[listCount_++] = {refs + at, size, pieceSlot_ + pieces};
    reduceLists();
    refs[pieces] = pieceSlot_ + pieces;
  }
  length = pieces;
}

/** Adds neighbours in every list until one point is left of each, at its target. */
void BucketSums::reduceLists() {
  u32 slot = temporary_;
  for (size_t open = listCount_; open > 0;) {
    size_t still = 0;
    for (size_t i = 0; i < open; i++) {
      const List list = lists_[i];
      const u32 half = list.length / 2;
      for (u32 j = 0; j < half; j++) {
        const u32 to = list.length == 2 ? list.target : slot++;
        pairs_.push(list.refs[2 * j], list.refs[2 * j + 1], to);
        list.refs[j] = to;
      }
      if (list.length & 1) list.refs[half] = list.refs[list.length - 1];
      const u32 left = (list.length + 1) / 2;
      if (left > 1) lists_[still++] = {list.refs, left, list.target};
    }
    pairs_.add(points_);
    open = still;
  }
  listCount_ = 0;
}

void BucketSums::sumSegments() {
  const size_t length = segmentLength();
  for (size_t s = 0; s < segments_; s++) plain_[s] = weighted_[s] = NOTHING;
  for (size_t j = length; j-- > 0;) {
    // A weighted sum may still refer to the plain one of the last step: the plain ones change slots every time.
    const u32 plainSlot = plainSlot_ + (j & 1 ? (u32)segments_ : 0);
    for (size_t s = 0; s < segments_; s++) {
      const u32 bucket = sums_[s * length + j];
      if (bucket == NOTHING) continue;
      if (plain_[s] == NOTHING) {
        plain_[s] = bucket;
      } else {
        pairs_.push(plain_[s], bucket, plainSlot + (u32)s);
        plain_[s] = plainSlot + (u32)s;
      }
    }
    pairs_.add(points_);
    for (size_t s = 0; s < segments_; s++) {
      if (plain_[s] == NOTHING) continue;
      if (weighted_[s] == NOTHING) {
        weighted_[s] = plain_[s];
      } else {
        pairs_.push(weighted_[s], plain_[s], weightedSlot_ + (u32)s);
        weighted_[s] = weightedSlot_ + (u32)s;
      }
    }
    pairs_.add(points_);
  }
}

}  // namespace disjoint
