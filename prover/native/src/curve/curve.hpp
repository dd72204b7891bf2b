/** @file Single points in Jacobian coordinates, for the few sums that are not worth a batch. */
#pragma once
#include "field/extension.hpp"

DISJOINT_BEGIN

/** An affine point in the form of the files: Montgomery form with radix 2^256, infinity as zeros. */
template <class F>
struct Affine {
  F x, y;
  bool infinite() const { return x.isZero() && y.isZero(); }
};

/** (X / Z^2, Y / Z^3); infinity has Z = 0. */
template <class F>
struct Jacobian {
  F x, y, z;

  static Jacobian infinity();
  static Jacobian of(const Affine<F>& p);
  Jacobian twice() const;
  Jacobian plus(const Jacobian& o) const;
  Jacobian plus(const Affine<F>& p) const;
  Jacobian negated() const;
  /** k times the point, k a 256-bit integer. */
  Jacobian times(const Limbs& k) const;
  Affine<F> affine() const;
};

/** x then y as integers, the lower coefficient first in an extension; infinity as zeros. */
void canonicalCoordinates(const Affine<Fq>& p, Limbs out[2]);
void canonicalCoordinates(const Affine<Fq2>& p, Limbs out[4]);

DISJOINT_END
