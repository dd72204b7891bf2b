/**
 * @file The groups G1 and G2 of BN254 as the lanes use them: affine points, stored as x then y, infinity as zero bits.
 */
#pragma once
#include "field/extension.hpp"

DISJOINT_BEGIN

/** y^2 = x^3 + 3 over the base field. A point is 64 bytes. */
template <class L>
struct G1 {
  using Coordinate = L;
  using Lane = L;
  static constexpr int words = 8;

  static L curveConstant() { return L::broadcast(L::single(Fq::small(3))); }

  static DISJOINT_INLINE void load(const u64* base, const std::uint32_t* index, L& x, L& y) {
    L::loadPair(base, words, index, x, y);
  }
  static DISJOINT_INLINE void store(u64* base, const std::uint32_t* index, const L& x, const L& y) {
    L::storePair(base, words, index, x, y);
  }
  static DISJOINT_INLINE L chained(const L& denominator) { return denominator; }
  static DISJOINT_INLINE L inverseOf(const L&, const L& chainInverse) { return chainInverse; }
  static DISJOINT_INLINE L fromOuter(const L& a) { return L::fromOuter(a); }
  static DISJOINT_INLINE L toOuter(const L& a) { return L::toOuter(a); }
  static DISJOINT_INLINE typename L::Mask canonicalMask(const L& a) { return L::canonicalMask(a); }
};

/** The twist y^2 = x^3 + 3 / (9 + u). A point is 128 bytes. */
template <class L>
struct G2 {
  using Coordinate = Extension<L>;
  using Lane = L;
  static constexpr int words = 16;

  static Coordinate curveConstant() {
    const Fq2 b = Fq2::scale(Fq2::invert({Fq::small(9), Fq::one()}), Fq::small(3));
    return {L::broadcast(L::single(b.c0)), L::broadcast(L::single(b.c1))};
  }

  static DISJOINT_INLINE void load(const u64* base, const std::uint32_t* index, Coordinate& x, Coordinate& y) {
    L::loadPair(base, words, index, x.c0, x.c1);
    L::loadPair(base + 8, words, index, y.c0, y.c1);
  }
  static DISJOINT_INLINE void store(u64* base, const std::uint32_t* index, const Coordinate& x, const Coordinate& y) {
    L::storePair(base, words, index, x.c0, x.c1);
    L::storePair(base + 8, words, index, y.c0, y.c1);
  }
  static DISJOINT_INLINE L chained(const Coordinate& denominator) { return Coordinate::norm(denominator); }
  static DISJOINT_INLINE Coordinate inverseOf(const Coordinate& denominator, const L& chainInverse) {
    return Coordinate::invertByNorm(denominator, chainInverse);
  }
  static DISJOINT_INLINE Coordinate fromOuter(const Coordinate& a) { return {L::fromOuter(a.c0), L::fromOuter(a.c1)}; }
  static DISJOINT_INLINE Coordinate toOuter(const Coordinate& a) { return {L::toOuter(a.c0), L::toOuter(a.c1)}; }
  static DISJOINT_INLINE typename L::Mask canonicalMask(const Coordinate& a) {
    return L::canonicalMask(a.c0) & L::canonicalMask(a.c1);
  }
};

DISJOINT_END
