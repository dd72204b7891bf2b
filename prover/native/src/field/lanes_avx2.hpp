/**
 * @file Eight field elements side by side: AVX2 with fused multiply-add, five limbs of 51 bits in double precision,
 * Montgomery form with radix 2^255.
 *
 * A product of two limbs takes two fused multiply-adds: the first rounds it to a multiple of 2^51, the second gives
 * what is left, exactly (N. Emmart, F. Zheng, C. Weems, "Faster modular exponentiation using double precision floating
 * point arithmetic on the GPU", ARITH 2018). Both are read as integers from the bits of the doubles, summed in 64 bits.
 *
 * Limbs and values are signed. Ranges, with p the order; the radix is 2.64 p:
 *   stored  0 up to p, canonical, limbs from 0 up to 2^51
 *   tidy    at most 0.51 p, limbs at most 2^50: results of sums and differences, and of sums of products
 *   loose   limbs at most 2^50, the last at most 2^51: results of one product, |a b| / 2.64 p^2 + 0.63 p. Of stored
 *           and tidy values and their products that is at most 1.1 p, with a difference as a factor 1.5 p, and of any
 *           number of 256 bits, which conversions take, 2.7 p
 *   difference  of stored or tidy values: limbs below 2^52; may be multiplied by loose values, or be stored
 * The limbs of the two factors of a product multiply to less than 2^102.
 */
#pragma once
#include "field.hpp"
#include "inverse.hpp"
#include "products_avx2.hpp"
#include "vectors_avx2.hpp"

DISJOINT_BEGIN

#define DISJOINT_CALL __attribute__((noinline))

template <class P>
struct FloatLanes {
  using Order = P;
  using Base = Field<P>;
  using Mask = unsigned char;
  static constexpr int lanes = 8;
  static constexpr int radixBits = 255;
  static constexpr Mask allLanes = 0xff;
  static constexpr Limbs51 order = split51(P::order), unit = split51(powerOfTwo(P::order, 255)), integerOne{{1}};
  static constexpr Limbs51 radixSquared = split51(powerOfTwo(P::order, 510)),
                           outerToInner = split51(powerOfTwo(P::order, 254)),
                           innerToOuter = split51(powerOfTwo(P::order, 256));
  static constexpr double inverse51 = split51({{negativeInverse(P::order.l[0]) & LIMB51, 0, 0, 0}}).l[0];
  static constexpr Limbs51 multiple = reductionMultiple(P::order, negativeInverse(P::order.l[0]) & LIMB51);
  static constexpr auto ofNone = productConstants<0>(order, multiple, inverse51);
  static constexpr auto ofOne = productConstants<1>(order, multiple, inverse51);
  static constexpr auto ofTwo = productConstants<2>(order, multiple, inverse51);
  static constexpr Columns51 dotStart = productColumns();

  Doubles l[5];

  using Single = Limbs51;
  /** Tidy: the negative of the rest where the value is above half of the order. */
  static Single single(const Base& outer) {
    const Limbs x = Base::mul(outer, {powerOfTwo(P::order, 255)}).v, negative = minus(P::order, x);
    if (below(x, negative)) return split51(x);
    Single out = split51(negative);
    for (double& limb : out.l) limb = -limb;
    return out;
  }
  static DISJOINT_INLINE FloatLanes broadcast(const Single& x) {
    return {{all(x.l[0]), all(x.l[1]), all(x.l[2]), all(x.l[3]), all(x.l[4])}};
  }
  static DISJOINT_INLINE FloatLanes zero() { return broadcast({}); }
  static DISJOINT_INLINE FloatLanes one() { return broadcast(unit); }

  /** Leaves limbs of at most 2^50 but for the last. */
  static DISJOINT_INLINE FloatLanes carry(FloatLanes x) {
    DISJOINT_UNROLL
    for (int i = 0; i < 4; i++) {
      const Doubles high = minus(plus(x.l[i], all(HIGH_BASE)), all(HIGH_BASE));
      x.l[i] = minus(x.l[i], high);
      x.l[i + 1] = multiplyAdd(high, all(0x1p-51), x.l[i + 1]);
    }
    return x;
  }
  /** Takes away the nearest multiple of p. Exact up to 4 p with limbs of 2^52, and below 7.5 p with carried limbs. */
  static DISJOINT_INLINE FloatLanes tidy(FloatLanes x) {
    const Doubles base = all(LOW_BASE);
    const Doubles k = minus(multiplyAdd(x.l[4], all(1 / order.l[4]), base), base);
    DISJOINT_UNROLL
    for (int i = 0; i < 5; i++) x.l[i] = subtractProduct(k, all(order.l[i]), x.l[i]);
    return carry(x);
  }

