/** @file The steps of tree_steps.hpp for one pair of large nodes, with transforms across the lanes. */
#pragma once
#include "ring.hpp"

namespace disjoint {

class LargeSteps {
 public:
  /** @param workers that share the work on a pair */
  LargeSteps(const Ring& ring, Workers& workers, size_t degree);

  void run(TreeStep step, const TreeLevel& level, Element* data, size_t pair);

 private:
  void multiply(const Element* a, const Element* b, Element* data);
  void descend(const Element* a, const Element* b, Element* data);
  void combine(const Element* a, const Element* b, Element* data);

  void forward(const Element* from, size_t count, Values& to) { ring_.forward(workers_, from, count, log_, to); }
  void add(Element* to, const Element* by, size_t n) { ring_.elementwise(workers_, Operation::add, to, by, n); }
  /** The coefficients of u are added one place higher to the d elements at `data`, which are sums already. */
  void addShifted(Element* data);

  const Ring& ring_;
  Workers& workers_;
  size_t d_;
  unsigned log_;
  Values u_, v_, w_;
  Array<Element> spare_;
};

}  // namespace disjoint
