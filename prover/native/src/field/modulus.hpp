/** @file The two prime fields of BN254 (EIP-197) and the constants that follow from each order. */
#pragma once
#include <cstdint>
#include "isa.hpp"

DISJOINT_BEGIN

using u64 = std::uint64_t;
using u128 = unsigned __int128;

/** A 256-bit integer, little-endian limbs. */
struct Limbs {
  u64 l[4];
};

/** a < b */
constexpr bool below(const Limbs& a, const Limbs& b) {
  for (int i = 3; i >= 0; i--)
    if (a.l[i] != b.l[i]) return a.l[i] < b.l[i];
  return false;
}

constexpr bool isZero(const Limbs& a) { return (a.l[0] | a.l[1] | a.l[2] | a.l[3]) == 0; }

/** a - b modulo 2^256 */
constexpr Limbs minus(const Limbs& a, const Limbs& b) {
  Limbs out{};
  u64 borrow = 0;
  for (int i = 0; i < 4; i++) {
    const u128 d = (u128)a.l[i] - b.l[i] - borrow;
    out.l[i] = (u64)d;
    borrow = (u64)(d >> 64) & 1;
  }
  return out;
}

/** a + b modulo 2^256 */
constexpr Limbs plus(const Limbs& a, const Limbs& b) {
  Limbs out{};
  u128 carry = 0;
  for (int i = 0; i < 4; i++) {
    carry += (u128)a.l[i] + b.l[i];
    out.l[i] = (u64)carry;
    carry >>= 64;
  }
  return out;
}

/** 2^bits modulo the order, by doubling. */
constexpr Limbs powerOfTwo(const Limbs& order, int bits) {
  Limbs x{{1, 0, 0, 0}};
  for (int i = 0; i < bits; i++) {
    x = plus(x, x);
    if (!below(x, order)) x = minus(x, order);
  }
  return x;
}

/** -1 / order modulo 2^64, by Newton's iteration. */
constexpr u64 negativeInverse(u64 order) {
  u64 x = 1;
  for (int i = 0; i < 6; i++) x *= 2 - order * x;
  return -x;
}

/** Field of point coordinates. */
struct BaseOrder {
  static constexpr Limbs order{{0x3c208c16d87cfd47, 0x97816a916871ca8d, 0xb85045b68181585d, 0x30644e72e131a029}};
};

/** Field of circuit signals: the order of the groups. */
struct ScalarOrder {
  static constexpr Limbs order{{0x43e1f593f0000001, 0x2833e84879b97091, 0xb85045b68181585d, 0x30644e72e131a029}};
};

DISJOINT_END
