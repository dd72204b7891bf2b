/** @file Many points at once: evaluation and interpolation over a product tree. */
#pragma once
#include "product_tree.hpp"

namespace disjoint {

/** Distinct points. Polynomials are canonical coefficients, the lowest first. */
class PointSet {
 public:
  PointSet(Job& job, const Limbs* points, size_t n);

  /** The product of x - point. */
  const Array<Limbs>& monic() const { return monic_; }

  /** The polynomial's value at each point. */
  Array<Limbs> evaluate(const Limbs* coefficients, size_t count) const;

  /** The polynomial with 1 / values[i] at point i, none of them zero: as many coefficients as there are points. */
  Array<Limbs> interpolateInverses(const Limbs* values) const;

 private:
  Array<Element> valuesAt(const Limbs* coefficients, size_t count) const;
  Array<Element> reduce(const Limbs* coefficients, size_t count) const;
  void quotient(const Element* dividend, Element* out, Values& values) const;

  Job& job_;
  size_t n_;
  Ring ring_;
  ProductTree tree_;
  /** Values of 1 / product, on twice the room. */
  Values inverse_;
  Array<Limbs> monic_;
  /** The derivative of the product at each point. */
  Array<Element> derivatives_;
};

}  // namespace disjoint
