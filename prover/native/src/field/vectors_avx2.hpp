/**
 * @file Vectors of eight doubles or 64-bit words, as two registers of AVX2. The two halves of every operation do not
 * depend on each other, which hides the latency of multiplication.
 */
#pragma once
#include <immintrin.h>
#include "isa.hpp"

DISJOINT_BEGIN

struct Doubles {
  __m256d low, high;
};
struct Words {
  __m256i low, high;
};

#define DISJOINT_BINARY(NAME, TYPE, INSTRUCTION)                          \
  DISJOINT_INLINE TYPE NAME(const TYPE& a, const TYPE& b) {               \
    return {INSTRUCTION(a.low, b.low), INSTRUCTION(a.high, b.high)};      \
  }
#define DISJOINT_TERNARY(NAME, INSTRUCTION)                                        \
  DISJOINT_INLINE Doubles NAME(const Doubles& a, const Doubles& b, const Doubles& c) { \
    return {INSTRUCTION(a.low, b.low, c.low), INSTRUCTION(a.high, b.high, c.high)};  \
  }
#define DISJOINT_SHIFT(NAME, INSTRUCTION) \
  DISJOINT_INLINE Words NAME(const Words& a, int by) { return {INSTRUCTION(a.low, by), INSTRUCTION(a.high, by)}; }

DISJOINT_BINARY(plus, Doubles, _mm256_add_pd)
DISJOINT_BINARY(minus, Doubles, _mm256_sub_pd)
DISJOINT_BINARY(exclusiveOr, Doubles, _mm256_xor_pd)
DISJOINT_BINARY(both, Doubles, _mm256_and_pd)
DISJOINT_BINARY(plus, Words, _mm256_add_epi64)
DISJOINT_BINARY(both, Words, _mm256_and_si256)
DISJOINT_BINARY(either, Words, _mm256_or_si256)
DISJOINT_BINARY(equal, Words, _mm256_cmpeq_epi64)
/** a b + c and c - a b, rounded once. */
DISJOINT_TERNARY(multiplyAdd, _mm256_fmadd_pd)
DISJOINT_TERNARY(subtractProduct, _mm256_fnmadd_pd)
DISJOINT_SHIFT(shiftDown, _mm256_srli_epi64)
DISJOINT_SHIFT(shiftUp, _mm256_slli_epi64)

#undef DISJOINT_BINARY
#undef DISJOINT_TERNARY
#undef DISJOINT_SHIFT

DISJOINT_INLINE Doubles all(double x) { return {_mm256_set1_pd(x), _mm256_set1_pd(x)}; }
DISJOINT_INLINE Words words(unsigned long long x) {
  return {_mm256_set1_epi64x((long long)x), _mm256_set1_epi64x((long long)x)};
}
DISJOINT_INLINE Words bitsOf(const Doubles& x) { return {_mm256_castpd_si256(x.low), _mm256_castpd_si256(x.high)}; }
DISJOINT_INLINE Doubles fromBits(const Words& x) { return {_mm256_castsi256_pd(x.low), _mm256_castsi256_pd(x.high)}; }

/** One bit for each lane. */
DISJOINT_INLINE unsigned char signBits(const Doubles& x) {
  return (unsigned char)(_mm256_movemask_pd(x.low) | _mm256_movemask_pd(x.high) << 4);
}
DISJOINT_INLINE unsigned char zeroBits(const Doubles& x) {
  const __m256d zero = _mm256_setzero_pd();
  return signBits({_mm256_cmp_pd(x.low, zero, _CMP_EQ_OQ), _mm256_cmp_pd(x.high, zero, _CMP_EQ_OQ)});
}
/** All bits of the lanes in the mask. */
DISJOINT_INLINE Words spread(unsigned char mask) {
  const Words bit{_mm256_setr_epi64x(1, 2, 4, 8), _mm256_setr_epi64x(16, 32, 64, 128)};
  return equal(both(words(mask), bit), bit);
}
/** All bits of the lanes that are negative. */
DISJOINT_INLINE Words negativeLanes(const Doubles& x) {
  const __m256i zero = _mm256_setzero_si256();
  const Words bits = bitsOf(x);
  return {_mm256_cmpgt_epi64(zero, bits.low), _mm256_cmpgt_epi64(zero, bits.high)};
}
DISJOINT_INLINE Doubles choose(const Words& where, const Doubles& a, const Doubles& b) {
  const Doubles mask = fromBits(where);
  return {_mm256_blendv_pd(b.low, a.low, mask.low), _mm256_blendv_pd(b.high, a.high, mask.high)};
}

/** Lane i of the result is lane i ^ distance. */
template <int distance>
DISJOINT_INLINE Doubles exchangeLanes(const Doubles& x) {
  if constexpr (distance == 4) return {x.high, x.low};
  constexpr int order = distance == 2 ? 0x4e : 0xb1;
  return {_mm256_permute4x64_pd(x.low, order), _mm256_permute4x64_pd(x.high, order)};
}

/** Rows to columns of a 4 by 4 matrix of words. */
DISJOINT_INLINE void transpose(__m256i* r) {
  const __m256i a = _mm256_unpacklo_epi64(r[0], r[1]), b = _mm256_unpackhi_epi64(r[0], r[1]),
                c = _mm256_unpacklo_epi64(r[2], r[3]), d = _mm256_unpackhi_epi64(r[2], r[3]);
  r[0] = _mm256_permute2x128_si256(a, c, 0x20), r[1] = _mm256_permute2x128_si256(b, d, 0x20);
  r[2] = _mm256_permute2x128_si256(a, c, 0x31), r[3] = _mm256_permute2x128_si256(b, d, 0x31);
}
/** Four words at each of eight addresses, to word i of all in w[i], and back. */
template <class At>
DISJOINT_INLINE void loadWords(Words* w, At&& at) {
  __m256i r[8];
  for (int i = 0; i < 8; i++) r[i] = _mm256_loadu_si256((const __m256i*)at(i));
  transpose(r);
  transpose(r + 4);
  for (int i = 0; i < 4; i++) w[i] = {r[i], r[i + 4]};
}
template <class At>
DISJOINT_INLINE void storeWords(const Words* w, At&& at) {
  __m256i r[8];
  for (int i = 0; i < 4; i++) r[i] = w[i].low, r[i + 4] = w[i].high;
  transpose(r);
  transpose(r + 4);
  for (int i = 0; i < 8; i++) _mm256_storeu_si256((__m256i*)at(i), r[i]);
}

DISJOINT_END
