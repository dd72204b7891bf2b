/**
 * @file A prime field in 64-bit limbs, Montgomery form with radix 2^256: the form that snarkjs stores.
 *
 * `Field` is also the lane type of the portable back end (one lane): see lanes_ifma.hpp for the eight-lane version with
 * the same operations. Values are always canonical, so the `lazy` operations are the plain ones here.
 */
#pragma once
#include <cstddef>
#include <cstring>
#include "modulus.hpp"
#ifdef __x86_64__
#include <immintrin.h>
#endif
#if defined(__x86_64__) && defined(__BMI2__) && defined(__ADX__)
#include "montgomery_x86.hpp"
#endif

DISJOINT_BEGIN

/** A reference to a point: an index whose top bit says whether to negate the point. */
constexpr std::uint32_t SIGN = 1u << 31, INDEX = SIGN - 1;

template <class P>
struct Field {
  using Order = P;
  using Base = Field;
  using Mask = bool;
  static constexpr int lanes = 1;
  static constexpr int radixBits = 256;
  static constexpr Limbs order = P::order;
  static constexpr Limbs unit = powerOfTwo(order, 256);
  static constexpr Limbs radixSquared = powerOfTwo(order, 512);
  static constexpr u64 inverse64 = negativeInverse(order.l[0]);

  Limbs v;

  static constexpr Field zero() { return {{{0, 0, 0, 0}}}; }
  static constexpr Field one() { return {unit}; }

  /** Reads the bytes unchanged: the caller knows whether they are in Montgomery form. */
  static DISJOINT_INLINE Field raw(const void* bytes) {
    Field out;
    std::memcpy(&out, bytes, 32);
    return out;
  }
  DISJOINT_INLINE void store(void* bytes) const { std::memcpy(bytes, this, 32); }

  static DISJOINT_INLINE Field canonical(const Limbs& x) { return mul({x}, {radixSquared}); }
  static DISJOINT_INLINE Field small(u64 x) { return canonical({{x, 0, 0, 0}}); }
  DISJOINT_INLINE Limbs toCanonical() const { return mul(*this, {{{1, 0, 0, 0}}}).v; }

  DISJOINT_INLINE bool isZero() const { return (v.l[0] | v.l[1] | v.l[2] | v.l[3]) == 0; }
  DISJOINT_INLINE bool operator==(const Field& o) const {
    return ((v.l[0] ^ o.v.l[0]) | (v.l[1] ^ o.v.l[1]) | (v.l[2] ^ o.v.l[2]) | (v.l[3] ^ o.v.l[3])) == 0;
  }

  /** x - order where x >= order, without a branch, because the outcome is as good as random. */
  static DISJOINT_INLINE Field reduceOnce(const Limbs& x) { return {reduceBy(x, order)}; }
  static DISJOINT_INLINE Limbs reduceBy(const Limbs& x, const Limbs& modulus) {
    Limbs d;
#ifdef __x86_64__
    // Compilers make a branch of it otherwise.
    d = x;
    asm("subq %[m0], %[d0]\n sbbq %[m1], %[d1]\n sbbq %[m2], %[d2]\n sbbq %[m3], %[d3]\n"
        "cmovcq %[x0], %[d0]\n cmovcq %[x1], %[d1]\n cmovcq %[x2], %[d2]\n cmovcq %[x3], %[d3]"
        : [d0] "+&r"(d.l[0]), [d1] "+&r"(d.l[1]), [d2] "+&r"(d.l[2]), [d3] "+&r"(d.l[3])
        : [x0] "rm"(x.l[0]), [x1] "rm"(x.l[1]), [x2] "rm"(x.l[2]), [x3] "rm"(x.l[3]), [m0] "rm"(modulus.l[0]),
          [m1] "rm"(modulus.l[1]), [m2] "rm"(modulus.l[2]), [m3] "rm"(modulus.l[3])
        : "cc");
#else
    Carry borrow = 0;
    for (int i = 0; i < 4; i++) d.l[i] = subtractBorrow(x.l[i], modulus.l[i], borrow);
    for (int i = 0; i < 4; i++) d.l[i] = borrow ? x.l[i] : d.l[i];
#endif
    return d;
  }

  static DISJOINT_INLINE Field add(const Field& a, const Field& b) {
    Limbs s;
    Carry carry = 0;
    for (int i = 0; i < 4; i++) s.l[i] = addCarry(a.v.l[i], b.v.l[i], carry);
    return reduceOnce(s);
  }

  static DISJOINT_INLINE Field sub(const Field& a, const Field& b) {
    Limbs d;
    Carry borrow = 0, carry = 0;
    for (int i = 0; i < 4; i++) d.l[i] = subtractBorrow(a.v.l[i], b.v.l[i], borrow);
    const u64 mask = 0 - (u64)borrow;
    for (int i = 0; i < 4; i++) d.l[i] = addCarry(d.l[i], order.l[i] & mask, carry);
    return {d};
  }

