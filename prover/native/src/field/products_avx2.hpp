/**
 * @file Products of FloatLanes in assembly. Of the ten columns of a product, six are in use at a time: those of all
 * eight lanes take twelve registers, and everything else the other four. Compilers keep them in memory instead, which
 * takes 1.6 to 2 times as long.
 *
 * The first four of five steps of the reduction add x N, x being the lowest limb and N = -1 modulo 2^51 a multiple of
 * the order: the lowest limb vanishes without a product, and the next step waits for less (H. Orup, "Simplifying
 * quotient determination in high-radix modular multiplication", ARITH 1995). N is longer than the order by a limb, so
 * the fifth step adds a multiple of the order itself. Both add at most 0.63 times the order.
 */
#pragma once
#include <cstddef>
#include "columns_avx2.hpp"
#include "vectors_avx2.hpp"

DISJOINT_BEGIN

template <class T>
struct alignas(32) Four {
  T of[4];
};
template <class T>
constexpr Four<T> four(T x) {
  return {{x, x, x, x}};
}

/** What the columns of a sum of so many products start with, and all else that is added or multiplied. */
struct ProductConstants {
  Four<double> minusHigh, bases;
  Four<u64> limbBits;
  Four<double> exponent, center, inverse, high, low;
  Four<u64> start[10];
  Four<double> multiple[5], order[5];
};

/**
 * Columns start with what takes back the bases of all products of limbs, a bias, and half a unit of each limb that is
 * read from them. High parts are added with their signs changed: in the bits of a double, 2^63 for each.
 */
constexpr u64 startOfColumn(int k, int products) {
  u64 out = 0;
  const auto take = [&](int column, int times) {
    if (column == k) out -= LOW_BITS * (u64)times;
    if (column + 1 == k) out -= (HIGH_BITS + (u64{1} << 63)) * (u64)times;
  };
  for (int i = 0; i < 5; i++)
    for (int j = 0; j < 5; j++) take(i + j, products), take(i < 4 ? i + j + 1 : i + j, 1);
  if (k < 9) out += BIAS;
  if (k > 0) out -= BIAS >> 51;
  if (k < 9 && k != 4) out += u64{1} << 50;
  if (k == 9) out += LOW_BITS;
  return out;
}

/** What a product adds to columns to take back its bases. */
constexpr Columns51 startOfProduct() {
  Columns51 out{};
  for (int i = 0; i < 5; i++)
    for (int j = 0; j < 5; j++) out.l[i + j] -= LOW_BITS, out.l[i + j + 1] -= HIGH_BITS + (u64{1} << 63);
  return out;
}

