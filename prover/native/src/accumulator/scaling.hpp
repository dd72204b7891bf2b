/** @file Polynomials times a constant. Coefficients are canonical. */
#pragma once
#include "field/field.hpp"
#include "runtime/memory.hpp"
#include "runtime/parallel.hpp"

namespace disjoint {

constexpr size_t SCALING_STEP = 1 << 14;

/** Coefficients as a multi-scalar multiplication takes them. */
inline const unsigned char* scalars(const Array<Limbs>& coefficients) {
  return (const unsigned char*)coefficients.data();
}

inline void scale(Workers& workers, Array<Limbs>& a, const Limbs& factor) {
  const Fr k = Fr::canonical(factor);
  parallelRanges(workers, a.size(), SCALING_STEP, [&](size_t from, size_t to) {
    for (size_t i = from; i < to; i++) a[i] = Fr::mul({a[i]}, k).v;
  });
}

/** to + factor * b, of the degree of b, which is the greater one. */
inline Array<Limbs> addScaled(Workers& workers, const Array<Limbs>& to, const Array<Limbs>& b, const Fr& factor) {
  Array<Limbs> out(b.size(), Secrecy::secret);
  parallelRanges(workers, b.size(), SCALING_STEP, [&](size_t from, size_t end) {
    for (size_t i = from; i < end; i++) out[i] = Fr::add({i < to.size() ? to[i] : Limbs{}}, Fr::mul({b[i]}, factor)).v;
  });
  return out;
}

}  // namespace disjoint
