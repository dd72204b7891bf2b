/**
 * @file Product trees: at the bottom a node for each point, at each level above the products of neighbours.
 *
 * The steps are those of tree_steps.hpp. A node without a neighbour has the polynomial 1 beside it, so that there may
 * be any number of points; the whole has room for a power of two.
 */
#pragma once
#include <vector>

#include "ring.hpp"

namespace disjoint {

/** One step from the level's nodes to the level above, for all pairs. `data` may be the level itself. */
void runTreeStep(const Ring& ring, TreeStep step, const TreeLevel& level, Element* data);

/** The elements a of product(1 - point y) = 1 + y a, one for each point. */
Array<Element> productOf(const Ring& ring, const Limbs* points, size_t n);

class ProductTree {
 public:
  /** @param log of the room for points */
  ProductTree(const Ring& ring, const Limbs* points, size_t n, unsigned log);

  unsigned log() const { return log_; }
  size_t room() const { return size_t{1} << log_; }
  /** As productOf, filled up with zeros. */
  const Element* root() const { return levels_.back().data(); }

  /** Values of f at the points, in place, from the first 2^log coefficients of f / product. */
  void descend(const Ring& ring, Element* data) const;
  /** sum of data[i] * product of (1 - point_j y) over j != i, in place. */
  void combine(const Ring& ring, Element* data) const;

 private:
  TreeLevel level(unsigned k) const;

  size_t points_;
  unsigned log_;
  std::vector<Array<Element>> levels_;
};

}  // namespace disjoint
