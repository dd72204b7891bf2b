/** @file Arithmetic on canonical field elements, as a witness has them. */
#pragma once
#include <vector>

#include "field/field.hpp"
#include "runtime/memory.hpp"

namespace disjoint {

using Values = Array<Limbs>;
inline Values secretValues(size_t n) { return Values(n, Secrecy::secret); }

constexpr Limbs small(std::uint64_t x) { return {{x, 0, 0, 0}}; }

inline Limbs add(const Limbs& a, const Limbs& b) { return Fr::add({a}, {b}).v; }
inline Limbs subtract(const Limbs& a, const Limbs& b) { return Fr::sub({a}, {b}).v; }
/** A Montgomery product with one factor in Montgomery form is canonical. */
inline Limbs multiply(const Fr& montgomery, const Limbs& b) { return Fr::mul(montgomery, {b}).v; }
inline Limbs multiply(const Limbs& a, const Limbs& b) { return multiply(Fr::canonical(a), b); }
inline bool equal(const Limbs& a, const Limbs& b) { return Fr{a} == Fr{b}; }
inline unsigned bitOf(const Limbs& a, unsigned i) { return a.l[i / 64] >> (i % 64) & 1; }
/** Whether a < 2^bits, for bits below 256. */
inline bool fits(const Limbs& a, unsigned bits) {
  for (unsigned i = 0; i < 4; i++)
    if (bits < 64 * (i + 1) && a.l[i] >> (bits > 64 * i ? bits - 64 * i : 0)) return false;
  return true;
}

/** Inverses of n values, by one inversion (Montgomery's trick); zeros stay. */
inline void invert(Limbs* values, size_t n) {
  Array<Fr> before(n, Secrecy::secret);
  Fr all = Fr::one();
  for (size_t i = 0; i < n; i++) {
    before[i] = all;
    if (!isZero(values[i])) all = Fr::mul(all, Fr::canonical(values[i]));
  }
  all = Fr::invert(all);
  for (size_t i = n; i-- > 0;) {
    if (isZero(values[i])) continue;
    const Fr own = Fr::canonical(values[i]);
    values[i] = Fr::mul(all, before[i]).toCanonical();
    all = Fr::mul(all, own);
  }
}

}  // namespace disjoint