  static DISJOINT_INLINE FloatLanes addRaw(const FloatLanes& a, const FloatLanes& b) {
    FloatLanes out;
    DISJOINT_UNROLL
    for (int i = 0; i < 5; i++) out.l[i] = plus(a.l[i], b.l[i]);
    return out;
  }
  static DISJOINT_INLINE FloatLanes difference(const FloatLanes& a, const FloatLanes& b) {
    FloatLanes out;
    DISJOINT_UNROLL
    for (int i = 0; i < 5; i++) out.l[i] = minus(a.l[i], b.l[i]);
    return out;
  }
  static DISJOINT_INLINE FloatLanes add(const FloatLanes& a, const FloatLanes& b) { return tidy(addRaw(a, b)); }
  static DISJOINT_INLINE FloatLanes sub(const FloatLanes& a, const FloatLanes& b) { return tidy(difference(a, b)); }
  static DISJOINT_INLINE FloatLanes factorSum(const FloatLanes& a, const FloatLanes& b) { return addRaw(a, b); }
  static DISJOINT_INLINE FloatLanes lazyAdd(const FloatLanes& a, const FloatLanes& b) { return add(a, b); }
  static DISJOINT_INLINE FloatLanes lazySub(const FloatLanes& a, const FloatLanes& b) { return sub(a, b); }
  static DISJOINT_INLINE FloatLanes subTwo(const FloatLanes& a, const FloatLanes& b, const FloatLanes& c) {
    return tidy(difference(difference(a, b), c));
  }
  static DISJOINT_INLINE FloatLanes changeSign(Doubles signs, const FloatLanes& a) {
    FloatLanes out;
    DISJOINT_UNROLL
    for (int i = 0; i < 5; i++) out.l[i] = exclusiveOr(a.l[i], signs);
    return out;
  }
  static DISJOINT_INLINE FloatLanes neg(const FloatLanes& a) { return changeSign(all(-0.0), a); }
  static DISJOINT_INLINE FloatLanes lazyNeg(const FloatLanes& a) { return neg(a); }

  static DISJOINT_INLINE FloatLanes negateWhere(Mask m, const FloatLanes& a) {
    return changeSign(fromBits(shiftUp(spread(m), 63)), a);
  }
  static DISJOINT_INLINE FloatLanes select(Mask m, const FloatLanes& a, const FloatLanes& b) {
    FloatLanes out;
    DISJOINT_UNROLL
    for (int i = 0; i < 5; i++) out.l[i] = choose(spread(m), a.l[i], b.l[i]);
    return out;
  }

  /** A number of the sign of x, whose limbs are carried, or 0: a limb that is not 0 outweighs all below it. */
  static DISJOINT_INLINE Doubles signOf(const FloatLanes& x) {
    Doubles sum = x.l[0];
    DISJOINT_UNROLL
    for (int i = 1; i < 5; i++) sum = multiplyAdd(sum, all(0x1p-51), x.l[i]);
    return sum;
  }
  static Mask zeroMask(const FloatLanes& a) {
    return zeroBits(signOf(tidy(a)));
  }
  /** For differences of stored values, which are 0 only when all their limbs are. */
  static DISJOINT_INLINE Mask maybeZero(const FloatLanes& a) {
    return zeroBits(a.l[0]);
  }
  static DISJOINT_INLINE Mask maybeStoredZero(const FloatLanes& a) { return maybeZero(a); }

