/**
 * @file Products of FloatLanes. Of the ten columns of a product, six are in use at a time: those of all eight lanes
 * take twelve registers. A compiler that orders the instructions itself keeps them in memory, which takes 1.4 to 1.6
 * times as long, so each product of limbs is one statement in assembly.
 *
 * The first four of five steps of the reduction add x N, x being the lowest limb and N = -1 modulo 2^51 a multiple of
 * the order: the lowest limb vanishes without a product, and the next step waits for less (H. Orup, "Simplifying
 * quotient determination in high-radix modular multiplication", ARITH 1995). N is longer than the order by a limb, so
 * the fifth step adds a multiple of the order itself. Both add at most 0.63 times the order.
 */
#pragma once
#include "columns_avx2.hpp"
#include "vectors_avx2.hpp"

DISJOINT_BEGIN

/** The same number in four lanes. */
template <class T>
struct alignas(32) Four {
  T of[4];
};
template <class T>
constexpr Four<T> four(T x) {
  return {{x, x, x, x}};
}
DISJOINT_INLINE __m256d vectorOf(const Four<double>& x) { return _mm256_load_pd(x.of); }
DISJOINT_INLINE __m256i vectorOf(const Four<u64>& x) { return _mm256_load_si256((const __m256i*)x.of); }

/**
 * What the columns of a sum of so many products (0: they are added later) start with, and what is added to make them
 * vanish.
 */
template <int products>
struct ProductConstants {
  Four<u64> start[10];
  Four<double> multiple[5], order[5], inverse;
};

/**
 * Columns start with what takes back the bases of all products of limbs, a bias, and half a unit of each limb that is
 * read from them.
 */
constexpr u64 startOfColumn(int k, int products) {
  u64 out = productColumns().l[k] * (u64)products;
  const auto take = [&](int column) {
    if (column == k) out -= LOW_BITS;
    if (column + 1 == k) out -= NEGATED_HIGH_BITS;
  };
  for (int i = 0; i < 5; i++)
    for (int j = 0; j < 5; j++) take(i < 4 ? i + j + 1 : i + j);
  if (k < 9) out += BIAS;
  if (k > 0) out -= BIAS >> 51;
  if (k < 9 && k != 4) out += u64{1} << 50;
  if (k == 9) out += LOW_BITS;
  return out;
}

/** @param multiple (N + 1) / 2^51 @param inverse of the order's negative modulo 2^51 */
template <int products>
constexpr ProductConstants<products> productConstants(const Limbs51& order, const Limbs51& multiple, double inverse) {
  ProductConstants<products> out{};
  for (int k = 0; k < 10; k++) out.start[k] = four(startOfColumn(k, products));
  for (int i = 0; i < 5; i++) out.multiple[i] = four(multiple.l[i]), out.order[i] = four(order.l[i]);
  out.inverse = four(inverse);
  return out;
}

/**
 * (N + 1) / 2^51 for N = factor * order, with factor = -1 / order modulo 2^51. The factors of both orders are below
 * 2^49.1.
 */
constexpr Limbs51 reductionMultiple(const Limbs& order, u64 factor) {
  u64 words[6]{};
  u128 sum = 1;
  for (int i = 0; i < 5; i++) {
    sum += i < 4 ? (u128)factor * order.l[i] : 0;
    words[i] = (u64)sum;
    sum >>= 64;
  }
  Limbs out{};
  for (int i = 0; i < 4; i++) out.l[i] = words[i] >> 51 | words[i + 1] << 13;
  return split51(out);
}

/** Adds a product of limbs to two neighbouring columns, its high part with the bits of its negative. */
DISJOINT_INLINE void addLimbs(__m256i& column, __m256i& next, const __m256d& a, __m256d b, __m256d minusHigh) {
  static constexpr Four<double> bases = four(HIGH_BASE + LOW_BASE);
  __m256d high, low;
  asm("vmovapd %[minusHigh], %[high]\n vfnmadd231pd %[a], %[b], %[high]\n vpaddq %[high], %[next], %[next]\n"
      "vaddpd %[bases], %[high], %[low]\n vfmadd231pd %[a], %[b], %[low]\n vpaddq %[low], %[column], %[column]"
      : [column] "+x"(column), [next] "+x"(next), [high] "=&x"(high), [low] "=&x"(low)
      : [a] "m"(a), [b] "x"(b), [minusHigh] "x"(minusHigh), [bases] "m"(bases));
}

/** The five limbs of eight elements. */
using Eight = Doubles[5];

template <int half>
DISJOINT_INLINE const __m256d& halfOf(const Doubles& x) {
  return half ? x.high : x.low;
}
DISJOINT_INLINE const __m256d& factor(const Four<double>& x) { return *(const __m256d*)x.of; }

