/** @file Integers of five limbs of 51 bits, and the columns that their products are summed in: see lanes_avx2.hpp. */
#pragma once
#include "modulus.hpp"

DISJOINT_BEGIN

constexpr u64 LIMB51 = (u64{1} << 51) - 1;

/** The five limbs of a 256-bit integer. */
struct Limbs51 {
  double l[5];
};

/** Limbs of at most 2^50 but for the last. */
constexpr Limbs51 split51(const Limbs& x) {
  const u64 digits[5] = {x.l[0] & LIMB51, (x.l[0] >> 51 | x.l[1] << 13) & LIMB51,
                         (x.l[1] >> 38 | x.l[2] << 26) & LIMB51, (x.l[2] >> 25 | x.l[3] << 39) & LIMB51,
                         x.l[3] >> 12};
  Limbs51 out{};
  std::int64_t carry = 0;
  for (int i = 0; i < 5; i++) {
    std::int64_t limb = (std::int64_t)digits[i] + carry;
    carry = i < 4 && limb > std::int64_t{1} << 50;
    limb -= carry << 51;
    out.l[i] = (double)limb;
  }
  return out;
}

// The compiler keeps small loops, and with them the columns in memory.
#ifdef __clang__
#define DISJOINT_UNROLL _Pragma("unroll")
#else
#define DISJOINT_UNROLL _Pragma("GCC unroll 10")
#endif

/** Numbers to be added to the ten columns of a product. */
struct Columns51 {
  u64 l[10];
};

/** 1.5 * 2^52 and 1.5 * 2^103: a double near them has its integer, or its multiple of 2^51, in its low bits. */
constexpr double LOW_BASE = 0x1.8p52, HIGH_BASE = 0x1.8p103;
constexpr u64 LOW_BITS = 0x4338000000000000, HIGH_BITS = 0x4668000000000000;
/** The bits of -HIGH_BASE. */
constexpr u64 NEGATED_HIGH_BITS = HIGH_BITS + (u64{1} << 63);
/** Makes a column positive, so that it can be shifted without its sign. */
constexpr u64 BIAS = u64{1} << 60;

/** Takes back the bits of LOW_BASE and of -HIGH_BASE in all 25 products of limbs. */
constexpr Columns51 productColumns() {
  Columns51 out{};
  for (int i = 0; i < 5; i++)
    for (int j = 0; j < 5; j++) out.l[i + j] -= LOW_BITS, out.l[i + j + 1] -= NEGATED_HIGH_BITS;
  return out;
}

DISJOINT_END
