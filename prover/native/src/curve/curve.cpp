#include "curve.hpp"

// Formulas dbl-2009-l and add-2007-bl of the Explicit-Formulas Database, for curves with a = 0.

DISJOINT_BEGIN

template <class F>
Jacobian<F> Jacobian<F>::infinity() {
  return {F::one(), F::one(), F::zero()};
}

template <class F>
Jacobian<F> Jacobian<F>::of(const Affine<F>& p) {
  return p.infinite() ? infinity() : Jacobian{p.x, p.y, F::one()};
}

template <class F>
Jacobian<F> Jacobian<F>::twice() const {
  const F a = F::sqr(x), b = F::sqr(y), c = F::sqr(b);
  F d = F::sub(F::sub(F::sqr(F::add(x, b)), a), c);
  d = F::add(d, d);
  const F e = F::add(F::add(a, a), a);
  const F x3 = F::sub(F::sqr(e), F::add(d, d));
  F c8 = F::add(c, c);
  c8 = F::add(c8, c8);
  c8 = F::add(c8, c8);
  const F yz = F::mul(y, z);
  return {x3, F::sub(F::mul(e, F::sub(d, x3)), c8), F::add(yz, yz)};
}

template <class F>
Jacobian<F> Jacobian<F>::plus(const Jacobian& o) const {
  if (z.isZero()) return o;
  if (o.z.isZero()) return *this;
  const F zz1 = F::sqr(z), zz2 = F::sqr(o.z);
  const F u1 = F::mul(x, zz2), u2 = F::mul(o.x, zz1);
  const F s1 = F::mul(F::mul(y, o.z), zz2), s2 = F::mul(F::mul(o.y, z), zz1);
  const F h = F::sub(u2, u1), r = F::sub(s2, s1);
  if (h.isZero()) return r.isZero() ? twice() : infinity();
  const F hh = F::sqr(h), hhh = F::mul(hh, h), v = F::mul(u1, hh);
  const F x3 = F::sub(F::sub(F::sqr(r), hhh), F::add(v, v));
  return {x3, F::sub(F::mul(r, F::sub(v, x3)), F::mul(s1, hhh)), F::mul(F::mul(z, o.z), h)};
}

template <class F>
Jacobian<F> Jacobian<F>::plus(const Affine<F>& p) const {
  return plus(of(p));
}

template <class F>
Jacobian<F> Jacobian<F>::negated() const {
  return {x, F::neg(y), z};
}

template <class F>
Jacobian<F> Jacobian<F>::times(const Limbs& k) const {
  Jacobian out = infinity();
  for (int i = 255; i >= 0; i--) {
    out = out.twice();
    if (k.l[i / 64] >> (i % 64) & 1) out = out.plus(*this);
  }
  return out;
}

template <class F>
Affine<F> Jacobian<F>::affine() const {
  if (z.isZero()) return {F::zero(), F::zero()};
  const F inverse = F::invert(z), square = F::sqr(inverse);
  return {F::mul(x, square), F::mul(y, F::mul(square, inverse))};
}

void canonicalCoordinates(const Affine<Fq>& p, Limbs out[2]) {
  out[0] = p.x.toCanonical(), out[1] = p.y.toCanonical();
}

void canonicalCoordinates(const Affine<Fq2>& p, Limbs out[4]) {
  out[0] = p.x.c0.toCanonical(), out[1] = p.x.c1.toCanonical();
  out[2] = p.y.c0.toCanonical(), out[3] = p.y.c1.toCanonical();
}

template struct Jacobian<Fq>;
template struct Jacobian<Fq2>;

DISJOINT_END