  static DISJOINT_INLINE Field lazyAdd(const Field& a, const Field& b) { return add(a, b); }
  static DISJOINT_INLINE Field lazySub(const Field& a, const Field& b) { return sub(a, b); }
  /** a - b of values just loaded, or of one and a result of subTwo; it is multiplied or stored, nothing else. */
  static DISJOINT_INLINE Field difference(const Field& a, const Field& b) { return sub(a, b); }
  /** A sum that is multiplied, nothing else. */
  static DISJOINT_INLINE Field factorSum(const Field& a, const Field& b) { return add(a, b); }
  static DISJOINT_INLINE Field neg(const Field& a) { return sub(zero(), a); }
  static DISJOINT_INLINE Field lazyNeg(const Field& a) { return neg(a); }
  static DISJOINT_INLINE Field negateWhere(Mask m, const Field& a) { return m ? neg(a) : a; }
  static DISJOINT_INLINE Field select(Mask m, const Field& a, const Field& b) { return m ? a : b; }
  /** One element in the form of the tables, to be loaded into every lane. */
  using Single = Field;
  static Single single(const Base& outer) { return outer; }
  static DISJOINT_INLINE Field broadcast(const Single& x) { return x; }
  static DISJOINT_INLINE Mask zeroMask(const Field& a) { return a.isZero(); }
  /** True for every lane that may be zero, and rarely for others. Never false for a zero. */
  static DISJOINT_INLINE Mask maybeZero(const Field& a) { return a.isZero(); }
  /** The same for a stored coordinate. A stored zero is always written as zero bits. */
  static DISJOINT_INLINE Mask maybeStoredZero(const Field& a) { return a.isZero(); }

  /** Montgomery product a b / 2^256. */
  static DISJOINT_INLINE Field mul(const Field& a, const Field& b) {
#if defined(__x86_64__) && defined(__BMI2__) && defined(__ADX__)
    return reduceOnce(montgomeryProduct<Field>(a.v, b.v));
#else
    // Coarsely integrated operand scanning; the top bits of the order are 0, so no carry leaves the fifth word.
    u64 t0 = 0, t1 = 0, t2 = 0, t3 = 0;
    for (int i = 0; i < 4; i++) {
      const u64 x = b.v.l[i];
      u128 a0 = (u128)a.v.l[0] * x + t0;
      const u64 m = (u64)a0 * inverse64;
      u128 c = (u128)m * order.l[0] + (u64)a0;
      a0 = (u128)a.v.l[1] * x + t1 + (u64)(a0 >> 64);
      c = (u128)m * order.l[1] + (u64)a0 + (u64)(c >> 64);
      t0 = (u64)c;
      a0 = (u128)a.v.l[2] * x + t2 + (u64)(a0 >> 64);
      c = (u128)m * order.l[2] + (u64)a0 + (u64)(c >> 64);
      t1 = (u64)c;
      a0 = (u128)a.v.l[3] * x + t3 + (u64)(a0 >> 64);
      c = (u128)m * order.l[3] + (u64)a0 + (u64)(c >> 64);
      t2 = (u64)c;
      t3 = (u64)(a0 >> 64) + (u64)(c >> 64);
    }
    return reduceOnce({{t0, t1, t2, t3}});
#endif
  }
  static DISJOINT_INLINE Field sqr(const Field& a) { return mul(a, a); }
  /** a - b - c */
  static DISJOINT_INLINE Field subTwo(const Field& a, const Field& b, const Field& c) { return sub(sub(a, b), c); }
  static DISJOINT_INLINE Field sumOfSquares(const Field& a, const Field& b) { return add(sqr(a), sqr(b)); }
  /** (a0 + a1 u)(b0 + b1 u) with u^2 = -1, by Karatsuba. */
  static DISJOINT_INLINE void extensionMul(const Field& a0, const Field& a1, const Field& b0, const Field& b1,
                                           Field& c0, Field& c1) {
    const Field low = mul(a0, b0), high = mul(a1, b1);
    c1 = subTwo(mul(add(a0, a1), add(b0, b1)), low, high);
    c0 = sub(low, high);
  }

  /** The boundary between back ends for points and constants: radix 2^256 on the outside, the lane's own inside. */
  static DISJOINT_INLINE Field fromOuter(const Field& a) { return a; }
  static DISJOINT_INLINE Field toOuter(const Field& a) { return a; }
  static Field fromBases(const Base* outer) { return *outer; }
  static DISJOINT_INLINE Field toCanonicalLanes(const Field& a) { return {a.toCanonical()}; }
  /** Lanes whose raw 256 bits are below the order. */
  static DISJOINT_INLINE Mask canonicalMask(const Field& a) { return below(a.v, order); }
  static constexpr Mask allLanes = true;

