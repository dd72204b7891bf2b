/** @file Field operations of one back end over arrays of canonical elements, for tests: see probe.hpp. */
#pragma once
#include "field/extension.hpp"

DISJOINT_BEGIN

template <class L>
L inverseOrZero(const L& a) {
  const auto zero = L::zeroMask(a);
  return L::select(zero, L::zero(), L::invertAll(L::select(zero, L::one(), a)));
}

template <class L>
Extension<L> inverseOrZero(const Extension<L>& a) {
  return Extension<L>::invertByNorm(a, inverseOrZero(Extension<L>::norm(a)));
}

template <class L>
L sumOfProducts(const L& a, const L& b) {
  typename L::Product sum = L::Product::zero();
  for (int i = 0; i < 17; i++) sum.addMul(a, b);
  return sum.reduce();
}

template <class L>
Extension<L> sumOfProducts(const Extension<L>& a, const Extension<L>& b) {
  Extension<L> sum = Extension<L>::zero();
  for (int i = 0; i < 17; i++) sum = Extension<L>::add(sum, Extension<L>::mul(a, b));
  return sum;
}

template <class F>
F probeOperation(unsigned operation, const F& a, const F& b) {
  switch (operation) {
    case 0: return F::add(a, b);
    case 1: return F::sub(a, b);
    case 2: return F::mul(a, b);
    case 3: return F::sqr(a);
    case 4: return F::neg(a);
    case 5: return inverseOrZero(a);
    case 6: return F::mul(F::lazySub(a, b), F::lazyAdd(a, b));
    case 7: return F::mul(F::difference(F::add(a, F::zero()), b), F::mul(a, b));
    default: return sumOfProducts(a, b);
  }
}

template <class L>
void probeLanes(unsigned operation, const void* a, const void* b, void* out, size_t n) {
  for (size_t at = 0; at < n; at += L::lanes) {
    std::uint32_t index[L::lanes];
    for (size_t i = 0; i < L::lanes; i++) index[i] = (std::uint32_t)(at + i < n ? at + i : n - 1);
    const L x = L::fromCanonicalLanes(L::loadOne((const u64*)a, 4, index));
    const L y = L::fromCanonicalLanes(L::loadOne((const u64*)b, 4, index));
    L::storeOne((u64*)out, 4, index, L::toCanonicalLanes(probeOperation(operation, x, y)));
  }
}

template <class L>
void probeExtension(unsigned operation, const void* a, const void* b, void* out, size_t n) {
  using E = Extension<L>;
  for (size_t at = 0; at < n; at += L::lanes) {
    std::uint32_t index[L::lanes];
    for (size_t i = 0; i < L::lanes; i++) index[i] = (std::uint32_t)(at + i < n ? at + i : n - 1);
    E x, y;
    L::loadPair((const u64*)a, 8, index, x.c0, x.c1);
    L::loadPair((const u64*)b, 8, index, y.c0, y.c1);
    x = {L::fromCanonicalLanes(x.c0), L::fromCanonicalLanes(x.c1)};
    y = {L::fromCanonicalLanes(y.c0), L::fromCanonicalLanes(y.c1)};
    const E z = probeOperation(operation, x, y);
    L::storePair((u64*)out, 8, index, L::toCanonicalLanes(z.c0), L::toCanonicalLanes(z.c1));
  }
}

DISJOINT_END