/** The lowest 51 bits of a column, less a bias. */
DISJOINT_INLINE __m256d limbOf(__m256i column, double bias) {
  const __m256i bits = _mm256_or_si256(_mm256_and_si256(column, _mm256_set1_epi64x((long long)LIMB51)),
                                       _mm256_castpd_si256(_mm256_set1_pd(0x1p52)));
  return _mm256_sub_pd(_mm256_castsi256_pd(bits), _mm256_set1_pd(0x1p52 + bias));
}
DISJOINT_INLINE void carryTo(__m256i& next, __m256i column) {
  next = _mm256_add_epi64(next, _mm256_srli_epi64(column, 51));
}

/** Half of the lanes of a sum of products while it is made. */
template <int half, int products>
struct HalfSum {
  const ProductConstants<products>& constants;
  const __m256d minusHigh;
  __m256i t[10];

  DISJOINT_INLINE void begin() {
    DISJOINT_UNROLL
    for (int k = 0; k < 6; k++) t[k] = vectorOf(constants.start[k]);
  }
  /** Row i of the products. */
  DISJOINT_INLINE void addRow(int i, const Eight* const (&a)[products], const Eight* const (&b)[products]) {
    if (i < 4) t[i + 6] = vectorOf(constants.start[i + 6]);
    DISJOINT_UNROLL
    for (int p = 0; p < products; p++)
      DISJOINT_UNROLL
      for (int j = 0; j < 5; j++)
        addLimbs(t[i + j], t[i + j + 1], halfOf<half>((*a[p])[j]), halfOf<half>((*b[p])[i]), minusHigh);
  }
  /** What makes column i vanish: its factor in `clear`. Carries what the column has above it. */
  DISJOINT_INLINE __m256d take(int i) {
    carryTo(t[i + 1], t[i]);
    return limbOf(t[i], 0x1p50);
  }
  DISJOINT_INLINE void clear(int i, __m256d x) {
    DISJOINT_UNROLL
    for (int j = 0; j < 5; j++) addLimbs(t[i + j + 1], t[i + j + 2], factor(constants.multiple[j]), x, minusHigh);
  }
  DISJOINT_INLINE __m256d takeLast() {
    const __m256d x = limbOf(t[4], 0), inverse = vectorOf(constants.inverse), base = _mm256_set1_pd(HIGH_BASE);
    const __m256d high = _mm256_fmadd_pd(x, inverse, base);
    return _mm256_fmadd_pd(x, inverse, _mm256_sub_pd(base, high));
  }
  DISJOINT_INLINE void clearLast(__m256d x) {
    DISJOINT_UNROLL
    for (int j = 0; j < 5; j++) addLimbs(t[4 + j], t[5 + j], factor(constants.order[j]), x, minusHigh);
    carryTo(t[5], t[4]);
  }
  DISJOINT_INLINE void write(Eight& out) {
    writeLower(out);
    limb(out, 4) = _mm256_sub_pd(_mm256_castsi256_pd(t[9]), _mm256_set1_pd(LOW_BASE));
  }
  /** The same where the last limb may be longer than the others. */
  DISJOINT_INLINE void writeLong(Eight& out) {
    writeLower(out);
    const __m256i last = _mm256_add_epi64(t[9], _mm256_set1_epi64x((long long)(BIAS - LOW_BITS)));
    const __m256d above = limbOf(_mm256_srli_epi64(last, 51), BIAS >> 51);
    limb(out, 4) = _mm256_fmadd_pd(above, _mm256_set1_pd(0x1p51), limbOf(last, 0));
  }

 private:
  static DISJOINT_INLINE __m256d& limb(Eight& out, int i) { return half ? out[i].high : out[i].low; }
  DISJOINT_INLINE void writeLower(Eight& out) {
    DISJOINT_UNROLL
    for (int i = 0; i < 4; i++) {
      limb(out, i) = limbOf(t[5 + i], 0x1p50);
      carryTo(t[6 + i], t[5 + i]);
    }
  }
};

/** -HIGH_BASE in a register, and not computed again. */
DISJOINT_INLINE __m256d keptMinusHigh() {
  __m256d out = _mm256_set1_pd(-HIGH_BASE);
  asm("" : "+x"(out));
  return out;
}

/** Makes columns 0 to 4 of both halves vanish. `next(i)` is called before column i - 1 does, for each i = 1..4. */
template <class Lower, class Upper, class Next>
DISJOINT_INLINE void clearBoth(Lower& lower, Upper& upper, const Next& next) {
  DISJOINT_UNROLL
  for (int i = 0; i < 4; i++) {
    const __m256d x = lower.take(i), y = upper.take(i);
    next(i + 1);
    lower.clear(i, x);
    upper.clear(i, y);
  }
  const __m256d x = lower.takeLast(), y = upper.takeLast();
  lower.clearLast(x);
  upper.clearLast(y);
}