  /**
   * A sum of products of at most 17 p^2 that is reduced only once. Factors are stored or tidy values, or sums of two
   * tidy ones.
   */
  struct Product {
    Words t[10];
    static DISJOINT_INLINE Product zero() {
      Product out;
      DISJOINT_UNROLL
      for (int k = 0; k < 10; k++) out.t[k] = {vectorOf(ofNone.start[k]), vectorOf(ofNone.start[k])};
      return out;
    }
    void addMul(const FloatLanes& a, const FloatLanes& b) {
      addStarts(1);
      addMul51(t, a.l, b.l);
    }
    void addDot(const FloatLanes* a, const Single* b, size_t n) {
      addStarts(n);
      addDot51(t, &a->l, b, n);
    }
    void addPairs(const FloatLanes* a, const Single* b, size_t n) {
      addStarts(n);
      addPairs51(t, &a->l, b, n);
    }
    /** Up to 7.1 p before it is tidied. */
    FloatLanes reduce() const {
      FloatLanes out;
      reduceColumns51(ofNone, t, out.l);
      return tidy(out);
    }

   private:
    DISJOINT_INLINE void addStarts(size_t n) {
      DISJOINT_UNROLL
      for (int k = 0; k < 10; k++) t[k] = plus(t[k], words(n * dotStart.l[k]));
    }
  };

  /** Not inline: hundreds of instructions, and dozens of calls in a curve's formulas. */
  static DISJOINT_CALL FloatLanes mul(const FloatLanes& a, const FloatLanes& b) {
    FloatLanes out;
    sumOfProducts51(ofOne, out.l, {&a.l}, {&b.l});
    return out;
  }
  static DISJOINT_INLINE FloatLanes sqr(const FloatLanes& a) { return mul(a, a); }
  /** a b + c d, at most 5 p^2 in all. Not inline, as mul. */
  static DISJOINT_CALL FloatLanes sumOfProducts(const FloatLanes& a, const FloatLanes& b, const FloatLanes& c,
                                                  const FloatLanes& d) {
    FloatLanes out;
    sumOfProducts51(ofTwo, out.l, {&a.l, &c.l}, {&b.l, &d.l});
    return tidy(out);
  }
  static DISJOINT_INLINE FloatLanes sumOfSquares(const FloatLanes& a, const FloatLanes& b) {
    return sumOfProducts(a, a, b, b);
  }
  /** (a0 + a1 u)(b0 + b1 u) with u^2 = -1: sums of limbs would be too long for Karatsuba. */
  static DISJOINT_INLINE void extensionMul(const FloatLanes& a0, const FloatLanes& a1, const FloatLanes& b0,
                                           const FloatLanes& b1, FloatLanes& c0, FloatLanes& c1) {
    const FloatLanes real = sumOfProducts(a0, b0, neg(a1), b1);
    c1 = sumOfProducts(a0, b1, a1, b0);
    c0 = real;
  }

  static DISJOINT_INLINE FloatLanes fromOuter(const FloatLanes& a) { return mul(a, broadcast(outerToInner)); }
  static DISJOINT_INLINE FloatLanes toOuter(const FloatLanes& a) { return mul(a, broadcast(innerToOuter)); }
  static DISJOINT_INLINE FloatLanes fromCanonicalLanes(const FloatLanes& a) { return mul(a, broadcast(radixSquared)); }
  static DISJOINT_INLINE FloatLanes toCanonicalLanes(const FloatLanes& a) { return mul(a, broadcast(integerOne)); }
  static DISJOINT_INLINE Mask canonicalMask(const FloatLanes& a) {
    return signBits(signOf(carry(difference(a, broadcast(order)))));
  }

