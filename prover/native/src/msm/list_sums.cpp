#include "list_sums.hpp"

namespace disjoint {

u32 ListSums::add(u32* refs, u32 length, u32 target) {
  if (length > CAPACITY) shorten(refs, length);
  if (length == 0) return NOTHING;
  if (length == 1) return refs[0];
  if (waiting_ + length > CAPACITY) finish();
  lists_[count_++] = {refs, length, target};
  waiting_ += length;
  return target;
}

/** Splits a list that is too long into pieces, and replaces it by the list of their sums. */
void ListSums::shorten(u32* refs, u32& length) {
  finish();
  u32 pieces = 0;
  for (u32 at = 0; at < length; at += CAPACITY, pieces++) {
    const u32 size = length - at < CAPACITY ? length - at : (u32)CAPACITY;
    const u32 sum = add(refs + at, size, pieces_ + pieces);
    finish();
    refs[pieces] = sum;
  }
  length = pieces;
}

/** Adds neighbours in every list until one point is left of each, at its target. */
void ListSums::finish() {
  u32 slot = temporary_;
  for (size_t open = count_; open > 0;) {
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
  count_ = waiting_ = 0;
}

}  // namespace disjoint
