/** @file Operations on packed elements, one after the other, and on the values of transforms. */
#pragma once
#include "backend/arithmetic.hpp"
#include "packed.hpp"
#include "runtime/memory.hpp"

DISJOINT_BEGIN

template <class L>
struct PackedElements {
  /** Elements that are read at a time: a pair for each lane. */
  static constexpr size_t GROUP = 2 * L::lanes;

  /** run(i, a, b) for every group of elements, a at positions i + 2l and b at i + 2l + 1, then writes a and b. */
  template <class Run>
  static void each(void* to, const void* from, size_t n, Run&& run) {
    for (size_t i = 0; i < n; i += GROUP) {
      const typename Packed<L>::Places places(i, 2);
      L a, b;
      Packed<L>::load((const u64*)from, n, places, a, b);
      run(i, a, b);
      Packed<L>::store((u64*)to, 0, n, places, a, b);
    }
  }

  static void import(void* to, const void* from, size_t n) {
    each(to, from, n, [](size_t, L& a, L& b) { a = L::fromCanonicalLanes(a), b = L::fromCanonicalLanes(b); });
  }
  static void exportTo(void* to, const void* from, size_t n) {
    each(to, from, n, [](size_t, L& a, L& b) { a = L::toCanonicalLanes(a), b = L::toCanonicalLanes(b); });
  }

  static void elementwise(Operation operation, void* to, const void* by, size_t n) {
    const auto with = [&](auto&& apply) {
      each(to, to, n, [&](size_t i, L& a, L& b) {
        L x, y;
        Packed<L>::load((const u64*)by, n, {i, 2}, x, y);
        a = apply(a, x), b = apply(b, y);
      });
    };
    if (operation == Operation::add) with([](const L& a, const L& b) { return L::add(a, b); });
    if (operation == Operation::subtract) with([](const L& a, const L& b) { return L::sub(a, b); });
    if (operation == Operation::multiply) with([](const L& a, const L& b) { return L::mul(a, b); });
  }

  static void scaleByPowers(void* elements, size_t n, const void* baseBytes, size_t first) {
    const Fr base = Fr::raw(baseBytes);
    Fr starts[L::lanes];
    for (size_t l = 0; l < L::lanes; l++) starts[l] = Fr::power(base, {{first + 2 * l, 0, 0, 0}});
    L factor = L::fromBases(starts);
    const L one = L::broadcast(L::single(base));
    const L step = L::broadcast(L::single(Fr::power(base, {{GROUP, 0, 0, 0}})));
    each(elements, elements, n, [&](size_t, L& a, L& b) {
      a = L::mul(a, factor);
      b = L::mul(b, L::mul(factor, one));
      factor = L::mul(factor, step);
    });
  }

  /**
   * Montgomery's trick in every lane, one inversion for all.
   *
   * @return false when one is zero; nothing is changed then
   */
  static bool invertVectors(L* x, size_t n) {
    Array<L> before(n, Secrecy::secret);
    L product = L::one();
    for (size_t i = 0; i < n; i++) before[i] = product, product = L::mul(product, x[i]);
    if (L::zeroMask(product)) return false;
    L inverse = L::invertAll(product);
    for (size_t i = n; i-- > 0;) {
      const L own = L::mul(inverse, before[i]);
      inverse = L::mul(inverse, x[i]);
      x[i] = own;
    }
    return true;
  }

  static void invert(void* elements, size_t n) {
    Array<L> x((n + GROUP - 1) / GROUP * 2, Secrecy::secret);
    const auto nonzero = [](const L& a) { return L::select(L::zeroMask(a), L::one(), a); };
    each(elements, elements, n, [&](size_t i, L& a, L& b) {
      x[i / L::lanes] = nonzero(a), x[i / L::lanes + 1] = nonzero(b);
    });
    invertVectors(x.data(), x.size());
    each(elements, elements, n, [&](size_t i, L& a, L& b) { a = x[i / L::lanes], b = x[i / L::lanes + 1]; });
  }

  /** h_k = - sum of a_i h_(k - 1 - i), in every lane the same. */
  static void startInverse(const void* a, void* out, size_t n) {
    constexpr size_t MOST = 64;
    L x[MOST], h[MOST];
    for (size_t k = 0; k < n; k++) {
      const typename Packed<L>::Places here(k, 0);
      x[k] = L::loadOne((const u64*)a, Packed<L>::WORDS, here.index);
      h[k] = k ? L::zero() : L::one();
      for (size_t i = 0; i < k; i++) h[k] = L::sub(h[k], L::mul(x[i], h[k - 1 - i]));
      L::storeOne((u64*)out, Packed<L>::WORDS, here.index, h[k]);
    }
  }

  static void multiplyValues(void* a, const void* b, size_t from, size_t to) {
    for (size_t i = from / L::lanes; i < to / L::lanes; i++) ((L*)a)[i] = L::mul(((L*)a)[i], ((const L*)b)[i]);
  }

  static void addProduct(void* a, const void* b, const void* c, size_t from, size_t to) {
    for (size_t i = from / L::lanes; i < to / L::lanes; i++)
      ((L*)a)[i] = L::add(((L*)a)[i], L::mul(((const L*)b)[i], ((const L*)c)[i]));
  }

  static bool cofactorValues(void* b, const void* p, const void* a, size_t from, size_t to) {
    const size_t first = from / L::lanes, n = to / L::lanes - first;
    L* const x = (L*)b + first;
    const L* const y = (const L*)p + first;
    const L* const z = (const L*)a + first;
    if (!invertVectors(x, n)) return false;
    for (size_t i = 0; i < n; i++) x[i] = L::mul(L::sub(L::one(), L::mul(y[i], z[i])), x[i]);
    return true;
  }
};

DISJOINT_END
