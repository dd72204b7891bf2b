/**
 * @file The templates of circuits/lib, one function each. A function sets all signals of its component, whose labels
 * begin at `at`, and refuses values that break a rule. See circuits/lib for what each one means.
 */
#pragma once
#include "layout.hpp"
#include "runtime/job.hpp"
#include "values.hpp"
#include "wires.hpp"

namespace disjoint {

/** What all functions need. */
struct Scope {
  Job& job;
  Wires& wires;
};

/** @throws Error native/no-witness, always: names the rule of circuits/lib, and where it is broken */
[[noreturn]] void breaks(const char* rule, const std::string& where = "");

/** An inverse that is still to be calculated, and the signals that get it. */
class Inverses {
 public:
  explicit Inverses(size_t room) : values_(secretValues(room)) {}
  void add(const Limbs& value, Label label) {
    values_[labels_.size()] = value;
    labels_.push_back(label);
  }
  void finish(Wires& wires) {
    invert(values_.data(), labels_.size());
    for (size_t i = 0; i < labels_.size(); i++) wires.set(labels_[i], values_[i]);
  }

 private:
  Values values_;
  std::vector<Label> labels_;
};

/** A tree's depth and what follows from it. */
struct Shape {
  unsigned bucketBits;
  std::uint64_t leafBase;
  std::uint64_t bucketRange() const { return std::uint64_t{1} << (ROUTE_BITS - bucketBits); }
};

void setAll(Wires& wires, Label at, const Limbs* values, size_t n);
/** The bits of a value, most significant first. */
void setBits(Wires& wires, Label at, const Limbs& value, unsigned n);

void bits(Wires& wires, Label at, const Limbs& value, unsigned n);
/** @return whether they differ */
bool differ(Wires& wires, Label at, const Limbs& left, const Limbs& right, Inverses& inverses);
Shape shape(Wires& wires, Label at, const Limbs* thermometer);
/** @return the id */
Limbs bucketId(Wires& wires, Label at, const Limbs& route, const Limbs* thermometer, const Shape& shape,
               std::uint64_t leafBase);
/** Both parts of a key. */
struct KeyParts {
  Limbs route, rest;
};
KeyParts splitKey(Wires& wires, Label at, const Limbs& key);

/**
 * Poseidon of n groups of `arity` elements; the labels of group g begin at at + g * stride. Runs on the calling thread.
 */
void poseidon(Scope& scope, unsigned arity, const Limbs* inputs, size_t n, Label at, Label stride, Limbs* out);
/** @return the digest */
Limbs chain(Scope& scope, Label at, const Limbs* elements, Label n, std::uint64_t tagHigh, std::uint64_t tagLow);

/** The products of (key - slot), at 15 labels. @return the last */
Limbs slotProducts(Wires& wires, Label at, const Limbs& key, const Limbs* slots);

}  // namespace disjoint