/** @param multiple (N + 1) / 2^51 @param inverse of the order's negative modulo 2^51 */
constexpr ProductConstants productConstants(const Limbs51& order, const Limbs51& multiple, double inverse,
                                            int products) {
  ProductConstants out{four(-HIGH_BASE), four(HIGH_BASE + LOW_BASE), four(LIMB51),       four(0x1p52),
                       four(0x1p52 + 0x1p50), four(inverse),         four(HIGH_BASE), four(LOW_BASE),
                       {},               {},                         {}};
  for (int k = 0; k < 10; k++) out.start[k] = four(startOfColumn(k, products));
  for (int i = 0; i < 5; i++) out.multiple[i] = four(multiple.l[i]), out.order[i] = four(order.l[i]);
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

static_assert(offsetof(ProductConstants, start) == 256 && offsetof(ProductConstants, order) == 736);

#define DISJOINT_CONSTANT(OFFSET) #OFFSET "(%[constants])"
#define DISJOINT_START(K) DISJOINT_CONSTANT(256 + 32 * K)
#define DISJOINT_MULTIPLE(J) DISJOINT_CONSTANT(576 + 32 * J)
#define DISJOINT_ORDER(J) DISJOINT_CONSTANT(736 + 32 * J)
#define DISJOINT_BASES DISJOINT_CONSTANT(32)
#define DISJOINT_LIMB_BITS DISJOINT_CONSTANT(64)
#define DISJOINT_EXPONENT DISJOINT_CONSTANT(96)
#define DISJOINT_CENTER DISJOINT_CONSTANT(128)
#define DISJOINT_INVERSE DISJOINT_CONSTANT(160)
#define DISJOINT_HIGH DISJOINT_CONSTANT(192)
#define DISJOINT_LOW DISJOINT_CONSTANT(224)

// Where limb J of a factor is, for lanes 0 to 3 and 4 to 7.
#define DISJOINT_LIMB(X, J, AT) #AT "+64*" #J "(%[" #X "])"
#define DISJOINT_A_0(J) DISJOINT_LIMB(a, J, 0)
#define DISJOINT_A_32(J) DISJOINT_LIMB(a, J, 32)
#define DISJOINT_C_0(J) DISJOINT_LIMB(c, J, 0)
#define DISJOINT_C_32(J) DISJOINT_LIMB(c, J, 32)

// Six columns in use: registers 0 to 5 for lanes 0 to 3, and 6 to 11 for the others. The register of a column that has
// vanished takes the column that is used next.
#define DISJOINT_Y(I) "%%ymm" #I
#define DISJOINT_SIX(A, B, C, D, E, F) DISJOINT_Y(A), DISJOINT_Y(B), DISJOINT_Y(C), DISJOINT_Y(D), DISJOINT_Y(E), \
  DISJOINT_Y(F)
#define DISJOINT_FROM_0_0 DISJOINT_SIX(0, 1, 2, 3, 4, 5)
#define DISJOINT_FROM_1_0 DISJOINT_SIX(1, 2, 3, 4, 5, 0)
#define DISJOINT_FROM_2_0 DISJOINT_SIX(2, 3, 4, 5, 0, 1)
#define DISJOINT_FROM_3_0 DISJOINT_SIX(3, 4, 5, 0, 1, 2)
#define DISJOINT_FROM_4_0 DISJOINT_SIX(4, 5, 0, 1, 2, 3)
#define DISJOINT_FROM_0_32 DISJOINT_SIX(6, 7, 8, 9, 10, 11)
#define DISJOINT_FROM_1_32 DISJOINT_SIX(7, 8, 9, 10, 11, 6)
#define DISJOINT_FROM_2_32 DISJOINT_SIX(8, 9, 10, 11, 6, 7)
#define DISJOINT_FROM_3_32 DISJOINT_SIX(9, 10, 11, 6, 7, 8)
#define DISJOINT_FROM_4_32 DISJOINT_SIX(10, 11, 6, 7, 8, 9)

// A product of limbs, added to two columns: the one factor in ymm12, the other at an address. ymm13 is -HIGH_BASE.
#define DISJOINT_STEP(AT, COLUMN, NEXT) \
  "vmovapd " AT ", %%ymm15\n vmovapd %%ymm13, %%ymm14\n vfnmadd231pd %%ymm15, %%ymm12, %%ymm14\n" \
  "vpaddq %%ymm14, " NEXT ", " NEXT "\n vaddpd " DISJOINT_BASES ", %%ymm14, %%ymm14\n" \
  "vfmadd213pd %%ymm14, %%ymm12, %%ymm15\n vpaddq %%ymm15, " COLUMN ", " COLUMN "\n"
#define DISJOINT_ROW(AT, ...) DISJOINT_ROW_OF(AT, __VA_ARGS__)
#define DISJOINT_ROW_OF(AT, A, B, C, D, E, F) \
  DISJOINT_STEP(AT(0), A, B) DISJOINT_STEP(AT(1), B, C) DISJOINT_STEP(AT(2), C, D) DISJOINT_STEP(AT(3), D, E) \
  DISJOINT_STEP(AT(4), E, F)

// Row I of the products: all limbs of a times limb I of b.
#define DISJOINT_OF_ONE(I, AT) \
  "vmovapd " DISJOINT_LIMB(b, I, AT) ", %%ymm12\n" DISJOINT_ROW(DISJOINT_A_##AT, DISJOINT_FROM_##I##_##AT)
#define DISJOINT_OF_TWO(I, AT) \
  DISJOINT_OF_ONE(I, AT) \
  "vmovapd " DISJOINT_LIMB(d, I, AT) ", %%ymm12\n" DISJOINT_ROW(DISJOINT_C_##AT, DISJOINT_FROM_##I##_##AT)

// Takes the limb of column I, for later, and carries the rest of it.
#define DISJOINT_TAKE(I, AT) DISJOINT_TAKE_OF(I, AT, DISJOINT_FROM_##I##_##AT)
#define DISJOINT_TAKE_OF(...) DISJOINT_TAKE_FROM(__VA_ARGS__)
#define DISJOINT_TAKE_FROM(I, AT, A, B, C, D, E, F) \
  "vpand " DISJOINT_LIMB_BITS ", " A ", %%ymm12\n vpor " DISJOINT_EXPONENT ", %%ymm12, %%ymm12\n" \
  "vsubpd " DISJOINT_CENTER ", %%ymm12, %%ymm12\n vmovapd %%ymm12, " #AT "(%[kept])\n" \
  "vpsrlq $51, " A ", " A "\n vpaddq " A ", " B ", " B "\n vmovdqa " DISJOINT_START((6 + I)) ", " A "\n"
// The multiplier of the order for column 4: its lowest limb times the inverse, modulo 2^51.
#define DISJOINT_QUOTIENT(AT) DISJOINT_QUOTIENT_OF(AT, DISJOINT_FROM_4_##AT)
#define DISJOINT_QUOTIENT_OF(...) DISJOINT_QUOTIENT_FROM(__VA_ARGS__)
#define DISJOINT_QUOTIENT_FROM(AT, A, B, C, D, E, F) \
  "vpand " DISJOINT_LIMB_BITS ", " A ", %%ymm12\n vpor " DISJOINT_EXPONENT ", %%ymm12, %%ymm12\n" \
  "vsubpd " DISJOINT_EXPONENT ", %%ymm12, %%ymm12\n vmovapd " DISJOINT_INVERSE ", %%ymm14\n" \
  "vmovapd " DISJOINT_HIGH ", %%ymm15\n vfmadd231pd %%ymm14, %%ymm12, %%ymm15\n" \
  "vsubpd " DISJOINT_HIGH ", %%ymm15, %%ymm15\n vfmsub213pd %%ymm15, %%ymm14, %%ymm12\n" \
  "vmovapd %%ymm12, " #AT "(%[kept])\n"
#define DISJOINT_KEPT(AT) "vmovapd " #AT "(%[kept]), %%ymm12\n"
#define DISJOINT_CARRY(A, B) "vpsrlq $51, " A ", " A "\n vpaddq " A ", " B ", " B "\n"

// A step of the reduction for column I, NEXT being I + 1. The rows of the next column come between the limb and its
// products, so that its latency is not waited for.
#define DISJOINT_ROUND(OF, I, NEXT) \
  DISJOINT_TAKE(I, 0) DISJOINT_TAKE(I, 32) OF(NEXT, 0) OF(NEXT, 32) \
  DISJOINT_KEPT(0) DISJOINT_ROW(DISJOINT_MULTIPLE, DISJOINT_FROM_##NEXT##_0) \
  DISJOINT_KEPT(32) DISJOINT_ROW(DISJOINT_MULTIPLE, DISJOINT_FROM_##NEXT##_32)
#define DISJOINT_LAST_ROUND \
  DISJOINT_QUOTIENT(0) DISJOINT_QUOTIENT(32) \
  DISJOINT_KEPT(0) DISJOINT_ROW(DISJOINT_ORDER, DISJOINT_FROM_4_0) \
  DISJOINT_KEPT(32) DISJOINT_ROW(DISJOINT_ORDER, DISJOINT_FROM_4_32)

// Columns 5 to 9 become limbs.
#define DISJOINT_WRITE(I, A, B, AT) \
  "vpand " DISJOINT_LIMB_BITS ", " A ", %%ymm12\n vpor " DISJOINT_EXPONENT ", %%ymm12, %%ymm12\n" \
  "vsubpd " DISJOINT_CENTER ", %%ymm12, %%ymm12\n vmovapd %%ymm12, " DISJOINT_LIMB(out, I, AT) "\n" DISJOINT_CARRY(A, B)
#define DISJOINT_FINISH(AT) DISJOINT_FINISH_OF(AT, DISJOINT_FROM_4_##AT)
#define DISJOINT_FINISH_OF(...) DISJOINT_FINISH_FROM(__VA_ARGS__)
#define DISJOINT_FINISH_FROM(AT, A, B, C, D, E, F) \
  DISJOINT_CARRY(A, B) DISJOINT_WRITE(0, B, C, AT) DISJOINT_WRITE(1, C, D, AT) DISJOINT_WRITE(2, D, E, AT) \
  DISJOINT_WRITE(3, E, F, AT) \
  "vsubpd " DISJOINT_LOW ", " F ", " F "\n vmovapd " F ", " DISJOINT_LIMB(out, 4, AT) "\n"

#define DISJOINT_BEGIN_COLUMNS(K, LOWER, UPPER) \
  "vmovdqa " DISJOINT_START(K) ", " DISJOINT_Y(LOWER) "\n vmovdqa " DISJOINT_START(K) ", " DISJOINT_Y(UPPER) "\n"
#define DISJOINT_SUM(OF) \
  DISJOINT_BEGIN_COLUMNS(0, 0, 6) DISJOINT_BEGIN_COLUMNS(1, 1, 7) DISJOINT_BEGIN_COLUMNS(2, 2, 8) \
  DISJOINT_BEGIN_COLUMNS(3, 3, 9) DISJOINT_BEGIN_COLUMNS(4, 4, 10) DISJOINT_BEGIN_COLUMNS(5, 5, 11) \
  "vmovapd " DISJOINT_CONSTANT(0) ", %%ymm13\n" OF(0, 0) OF(0, 32) \
  DISJOINT_ROUND(OF, 0, 1) DISJOINT_ROUND(OF, 1, 2) DISJOINT_ROUND(OF, 2, 3) DISJOINT_ROUND(OF, 3, 4) \
  DISJOINT_LAST_ROUND DISJOINT_FINISH(0) DISJOINT_FINISH(32)
#define DISJOINT_VECTORS \
  "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", \
      "xmm14", "xmm15"

/** The five limbs of eight elements. */
using Eight = Doubles[5];

/** a b, divided by 2^255 modulo the order. */
DISJOINT_INLINE void product51(const ProductConstants& constants, Eight& out, const Eight& a, const Eight& b) {
  Doubles kept;
  asm(DISJOINT_SUM(DISJOINT_OF_ONE)
      : "=m"(out), "=m"(kept)
      : [constants] "r"(&constants), [out] "r"(&out), [kept] "r"(&kept), [a] "r"(&a), [b] "r"(&b), "m"(constants),
        "m"(a), "m"(b)
      : DISJOINT_VECTORS);
}

/** a b + c d, divided by 2^255 modulo the order. */
DISJOINT_INLINE void sumOfProducts51(const ProductConstants& constants, Eight& out, const Eight& a, const Eight& b,
                                     const Eight& c, const Eight& d) {
  Doubles kept;
  asm(DISJOINT_SUM(DISJOINT_OF_TWO)
      : "=m"(out), "=m"(kept)
      : [constants] "r"(&constants), [out] "r"(&out), [kept] "r"(&kept), [a] "r"(&a), [b] "r"(&b), [c] "r"(&c),
        [d] "r"(&d), "m"(constants), "m"(a), "m"(b), "m"(c), "m"(d)
      : DISJOINT_VECTORS);
}

#define DISJOINT_COLUMN(K) "64*" #K "(%[columns])"
#define DISJOINT_READ(K) "vmovdqa " DISJOINT_COLUMN(K) ", " DISJOINT_Y(K) "\n"
#define DISJOINT_WRITE_BACK(K) "vmovdqa " DISJOINT_Y(K) ", " DISJOINT_COLUMN(K) "\n"
#define DISJOINT_TEN(WITH) WITH(0) WITH(1) WITH(2) WITH(3) WITH(4) WITH(5) WITH(6) WITH(7) WITH(8) WITH(9)
#define DISJOINT_FACTOR_ROW(J, ...) \
  "vbroadcastsd 8*" #J "(%[b]), %%ymm12\n" DISJOINT_ROW(DISJOINT_A_0, DISJOINT_SIX(__VA_ARGS__))

/** Adds a[i] b[i * step] for all i < n, n not 0, to ten columns that lack the bases of these products already. */
DISJOINT_INLINE void addDot51(const ProductConstants& constants, Words (&columns)[10], const Eight* a,
                              const Limbs51* b, size_t step, size_t n) {
  for (int half = 0; half < 2; half++) {
    const void* nextA = (const char*)a + 32 * half;
    const Limbs51* nextB = b;
    size_t left = n;
    asm volatile("vmovapd " DISJOINT_CONSTANT(0) ", %%ymm13\n" DISJOINT_TEN(DISJOINT_READ) "1:\n"
        DISJOINT_FACTOR_ROW(0, 0, 1, 2, 3, 4, 5) DISJOINT_FACTOR_ROW(1, 1, 2, 3, 4, 5, 6)
        DISJOINT_FACTOR_ROW(2, 2, 3, 4, 5, 6, 7) DISJOINT_FACTOR_ROW(3, 3, 4, 5, 6, 7, 8)
        DISJOINT_FACTOR_ROW(4, 4, 5, 6, 7, 8, 9)
        "add %[sizeA], %[a]\n add %[sizeB], %[b]\n dec %[left]\n jnz 1b\n" DISJOINT_TEN(DISJOINT_WRITE_BACK)
        : [a] "+r"(nextA), [b] "+r"(nextB), [left] "+r"(left)
        : [columns] "r"((char*)columns + 32 * half), [constants] "r"(&constants), [sizeA] "i"(sizeof(Eight)),
          [sizeB] "r"(step * sizeof(Limbs51))
        : "memory", "cc", DISJOINT_VECTORS);
  }
}

DISJOINT_END
