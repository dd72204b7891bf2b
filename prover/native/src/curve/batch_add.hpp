/**
 * @file Batches of affine point additions: one denominator each, one inversion for all of them (Montgomery's trick).
 *
 * An addition takes six field multiplications where Jacobian coordinates need eleven, and all additions are
 * independent, which suits lanes. Pairs with an infinite, an equal or an opposite point are found by their zero
 * denominator (or zero coordinate) and fixed in place, so that every pair of points of the group is allowed.
 */
#pragma once
#include "group.hpp"

DISJOINT_BEGIN

template <class G>
struct BatchAdd {
  using F = typename G::Coordinate;
  using L = typename G::Lane;
  using Mask = typename L::Mask;
  using u32 = std::uint32_t;

  /** Pairs per inversion: enough to hide its cost, few enough that the points stay in the L2 cache. */
  static constexpr size_t BATCH = 2048;
  static constexpr size_t GROUPS = BATCH / L::lanes;
  static constexpr size_t scratchBytes = 2 * GROUPS * sizeof(L);

  /** A pair of points on the way to its sum. */
  struct Pair {
    F ax, ay, bx, by, numerator, denominator;
    Mask takeA, takeB, infinite;
    bool special;

    DISJOINT_INLINE Pair(const u64* base, const u32* a, const u32* b) {
      G::load(base, a, ax, ay);
      G::load(base, b, bx, by);
      denominator = F::difference(bx, ax);
      const Mask rare = F::maybeZero(denominator) | F::maybeStoredZero(ax) | F::maybeStoredZero(bx);
      ay = F::negateWhere(L::signMask(a), ay);
      by = F::negateWhere(L::signMask(b), by);
      numerator = F::difference(by, ay);
      special = __builtin_expect(rare != 0, 0);
      if (special) settleSpecial();
    }

    __attribute__((noinline)) void settleSpecial() {
      takeB = F::zeroMask(ax) & F::zeroMask(ay);
      takeA = F::zeroMask(bx) & F::zeroMask(by) & (L::allLanes ^ takeB);
      const Mask equalX = F::zeroMask(denominator) & (L::allLanes ^ (takeA | takeB));
      const Mask twice = equalX & F::zeroMask(numerator);
      infinite = equalX & (L::allLanes ^ twice);
      const F square = F::sqr(ax);
      numerator = F::select(twice, F::add(F::add(square, square), square), numerator);
      denominator = F::select(twice, F::add(ay, ay), denominator);
      denominator = F::select(takeA | takeB | infinite, F::one(), denominator);
    }

    DISJOINT_INLINE void finish(u64* base, const u32* to, const F& inverse) const {
      const F slope = F::mul(numerator, inverse);
      F x = F::subTwo(F::sqr(slope), ax, bx);
      F y = F::sub(F::mul(slope, F::difference(ax, x)), ay);
      if (__builtin_expect(special, 0)) {
        x = F::select(infinite, F::zero(), F::select(takeA, ax, F::select(takeB, bx, x)));
        y = F::select(infinite, F::zero(), F::select(takeA, ay, F::select(takeB, by, y)));
        const Mask zero = F::zeroMask(x) & F::zeroMask(y);
        x = F::select(zero, F::zero(), x);
        y = F::select(zero, F::zero(), y);
      }
      G::store(base, to, x, y);
    }
  };

  /**
   * base[to[i]] = base[a[i]] + base[b[i]] for n pairs; a and b carry signs. A target may be a source of its own pair,
   * but of no other pair.
   */
  static void run(void* points, const u32* a, const u32* b, const u32* to, size_t n, void* scratch) {
    for (size_t i = 0; i < n; i += BATCH)
      batch((u64*)points, a + i, b + i, to + i, n - i < BATCH ? n - i : BATCH, (L*)scratch);
  }

 private:
  static void batch(u64* base, const u32* a, const u32* b, const u32* to, size_t n, L* chain) {
    constexpr size_t lanes = L::lanes;
    const size_t full = n / lanes;
    u32 tail[3][lanes];
    // Spare lanes of the last group repeat its last pair.
    for (size_t i = 0; i < lanes && n % lanes; i++) {
      const size_t k = full * lanes + i < n ? full * lanes + i : n - 1;
      tail[0][i] = a[k], tail[1][i] = b[k], tail[2][i] = to[k];
    }
    const size_t groups = full + (n % lanes != 0);
    const auto at = [&](const u32* refs, int which, size_t g) { return g < full ? refs + g * lanes : tail[which]; };

    L* before = chain + GROUPS;
    L product = L::one();
    for (size_t g = 0; g < groups; g++) {
      prefetch(base, a, b, g * lanes + 8 * lanes, n);
      const L link = G::chained(Pair(base, at(a, 0, g), at(b, 1, g)).denominator);
      chain[g] = link;
      before[g] = product;
      product = L::mul(product, link);
    }
    L inverse = L::invertAll(product);
    for (size_t g = groups; g-- > 0;) {
      const Pair pair(base, at(a, 0, g), at(b, 1, g));
      const L own = L::mul(inverse, before[g]);
      inverse = L::mul(inverse, chain[g]);
      pair.finish(base, at(to, 2, g), G::inverseOf(pair.denominator, own));
    }
  }

  /** Sources are scattered over megabytes; eight groups ahead is about the time of one cache miss. */
  static DISJOINT_INLINE void prefetch(const u64* base, const u32* a, const u32* b, size_t from, size_t n) {
    for (size_t i = from; i < from + L::lanes && i < n; i++)
      for (int line = 0; line < G::words; line += 8) {
        __builtin_prefetch(base + (size_t)G::words * (a[i] & INDEX) + line);
        __builtin_prefetch(base + (size_t)G::words * (b[i] & INDEX) + line);
      }
  }
};

DISJOINT_END