  /** Two neighbouring elements from (u64*)base + stride * index, for each lane's index. */
  static DISJOINT_INLINE void loadPair(const u64* base, size_t stride, const std::uint32_t* index, Field& a, Field& b) {
    a = raw(base + stride * (index[0] & INDEX));
    b = raw(base + stride * (index[0] & INDEX) + 4);
  }
  static DISJOINT_INLINE void storePair(u64* base, size_t stride, const std::uint32_t* index, const Field& a,
                                        const Field& b) {
    a.store(base + stride * index[0]);
    b.store(base + stride * index[0] + 4);
  }
  /** One element per lane, from (u64*)base + stride * index. */
  static DISJOINT_INLINE Field loadOne(const u64* base, size_t stride, const std::uint32_t* index) {
    return raw(base + stride * index[0]);
  }
  static DISJOINT_INLINE void storeOne(u64* base, size_t stride, const std::uint32_t* index, const Field& a) {
    a.store(base + stride * index[0]);
  }
  static DISJOINT_INLINE Field fromCanonicalLanes(const Field& a) { return canonical(a.v); }
  /** A sum of up to 26 products that is reduced only once. */
  struct Product {
    u64 t[8];
    static DISJOINT_INLINE Product zero() { return {{0, 0, 0, 0, 0, 0, 0, 0}}; }
    DISJOINT_INLINE void addMul(const Field& a, const Field& b) {
#if defined(__x86_64__) && defined(__BMI2__) && defined(__ADX__)
      addProduct(t, a.v, b.v);
#else
      u64 product[8] = {0, 0, 0, 0, 0, 0, 0, 0};
      for (int i = 0; i < 4; i++) {
        u64 high = 0;
        for (int j = 0; j < 4; j++) {
          const u128 x = (u128)a.v.l[j] * b.v.l[i] + product[i + j] + high;
          product[i + j] = (u64)x;
          high = (u64)(x >> 64);
        }
        product[i + 4] = high;
      }
      Carry carry = 0;
      for (int i = 0; i < 8; i++) t[i] = addCarry(t[i], product[i], carry);
#endif
    }
    /** Adds a[i] b[i] for all i < n, n not 0. */
    DISJOINT_INLINE void addDot(const Field* a, const Single* b, size_t n) {
      for (size_t i = 0; i < n; i++) addMul(a[i], b[i]);
    }
    /** Adds (a[i] + b[i + 1]) (a[i + 1] + b[i]) for all even i < 2 n. */
    DISJOINT_INLINE void addPairs(const Field* a, const Single* b, size_t n) {
      for (size_t i = 0; i < 2 * n; i += 2) addMul(factorSum(a[i], b[i + 1]), factorSum(a[i + 1], b[i]));
    }
    /** Montgomery reduction: below 26 p^2 / 2^256 + p < 6 p, then made canonical. */
    Field reduce() const {
      u64 x[8];
      std::memcpy(x, t, sizeof x);
      u64 over = 0;
      for (int i = 0; i < 4; i++) {
        const u64 m = x[i] * inverse64;
        u64 high = 0;
        for (int j = 0; j < 4; j++) {
          const u128 y = (u128)m * order.l[j] + x[i + j] + high;
          x[i + j] = (u64)y;
          high = (u64)(y >> 64);
        }
        const u128 y = (u128)x[i + 4] + high + over;
        x[i + 4] = (u64)y;
        over = (u64)(y >> 64);
      }
      constexpr Limbs two = plus(order, order);
      const Limbs sum{{x[4], x[5], x[6], x[7]}};
      return reduceOnce(reduceBy(reduceBy(sum, two), two));
    }
  };
  /** Lanes whose index carries the sign bit. */
  static DISJOINT_INLINE Mask signMask(const std::uint32_t* index) { return index[0] >> 31; }
  /** Inverse in every lane; none is zero. */
  static Field invertAll(const Field& a) { return invert(a); }

  /** a^e for a 256-bit exponent; short ones are quicker. */
  static Field power(const Field& a, const Limbs& e) {
    int top = 255;
    while (top >= 0 && !(e.l[top / 64] >> (top % 64) & 1)) top--;
    Field out = one();
    for (int i = top; i >= 0; i--) {
      out = sqr(out);
      if (e.l[i / 64] >> (i % 64) & 1) out = mul(out, a);
    }
    return out;
  }

  /** Inverse by Fermat; 0 gives 0. */
  static Field invert(const Field& a) { return power(a, minus(order, {{2, 0, 0, 0}})); }

 private:
  using Carry = unsigned char;
  static DISJOINT_INLINE u64 addCarry(u64 a, u64 b, Carry& carry) {
#ifdef __x86_64__
    unsigned long long s;
    carry = _addcarry_u64(carry, a, b, &s);
    return s;
#else
    const u128 s = (u128)a + b + carry;
    carry = (Carry)(s >> 64);
    return (u64)s;
#endif
  }
  static DISJOINT_INLINE u64 subtractBorrow(u64 a, u64 b, Carry& borrow) {
#ifdef __x86_64__
    unsigned long long d;
    borrow = _subborrow_u64(borrow, a, b, &d);
    return d;
#else
    const u128 d = (u128)a - b - borrow;
    borrow = (Carry)(d >> 64) & 1;
    return (u64)d;
#endif
  }
};

using Fq = Field<BaseOrder>;
using Fr = Field<ScalarOrder>;

DISJOINT_END
