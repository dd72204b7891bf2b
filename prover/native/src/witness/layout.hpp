/**
 * @file How many labels each template of circuits/lib has. Circom numbers the signals of a component in the order
 * outputs, inputs, others, then its components by name; an array of components by index.
 */
#pragma once
#include "wires.hpp"

namespace disjoint {

constexpr Label ROUTE_BITS = 48, REST_BITS = 200, ID_BITS = 52, ARITY = 16, RATE = 15, LEVELS = 12;

constexpr Label bitsLabels(Label n) { return n + 1; }

/** S-boxes of Poseidon: all but the first, which is on a constant. */
constexpr Label boxesOf(unsigned arity) {
  constexpr Label partial[] = {56, 57, 56, 60, 60, 63, 64, 63, 60, 66, 60, 65, 70, 60, 64, 68};
  return 8 * (arity + 1) + partial[arity - 1] - 1;
}
/** out, inputs, square, fourth, fifth: the last S-box has no fifth power of its own. */
constexpr Label poseidonLabels(unsigned arity) { return 1 + arity + 3 * boxesOf(arity) - 1; }

constexpr Label blocksOf(Label n) { return (n + RATE - 1) / RATE; }
constexpr Label chainLabels(Label n) { return 1 + n + blocksOf(n) * poseidonLabels(ARITY); }

constexpr Label DIFFER_LABELS = 4, LOOKUP_TERM_LABELS = 7, SHAPE_LABELS = 3 + ROUTE_BITS,
                SPLIT_KEY_LABELS = 3 + bitsLabels(REST_BITS), SELECT_LABELS = 1 + ARITY + 4 + (ARITY - 1),
                BUCKET_ID_LABELS = 4 + 3 * ROUTE_BITS + bitsLabels(ROUTE_BITS),
                BUCKET_WITHOUT_LABELS = 3 + ARITY + 1 + (ARITY - 1) + 1 + poseidonLabels(ARITY),
                BUCKET_WITH_LABELS = 2 + ARITY + 1 + (ARITY - 1) + 1 + poseidonLabels(ARITY),
                OPENED_NODE_LABELS = 4 + 2 * ARITY + 2 + DIFFER_LABELS + poseidonLabels(ARITY) + bitsLabels(ID_BITS);

/** Hands out labels in circom's order, after the constant one. */
class Labels {
 public:
  Label take(Label n = 1) {
    next_ += n;
    return next_ - n;
  }
  Label count() const { return next_; }

 private:
  Label next_ = 1;
};

}  // namespace disjoint
