/**
 * @file Polynomials over the scalar field by their roots and by their values. Elements are canonical; coefficients
 * begin with the lowest.
 */
#pragma once
#include "field/field.hpp"
#include "runtime/job.hpp"
#include "runtime/memory.hpp"

namespace disjoint {

/** The coefficients of the product of x - root: one more than there are roots. */
Array<Limbs> monicFromRoots(Job& job, const Limbs* roots, size_t n);

/** Distinct points, prepared for evaluation and interpolation. */
class PointSet {
 public:
  PointSet(Job& job, const Limbs* points, size_t n);

  size_t size() const { return n_; }
  /** The product of x - point. */
  const Array<Limbs>& monic() const { return monic_; }

  /** The polynomial's value at each point. */
  Array<Limbs> evaluate(Job& job, const Limbs* coefficients, size_t count) const;

  /** The polynomial with 1 / values[i] at point i, none of them zero: as many coefficients as there are points. */
  Array<Limbs> interpolateInverses(Job& job, const Limbs* values) const;

 private:
  const Limbs* points_;
  size_t n_;
  Array<Limbs> monic_;
};

/** (1 - p a) / b, which must leave no remainder. */
Array<Limbs> cofactor(Job& job, const Array<Limbs>& p, const Array<Limbs>& a, const Array<Limbs>& b);

}  // namespace disjoint
