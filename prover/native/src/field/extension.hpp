/** @file The quadratic extension Fq[u] / (u^2 + 1), over one lane or eight. */
#pragma once
#include "field.hpp"

DISJOINT_BEGIN

template <class L>
struct Extension {
  using Lane = L;
  using Mask = typename L::Mask;
  using Base = Extension<typename L::Base>;
  static constexpr int lanes = L::lanes;

  L c0, c1;

  static DISJOINT_INLINE Extension zero() { return {L::zero(), L::zero()}; }
  static DISJOINT_INLINE Extension one() { return {L::one(), L::zero()}; }
  static DISJOINT_INLINE Extension add(const Extension& a, const Extension& b) {
    return {L::add(a.c0, b.c0), L::add(a.c1, b.c1)};
  }
  static DISJOINT_INLINE Extension sub(const Extension& a, const Extension& b) {
    return {L::sub(a.c0, b.c0), L::sub(a.c1, b.c1)};
  }
  static DISJOINT_INLINE Extension lazyAdd(const Extension& a, const Extension& b) {
    return {L::lazyAdd(a.c0, b.c0), L::lazyAdd(a.c1, b.c1)};
  }
  static DISJOINT_INLINE Extension lazySub(const Extension& a, const Extension& b) {
    return {L::lazySub(a.c0, b.c0), L::lazySub(a.c1, b.c1)};
  }
  static DISJOINT_INLINE Extension difference(const Extension& a, const Extension& b) {
    return {L::difference(a.c0, b.c0), L::difference(a.c1, b.c1)};
  }
  static DISJOINT_INLINE Extension subTwo(const Extension& a, const Extension& b, const Extension& c) {
    return {L::subTwo(a.c0, b.c0, c.c0), L::subTwo(a.c1, b.c1, c.c1)};
  }
  static DISJOINT_INLINE Extension neg(const Extension& a) { return {L::neg(a.c0), L::neg(a.c1)}; }
  static DISJOINT_INLINE Extension negateWhere(Mask m, const Extension& a) {
    return {L::negateWhere(m, a.c0), L::negateWhere(m, a.c1)};
  }
  static DISJOINT_INLINE Extension select(Mask m, const Extension& a, const Extension& b) {
    return {L::select(m, a.c0, b.c0), L::select(m, a.c1, b.c1)};
  }
  static DISJOINT_INLINE Mask zeroMask(const Extension& a) { return L::zeroMask(a.c0) & L::zeroMask(a.c1); }
  static DISJOINT_INLINE Mask maybeZero(const Extension& a) { return L::maybeZero(a.c0) & L::maybeZero(a.c1); }
  static DISJOINT_INLINE Mask maybeStoredZero(const Extension& a) {
    return L::maybeStoredZero(a.c0) & L::maybeStoredZero(a.c1);
  }
  DISJOINT_INLINE bool isZero() const { return c0.isZero() && c1.isZero(); }
  DISJOINT_INLINE bool operator==(const Extension& o) const { return c0 == o.c0 && c1 == o.c1; }

  static DISJOINT_INLINE Extension mul(const Extension& a, const Extension& b) {
    Extension out;
    L::extensionMul(a.c0, a.c1, b.c0, b.c1, out.c0, out.c1);
    return out;
  }
  /** (c0 + c1)(c0 - c1) + 2 c0 c1 u; the argument is loose. */
  static DISJOINT_INLINE Extension sqr(const Extension& a) {
    return {L::mul(L::lazyAdd(a.c0, a.c1), L::lazySub(a.c0, a.c1)), L::mul(L::lazyAdd(a.c0, a.c0), a.c1)};
  }
  static DISJOINT_INLINE Extension scale(const Extension& a, const L& k) { return {L::mul(a.c0, k), L::mul(a.c1, k)}; }

  /** c0^2 + c1^2: an inverse in the extension is one in the field, times the conjugate. */
  static DISJOINT_INLINE L norm(const Extension& a) { return L::sumOfSquares(a.c0, a.c1); }
  static DISJOINT_INLINE Extension invertByNorm(const Extension& a, const L& inverseNorm) {
    return {L::mul(a.c0, inverseNorm), L::mul(L::lazyNeg(a.c1), inverseNorm)};
  }
  static Extension invert(const Extension& a) { return invertByNorm(a, L::invert(norm(a))); }
};

using Fq2 = Extension<Fq>;

DISJOINT_END