/** The sum of a[i] b[i], divided by 2^255 modulo the order. */
template <int products>
DISJOINT_INLINE void sumOfProducts51(const ProductConstants<products>& constants, Eight& out,
                                     const Eight* const (&a)[products], const Eight* const (&b)[products]) {
  const __m256d minusHigh = keptMinusHigh();
  HalfSum<0, products> lower{constants, minusHigh, {}};
  HalfSum<1, products> upper{constants, minusHigh, {}};
  const auto addRow = [&](int i) __attribute__((always_inline)) {
    lower.addRow(i, a, b);
    upper.addRow(i, a, b);
  };
  lower.begin();
  upper.begin();
  addRow(0);
  // The next row comes first, as it does not wait for the factors.
  clearBoth(lower, upper, addRow);
  lower.write(out);
  upper.write(out);
}

/** A sum in ten columns, divided by 2^255 modulo the order; the last limb may be longer than the others. */
DISJOINT_INLINE void reduceColumns51(const ProductConstants<0>& constants, const Words (&columns)[10], Eight& out) {
  const __m256d minusHigh = keptMinusHigh();
  HalfSum<0, 0> lower{constants, minusHigh, {}};
  HalfSum<1, 0> upper{constants, minusHigh, {}};
  DISJOINT_UNROLL
  for (int k = 0; k < 10; k++) lower.t[k] = columns[k].low, upper.t[k] = columns[k].high;
  clearBoth(lower, upper, [](int) {});
  lower.writeLong(out);
  upper.writeLong(out);
}

/** Ten columns in registers while `add(columns, minusHigh)` adds products to them, for half of the lanes. */
template <int half, class Add>
DISJOINT_INLINE void addToHalf(Words (&columns)[10], const Add& add) {
  const __m256d minusHigh = keptMinusHigh();
  __m256i t[10];
  DISJOINT_UNROLL
  for (int k = 0; k < 10; k++) t[k] = half ? columns[k].high : columns[k].low;
  add(t, minusHigh);
  DISJOINT_UNROLL
  for (int k = 0; k < 10; k++) (half ? columns[k].high : columns[k].low) = t[k];
}

template <int half>
DISJOINT_INLINE void addMulOfHalf(Words (&columns)[10], const Eight& a, const Eight& b) {
  addToHalf<half>(columns, [&](__m256i* t, __m256d minusHigh) {
    DISJOINT_UNROLL
    for (int i = 0; i < 5; i++)
      DISJOINT_UNROLL
      for (int j = 0; j < 5; j++) addLimbs(t[i + j], t[i + j + 1], halfOf<half>(a[j]), halfOf<half>(b[i]), minusHigh);
  });
}

/** Adds a b to ten columns that lack the bases of this product already. */
DISJOINT_INLINE void addMul51(Words (&columns)[10], const Eight& a, const Eight& b) {
  addMulOfHalf<0>(columns, a, b);
  addMulOfHalf<1>(columns, a, b);
}

template <int half>
DISJOINT_INLINE void addDotOfHalf(Words (&columns)[10], const Eight* a, const Limbs51* b, size_t n) {
  addToHalf<half>(columns, [&](__m256i* t, __m256d minusHigh) {
    for (size_t at = 0; at < n; at++)
      DISJOINT_UNROLL
      for (int i = 0; i < 5; i++) {
        const __m256d x = _mm256_broadcast_sd(&b[at].l[i]);
        DISJOINT_UNROLL
        for (int j = 0; j < 5; j++) addLimbs(t[i + j], t[i + j + 1], halfOf<half>(a[at][j]), x, minusHigh);
      }
  });
}

/** The same for a[i] b[i] and all i < n. */
DISJOINT_INLINE void addDot51(Words (&columns)[10], const Eight* a, const Limbs51* b, size_t n) {
  addDotOfHalf<0>(columns, a, b, n);
  addDotOfHalf<1>(columns, a, b, n);
}

template <int half>
DISJOINT_INLINE void addPairsOfHalf(Words (&columns)[10], const Eight* a, const Limbs51* b, size_t n) {
  addToHalf<half>(columns, [&](__m256i* t, __m256d minusHigh) {
    for (size_t at = 0; at < 2 * n; at += 2) {
      const auto sum = [&](size_t element, size_t constant, int limb) {
        return _mm256_add_pd(halfOf<half>(a[element][limb]), _mm256_broadcast_sd(&b[constant].l[limb]));
      };
      __m256d factor[5];
      DISJOINT_UNROLL
      for (int j = 0; j < 5; j++) factor[j] = sum(at, at + 1, j);
      DISJOINT_UNROLL
      for (int i = 0; i < 5; i++) {
        const __m256d x = sum(at + 1, at, i);
        DISJOINT_UNROLL
        for (int j = 0; j < 5; j++) addLimbs(t[i + j], t[i + j + 1], factor[j], x, minusHigh);
      }
    }
  });
}

/** The same for (a[i] + b[i + 1]) (a[i + 1] + b[i]) and all even i < 2 n. */
DISJOINT_INLINE void addPairs51(Words (&columns)[10], const Eight* a, const Limbs51* b, size_t n) {
  addPairsOfHalf<0>(columns, a, b, n);
  addPairsOfHalf<1>(columns, a, b, n);
}

DISJOINT_END
