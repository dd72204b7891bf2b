/**
 * @file Conversion of points to and from a back end's own form. The outer form is that of the files: radix 2^256,
 * little-endian.
 */
#pragma once
#include "curve/group.hpp"

DISJOINT_BEGIN

template <class G>
struct Convert {
  using F = typename G::Coordinate;
  using L = typename G::Lane;
  static constexpr size_t bytes = 8 * G::words;

  /**
   * Reads n points and checks each: canonical coordinates, on the curve or infinite.
   *
   * @return index of the first group with a bad point, or n
   */
  static size_t import(void* to, const void* from, size_t n) {
    const F constant = G::curveConstant();
    for (size_t i = 0; i < n; i += L::lanes) {
      std::uint32_t index[L::lanes];
      neighbours(index, i, n);
      F x, y;
      G::load((const u64*)from, index, x, y);
      if ((G::canonicalMask(x) & G::canonicalMask(y)) != L::allLanes) return i;
      x = G::fromOuter(x), y = G::fromOuter(y);
      const F right = F::add(F::mul(F::sqr(x), x), constant);
      const auto onCurve = F::zeroMask(F::sub(F::sqr(y), right)), infinite = F::zeroMask(x) & F::zeroMask(y);
      if ((onCurve | infinite) != L::allLanes) return i;
      G::store((u64*)to, index, x, y);
    }
    return n;
  }

  static void exportTo(void* to, const void* from, size_t n) {
    for (size_t i = 0; i < n; i += L::lanes) {
      std::uint32_t index[L::lanes];
      neighbours(index, i, n);
      F x, y;
      G::load((const u64*)from, index, x, y);
      G::store((u64*)to, index, G::toOuter(x), G::toOuter(y));
    }
  }

 private:
  static void neighbours(std::uint32_t* index, size_t i, size_t n) {
    for (size_t k = 0; k < L::lanes; k++) index[k] = (std::uint32_t)(i + k < n ? i + k : n - 1);
  }
};

DISJOINT_END