  /** From four vectors of 64-bit words, word i of every lane in w[i]. */
  static DISJOINT_INLINE FloatLanes unpack(const Words* w) {
    const auto join = [&](int i, int down) {
      const Words limb = either(shiftDown(w[i], down), shiftUp(w[i + 1], 64 - down));
      return both(limb, words(LIMB51));
    };
    const Words digits[5] = {both(w[0], words(LIMB51)), join(0, 51), join(1, 38), join(2, 25),
                               shiftDown(w[3], 12)};
    FloatLanes out;
    DISJOINT_UNROLL
    for (int i = 0; i < 5; i++)
      out.l[i] = minus(fromBits(either(digits[i], bitsOf(all(0x1p52)))), all(0x1p52));
    return out;
  }
  /** Canonical words of a value of at most 4 p. */
  DISJOINT_INLINE void pack(Words* w) const {
    FloatLanes x = tidy(*this);
    const Doubles negative = fromBits(negativeLanes(signOf(x)));
    Words t[5];
    DISJOINT_UNROLL
    for (int i = 0; i < 5; i++) {
      const Doubles limb = plus(x.l[i], both(negative, all(order.l[i])));
      t[i] = plus(bitsOf(plus(limb, all(LOW_BASE))),
                              words((i < 4 ? BIAS : 0) - LOW_BITS - (i > 0 ? BIAS >> 51 : 0)));
    }
    DISJOINT_UNROLL
    for (int i = 0; i < 4; i++) {
      t[i + 1] = plus(t[i + 1], shiftDown(t[i], 51));
      t[i] = both(t[i], words(LIMB51));
    }
    w[0] = either(t[0], shiftUp(t[1], 51));
    w[1] = either(shiftDown(t[1], 13), shiftUp(t[2], 38));
    w[2] = either(shiftDown(t[2], 26), shiftUp(t[3], 25));
    w[3] = either(shiftDown(t[3], 39), shiftUp(t[4], 12));
  }

  static DISJOINT_INLINE FloatLanes loadOne(const u64* base, size_t stride, const std::uint32_t* index) {
    Words w[4];
    loadWords(w, [&](int i) { return base + stride * (index[i] & INDEX); });
    return unpack(w);
  }
  static DISJOINT_INLINE void storeOne(u64* base, size_t stride, const std::uint32_t* index, const FloatLanes& a) {
    Words w[4];
    a.pack(w);
    storeWords(w, [&](int i) { return base + stride * index[i]; });
  }
  static DISJOINT_INLINE void loadPair(const u64* base, size_t stride, const std::uint32_t* index, FloatLanes& a,
                                       FloatLanes& b) {
    a = loadOne(base, stride, index);
    b = loadOne(base + 4, stride, index);
  }
  static DISJOINT_INLINE void storePair(u64* base, size_t stride, const std::uint32_t* index, const FloatLanes& a,
                                        const FloatLanes& b) {
    storeOne(base, stride, index, a);
    storeOne(base + 4, stride, index, b);
  }
  /** One element per lane. */
  static FloatLanes fromBases(const Base* outer) {
    constexpr std::uint32_t index[8] = {0, 1, 2, 3, 4, 5, 6, 7};
    return fromOuter(loadOne((const u64*)outer, 4, index));
  }
  /** Lane i of the result is lane i ^ distance. */
  template <int distance>
  static DISJOINT_INLINE FloatLanes exchange(const FloatLanes& a) {
    FloatLanes out;
    DISJOINT_UNROLL
    for (int i = 0; i < 5; i++) out.l[i] = exchangeLanes<distance>(a.l[i]);
    return out;
  }
  static DISJOINT_INLINE Mask signMask(const std::uint32_t* index) {
    return (Mask)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_loadu_si256((const __m256i*)index)));
  }

  /** Inverse in every lane, none zero: one inversion for the eight (Montgomery's trick), in 64-bit limbs. */
  static FloatLanes invertAll(const FloatLanes& a) {
    constexpr std::uint32_t index[8] = {0, 1, 2, 3, 4, 5, 6, 7};
    Base x[8], before[8], product = Base::one();
    storeOne((u64*)x, 4, index, a);
    DISJOINT_UNROLL
    for (int i = 0; i < 8; i++) before[i] = product, product = Base::mul(product, x[i]);
    // From x^-1 2^-255 to x^-1 2^255, in a product that divides by 2^256.
    static constexpr Limbs radix = powerOfTwo(P::order, 2 * 255 + 256);
    product = Base::mul({inverseInteger<P>(product.v)}, {radix});
    for (int i = 7; i >= 0; i--) {
      const Base inverse = Base::mul(product, before[i]);
      product = Base::mul(product, x[i]);
      x[i] = inverse;
    }
    return loadOne((const u64*)x, 4, index);
  }
};

#undef DISJOINT_UNROLL
#undef DISJOINT_CALL

DISJOINT_END
