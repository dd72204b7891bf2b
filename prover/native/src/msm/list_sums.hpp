/** @file Sums of many lists of points at once, as trees of batched additions. */
#pragma once
#include <cstdint>

#include "backend/arithmetic.hpp"
#include "runtime/memory.hpp"

namespace disjoint {

using u32 = std::uint32_t;

/** No point at all. */
constexpr u32 NOTHING = ~u32{0};
/** A reference to a point: its index in an array, with this bit set to negate it. */
constexpr u32 NEGATIVE = 1u << 31;

/** Pairs waiting to be added. */
class Pairs {
 public:
  Pairs(const GroupArithmetic& group, size_t capacity)
      : group_(group), a_(capacity), b_(capacity), to_(capacity), scratch_(group.addScratchBytes) {}

  void push(u32 a, u32 b, u32 to) { a_[n_] = a, b_[n_] = b, to_[n_++] = to; }
  bool full() const { return n_ == a_.size(); }
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

/** Adds up lists of references, each to a slot of its own. */
class ListSums {
 public:
  /** References summed in one batch: their points fit the L2 cache. */
  static constexpr size_t CAPACITY = 8192;

  /** Slots needed when no list is longer than this. */
  static constexpr size_t slots(size_t longest) { return CAPACITY + longest / CAPACITY + 1; }

  ListSums(const GroupArithmetic& group, void* points, u32 firstSlot)
      : points_(points), pairs_(group, CAPACITY), lists_(CAPACITY), temporary_(firstSlot),
        pieces_(firstSlot + (u32)CAPACITY) {}

  /**
   * Adds a list, whose references are overwritten.
   *
   * @return the reference to the sum once `finish` has run: `target`, or the only member, or NOTHING
   */
  u32 add(u32* refs, u32 length, u32 target);

  void finish();

  Pairs& pairs() { return pairs_; }

 private:
  struct List {
    u32* refs;
    u32 length, target;
  };
  void shorten(u32* refs, u32& length);

  void* points_;
  Pairs pairs_;
  Array<List> lists_;
  size_t count_ = 0, waiting_ = 0;
  u32 temporary_, pieces_;
};

}  // namespace disjoint
