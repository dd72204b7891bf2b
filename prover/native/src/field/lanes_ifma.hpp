/**
 * @file Eight field elements side by side: AVX-512 IFMA, five limbs of 52 bits, Montgomery form with radix 2^260.
 *
 * The radix is 84 times the order, so that most reductions can wait. Ranges, with p the order:
 *   loose  below 3p: every result of mul, add and sub; every argument unless it says otherwise
 *   lazy   below 6p: lazyAdd and lazySub; may only be multiplied (a b < 84 p^2 gives a result below 2p)
 * Limbs are always carried (below 2^52). Stored elements are packed into 256 bits.
 */
#pragma once
#include <immintrin.h>
#include <initializer_list>
#include "field.hpp"
#include "inverse.hpp"

DISJOINT_BEGIN

using Vec = __m512i;

constexpr u64 LIMB_MASK = (u64{1} << 52) - 1;

/** The five 52-bit limbs of a 256-bit integer. */
struct Limbs52 {
  u64 l[5];
};

constexpr Limbs52 split52(const Limbs& x) {
  return {{x.l[0] & LIMB_MASK, (x.l[0] >> 52 | x.l[1] << 12) & LIMB_MASK, (x.l[1] >> 40 | x.l[2] << 24) & LIMB_MASK,
           (x.l[2] >> 28 | x.l[3] << 36) & LIMB_MASK, x.l[3] >> 16}};
}

constexpr Limbs52 multipleOf(const Limbs& order, int k) {
  Limbs x{};
  for (int i = 0; i < k; i++) x = plus(x, order);
  return split52(x);
}

/** k order^2 in the columns of a product, not carried. */
struct Columns {
  u64 l[10];
};

constexpr Columns squareOf(const Limbs& order, u64 k) {
  Columns out{};
  const Limbs52 p = split52(order);
  for (int i = 0; i < 5; i++)
    for (int j = 0; j < 5; j++) {
      const u128 product = (u128)p.l[i] * p.l[j];
      out.l[i + j] += k * ((u64)product & LIMB_MASK);
      out.l[i + j + 1] += k * (u64)(product >> 52);
    }
  return out;
}

template <class P>
struct Lanes {
  using Order = P;
  using Base = Field<P>;
  using Mask = __mmask8;
  static constexpr int lanes = 8;
  static constexpr int radixBits = 260;
  static constexpr Limbs52 p1 = multipleOf(P::order, 1), p2 = multipleOf(P::order, 2), p3 = multipleOf(P::order, 3),
                           p4 = multipleOf(P::order, 4),
                           p6{{6 * p1.l[0], 6 * p1.l[1], 6 * p1.l[2], 6 * p1.l[3], 6 * p1.l[4]}};
  static constexpr Columns squareMultiple = squareOf(P::order, 64);
  static constexpr Limbs52 radixSquared = split52(powerOfTwo(P::order, 520));
  static constexpr Limbs52 outerToInner = split52(powerOfTwo(P::order, 264)),
                           innerToOuter = split52(powerOfTwo(P::order, 256));
  static constexpr Limbs52 unit = split52(powerOfTwo(P::order, 260));
  static constexpr u64 inverse52 = negativeInverse(P::order.l[0]) & LIMB_MASK;

  Vec l[5];

  static DISJOINT_INLINE Vec set(u64 x) { return _mm512_set1_epi64((long long)x); }
  static DISJOINT_INLINE Lanes all(const Limbs52& x) {
    return {{set(x.l[0]), set(x.l[1]), set(x.l[2]), set(x.l[3]), set(x.l[4])}};
  }
  static DISJOINT_INLINE Lanes zero() { return all({{0, 0, 0, 0, 0}}); }
  static DISJOINT_INLINE Lanes one() { return all(unit); }
  using Single = Limbs52;
  static Single single(const Base& outer) { return split52(Base::mul(outer, {powerOfTwo(P::order, 260)}).v); }
  static DISJOINT_INLINE Lanes broadcast(const Single& x) { return all(x); }

  /** Carries limbs that may be negative or above 2^52; the value itself is neither negative nor above 2^260. */
  static DISJOINT_INLINE Lanes carry(Lanes x) {
    const Vec mask = set(LIMB_MASK);
    for (int i = 0; i < 4; i++) {
      x.l[i + 1] = _mm512_add_epi64(x.l[i + 1], _mm512_srai_epi64(x.l[i], 52));
      x.l[i] = _mm512_and_si512(x.l[i], mask);
    }
    return x;
  }

  /**
   * Subtracts k p where the top limb shows that x > k p; input and output are not carried. The result may exceed k p by
   * 2^-40.
   */
  static DISJOINT_INLINE Lanes takeMultiple(Lanes x, const Limbs52& kp) {
    const Mask above = _mm512_cmpgt_epi64_mask(x.l[4], set(kp.l[4] + 32));
    for (int i = 0; i < 5; i++) x.l[i] = _mm512_mask_sub_epi64(x.l[i], above, x.l[i], set(kp.l[i]));
    return x;
  }

  static DISJOINT_INLINE Lanes addRaw(const Lanes& a, const Lanes& b) {
    Lanes out;
    for (int i = 0; i < 5; i++) out.l[i] = _mm512_add_epi64(a.l[i], b.l[i]);
    return out;
  }
  static DISJOINT_INLINE Lanes subRaw(const Lanes& a, const Lanes& b) {
    Lanes out;
    for (int i = 0; i < 5; i++) out.l[i] = _mm512_sub_epi64(a.l[i], b.l[i]);
    return out;
  }

  static DISJOINT_INLINE Lanes lazyAdd(const Lanes& a, const Lanes& b) { return carry(addRaw(a, b)); }
  static DISJOINT_INLINE Lanes lazySub(const Lanes& a, const Lanes& b) { return carry(addRaw(subRaw(a, b), all(p3))); }
  static DISJOINT_INLINE Lanes difference(const Lanes& a, const Lanes& b) { return lazySub(a, b); }
  static DISJOINT_INLINE Lanes add(const Lanes& a, const Lanes& b) {
    return carry(takeMultiple(takeMultiple(addRaw(a, b), p4), p2));
  }
  static DISJOINT_INLINE Lanes sub(const Lanes& a, const Lanes& b) {
    return carry(takeMultiple(takeMultiple(addRaw(subRaw(a, b), all(p3)), p4), p2));
  }
  static DISJOINT_INLINE Lanes factorSum(const Lanes& a, const Lanes& b) { return lazyAdd(a, b); }
  static DISJOINT_INLINE Lanes neg(const Lanes& a) { return carry(subRaw(all(p3), a)); }
  /** -a, both lazy. */
  static DISJOINT_INLINE Lanes lazyNeg(const Lanes& a) { return carry(subRaw(all(p6), a)); }
  static DISJOINT_INLINE Lanes negateWhere(Mask m, const Lanes& a) {
    Lanes out;
    for (int i = 0; i < 5; i++) out.l[i] = _mm512_mask_sub_epi64(a.l[i], m, set(p3.l[i]), a.l[i]);
    return carry(out);
  }
  static DISJOINT_INLINE Lanes select(Mask m, const Lanes& a, const Lanes& b) {
    Lanes out;
    for (int i = 0; i < 5; i++) out.l[i] = _mm512_mask_mov_epi64(b.l[i], m, a.l[i]);
    return out;
  }

  /** x - k p where that is not negative. */
  static DISJOINT_INLINE Lanes reduceBy(const Lanes& x, const Limbs52& kp) {
    const Lanes d = carry(subRaw(x, all(kp)));
    return select(_mm512_cmplt_epi64_mask(d.l[4], set(0)), x, d);
  }
  /** Reduces a value below 8p to below p. */
  static Lanes canonicalise(const Lanes& x) { return reduceBy(reduceBy(reduceBy(reduceBy(x, p4), p2), p1), p1); }
  static Mask zeroMask(const Lanes& a) {
    const Lanes x = canonicalise(a);
    const Vec low = _mm512_or_si512(_mm512_or_si512(x.l[0], x.l[1]), _mm512_or_si512(x.l[2], x.l[3]));
    const Vec any = _mm512_or_si512(low, x.l[4]);
    return _mm512_cmpeq_epi64_mask(any, set(0));
  }
  /** a = k p for a small k shows in its lowest limb: -a / p modulo 2^52 is -k. */
  static DISJOINT_INLINE Mask maybeZero(const Lanes& a) {
    const Vec k = _mm512_madd52lo_epu64(set(0), a.l[0], set(inverse52));
    return _mm512_cmpgt_epu64_mask(_mm512_add_epi64(k, set(16)), set(LIMB_MASK)) | _mm512_cmpeq_epi64_mask(k, set(0));
  }
  static DISJOINT_INLINE Mask maybeStoredZero(const Lanes& a) { return _mm512_cmpeq_epi64_mask(a.l[0], set(0)); }

  /** Column sums of products, not yet reduced: room for 300 products. Below 168 p^2, the result is loose. */
  struct Product {
    Vec t[10];
    static DISJOINT_INLINE Product zero() {
      Product out;
      for (auto& x : out.t) x = set(0);
      return out;
    }
    DISJOINT_INLINE void addMul(const Lanes& a, const Lanes& b) {
      for (int i = 0; i < 5; i++)
        for (int j = 0; j < 5; j++) {
          t[i + j] = _mm512_madd52lo_epu64(t[i + j], a.l[i], b.l[j]);
          t[i + j + 1] = _mm512_madd52hi_epu64(t[i + j + 1], a.l[i], b.l[j]);
        }
    }
    DISJOINT_INLINE void addDot(const Lanes* a, const Single* b, size_t n) {
      for (size_t i = 0; i < n; i++) addMul(a[i], broadcast(b[i]));
    }
    DISJOINT_INLINE void addPairs(const Lanes* a, const Single* b, size_t n) {
      for (size_t i = 0; i < 2 * n; i += 2)
        addMul(factorSum(a[i], broadcast(b[i + 1])), factorSum(a[i + 1], broadcast(b[i])));
    }
    DISJOINT_INLINE void sub(const Product& o) {
      for (int i = 0; i < 10; i++) t[i] = _mm512_sub_epi64(t[i], o.t[i]);
    }
    /**
     * Divides by 2^260: below p + t / 2^260. Columns may be negative, the whole may not.
     * q makes the lowest 52 bits vanish, so their sum is not computed: what it carries is t / 2^52 rounded up.
     */
    DISJOINT_INLINE Lanes reduce() {
      for (int i = 0; i < 5; i++) {
        const Vec q = _mm512_madd52lo_epu64(set(0), t[i], set(inverse52));
        t[i + 1] = _mm512_add_epi64(t[i + 1], _mm512_srai_epi64(_mm512_add_epi64(t[i], set(LIMB_MASK)), 52));
        t[i + 1] = _mm512_madd52hi_epu64(t[i + 1], q, set(p1.l[0]));
        for (int j = 1; j < 5; j++) {
          t[i + j] = _mm512_madd52lo_epu64(t[i + j], q, set(p1.l[j]));
          t[i + j + 1] = _mm512_madd52hi_epu64(t[i + j + 1], q, set(p1.l[j]));
        }
      }
      return carry({{t[5], t[6], t[7], t[8], t[9]}});
    }
  };

  static DISJOINT_INLINE Lanes mul(const Lanes& a, const Lanes& b) {
    Product product = Product::zero();
    product.addMul(a, b);
    return product.reduce();
  }
  static DISJOINT_INLINE Product square(const Lanes& a) {
    Product s = Product::zero();
    for (int i = 0; i < 5; i++)
      for (int j = i + 1; j < 5; j++) {
        s.t[i + j] = _mm512_madd52lo_epu64(s.t[i + j], a.l[i], a.l[j]);
        s.t[i + j + 1] = _mm512_madd52hi_epu64(s.t[i + j + 1], a.l[i], a.l[j]);
      }
    for (auto& x : s.t) x = _mm512_add_epi64(x, x);
    for (int i = 0; i < 5; i++) {
      s.t[2 * i] = _mm512_madd52lo_epu64(s.t[2 * i], a.l[i], a.l[i]);
      s.t[2 * i + 1] = _mm512_madd52hi_epu64(s.t[2 * i + 1], a.l[i], a.l[i]);
    }
    return s;
  }
  static DISJOINT_INLINE Lanes sqr(const Lanes& a) { return square(a).reduce(); }

  /** a - b - c; a may be lazy. */
  static DISJOINT_INLINE Lanes subTwo(const Lanes& a, const Lanes& b, const Lanes& c) {
    return carry(takeMultiple(takeMultiple(addRaw(subRaw(subRaw(a, b), c), all(p6)), p4), p2));
  }
  /** a^2 + b^2 with one reduction; both may be lazy. */
  static DISJOINT_INLINE Lanes sumOfSquares(const Lanes& a, const Lanes& b) {
    Product s = square(a);
    const Product t = square(b);
    for (int i = 0; i < 10; i++) s.t[i] = _mm512_add_epi64(s.t[i], t.t[i]);
    return s.reduce();
  }
  /**
   * (a0 + a1 u)(b0 + b1 u) with u^2 = -1, all four lazy: Karatsuba on unreduced products, two reductions.
   * c0 = a0 b0 - a1 b1 is kept positive by 64 p^2 (36 p^2 is the most that is taken away).
   */
  static DISJOINT_INLINE void extensionMul(const Lanes& a0, const Lanes& a1, const Lanes& b0, const Lanes& b1,
                                           Lanes& c0, Lanes& c1) {
    Product low = Product::zero(), high = Product::zero(), cross = Product::zero();
    low.addMul(a0, b0);
    high.addMul(a1, b1);
    cross.addMul(lazyAdd(a0, a1), lazyAdd(b0, b1));
    cross.sub(low);
    cross.sub(high);
    c1 = cross.reduce();
    low.sub(high);
    for (int i = 0; i < 10; i++) low.t[i] = _mm512_add_epi64(low.t[i], set(squareMultiple.l[i]));
    c0 = low.reduce();
  }

  static DISJOINT_INLINE Lanes fromOuter(const Lanes& a) { return mul(a, all(outerToInner)); }
  static DISJOINT_INLINE Lanes toOuter(const Lanes& a) { return canonicalise(mul(a, all(innerToOuter))); }
  /** One element per lane. */
  static Lanes fromBases(const Base* outer) {
    alignas(64) u64 words[5][8];
    for (int i = 0; i < 8; i++) {
      const Single x = single(outer[i]);
      for (int k = 0; k < 5; k++) words[k][i] = x.l[k];
    }
    Lanes out;
    for (int k = 0; k < 5; k++) out.l[k] = _mm512_load_si512(words[k]);
    return out;
  }
  static DISJOINT_INLINE Lanes fromCanonicalLanes(const Lanes& a) { return mul(a, all(radixSquared)); }
  /** Converts out of Montgomery form, to the integers themselves. What is below 2^260 is reduced to p at most. */
  static DISJOINT_INLINE Lanes toCanonicalLanes(const Lanes& a) {
    Product product = Product::zero();
    for (int i = 0; i < 5; i++) product.t[i] = a.l[i];
    return reduceBy(product.reduce(), p1);
  }

  /** Lane i of the result is lane i ^ distance. */
  template <int distance>
  static DISJOINT_INLINE Lanes exchange(const Lanes& a) {
    Lanes out;
    for (int k = 0; k < 5; k++)
      out.l[k] = distance == 4   ? _mm512_shuffle_i64x2(a.l[k], a.l[k], 0x4e)
                 : distance == 2 ? _mm512_shuffle_i64x2(a.l[k], a.l[k], 0xb1)
                                 : _mm512_shuffle_epi32(a.l[k], _MM_PERM_BADC);
    return out;
  }
  static DISJOINT_INLINE Mask canonicalMask(const Lanes& a) {
    return _mm512_cmplt_epi64_mask(carry(subRaw(a, all(p1))).l[4], set(0));
  }
  static constexpr Mask allLanes = 0xff;

  /** From four vectors of 64-bit words, word i of every lane in w[i]. */
  static DISJOINT_INLINE Lanes unpack(const Vec* w) {
    const Vec m = set(LIMB_MASK);
    return {{_mm512_and_si512(w[0], m), _mm512_and_si512(_mm512_shrdi_epi64(w[0], w[1], 52), m),
             _mm512_and_si512(_mm512_shrdi_epi64(w[1], w[2], 40), m),
             _mm512_and_si512(_mm512_shrdi_epi64(w[2], w[3], 28), m), _mm512_srli_epi64(w[3], 16)}};
  }
  DISJOINT_INLINE void pack(Vec* w) const {
    w[0] = _mm512_or_si512(l[0], _mm512_slli_epi64(l[1], 52));
    w[1] = _mm512_or_si512(_mm512_srli_epi64(l[1], 12), _mm512_slli_epi64(l[2], 40));
    w[2] = _mm512_or_si512(_mm512_srli_epi64(l[2], 24), _mm512_slli_epi64(l[3], 28));
    w[3] = _mm512_or_si512(_mm512_srli_epi64(l[3], 36), _mm512_slli_epi64(l[4], 16));
  }

  /** Rows to columns of an 8 by 8 matrix of words. */
  static DISJOINT_INLINE void transpose(Vec* r) {
    Vec s[8], t[8];
    for (int i = 0; i < 8; i += 2) {
      s[i] = _mm512_unpacklo_epi64(r[i], r[i + 1]);
      s[i + 1] = _mm512_unpackhi_epi64(r[i], r[i + 1]);
    }
    for (int i = 0; i < 8; i += 4)
      for (int j = 0; j < 2; j++) {
        t[i + j] = _mm512_shuffle_i64x2(s[i + j], s[i + j + 2], 0x88);
        t[i + j + 2] = _mm512_shuffle_i64x2(s[i + j], s[i + j + 2], 0xdd);
      }
    for (int i = 0; i < 4; i++) {
      r[i] = _mm512_shuffle_i64x2(t[i], t[i + 4], 0x88);
      r[i + 4] = _mm512_shuffle_i64x2(t[i], t[i + 4], 0xdd);
    }
  }

  static DISJOINT_INLINE void loadPair(const u64* base, size_t stride, const std::uint32_t* index, Lanes& a, Lanes& b) {
    Vec w[8];
    for (int i = 0; i < 8; i++) w[i] = _mm512_loadu_si512(base + stride * (index[i] & INDEX));
    transpose(w);
    a = unpack(w);
    b = unpack(w + 4);
  }
  static DISJOINT_INLINE void storePair(u64* base, size_t stride, const std::uint32_t* index, const Lanes& a,
                                        const Lanes& b) {
    Vec w[8];
    a.pack(w);
    b.pack(w + 4);
    transpose(w);
    for (int i = 0; i < 8; i++) _mm512_storeu_si512(base + stride * index[i], w[i]);
  }
  static Lanes loadOne(const u64* base, size_t stride, const std::uint32_t* index) {
    alignas(64) u64 words[4][8];
    for (int i = 0; i < 8; i++)
      for (int k = 0; k < 4; k++) words[k][i] = base[stride * index[i] + k];
    const Vec w[4] = {_mm512_load_si512(words[0]), _mm512_load_si512(words[1]), _mm512_load_si512(words[2]),
                      _mm512_load_si512(words[3])};
    return unpack(w);
  }
  static DISJOINT_INLINE void storeOne(u64* base, size_t stride, const std::uint32_t* index, const Lanes& a) {
    Vec w[4];
    a.pack(w);
    // Words 0, 1 and words 2, 3 of the even lanes, then of the odd ones; then whole elements of two lanes each.
    const Vec low = _mm512_setr_epi64(0, 1, 8, 9, 2, 3, 10, 11), high = _mm512_setr_epi64(4, 5, 12, 13, 6, 7, 14, 15);
    for (int odd = 0; odd < 2; odd++) {
      const Vec first = odd ? _mm512_unpackhi_epi64(w[0], w[1]) : _mm512_unpacklo_epi64(w[0], w[1]),
                second = odd ? _mm512_unpackhi_epi64(w[2], w[3]) : _mm512_unpacklo_epi64(w[2], w[3]);
      const Vec pairs[2] = {_mm512_permutex2var_epi64(first, low, second),
                            _mm512_permutex2var_epi64(first, high, second)};
      for (int i = 0; i < 2; i++) {
        const auto to = [&](int lane) { return (__m256i*)(base + stride * index[lane]); };
        _mm256_storeu_si256(to(4 * i + odd), _mm512_castsi512_si256(pairs[i]));
        _mm256_storeu_si256(to(4 * i + 2 + odd), _mm512_extracti64x4_epi64(pairs[i], 1));
      }
    }
  }
  static DISJOINT_INLINE Mask signMask(const std::uint32_t* index) {
    return _mm256_movepi32_mask(_mm256_loadu_si256((const __m256i*)index));
  }

  /** Inverse in every lane, none zero: one inversion for the eight (Montgomery's trick), in 64-bit limbs. */
  static Lanes invertAll(const Lanes& a) {
    alignas(64) u64 words[4][8];
    Vec w[4];
    canonicalise(a).pack(w);
    for (int i = 0; i < 4; i++) _mm512_store_si512(words[i], w[i]);
    Base x[8], before[8], all = Base::one();
    for (int i = 0; i < 8; i++) {
      for (int k = 0; k < 4; k++) x[i].v.l[k] = words[k][i];
      before[i] = all;
      all = Base::mul(all, x[i]);
    }
    // From x^-1 2^-260 to x^-1 2^260, in a product that divides by 2^256.
    static constexpr Limbs radix = powerOfTwo(P::order, 2 * 260 + 256);
    all = Base::mul({inverseInteger<P>(all.v)}, {radix});
    for (int i = 7; i >= 0; i--) {
      const Base inverse = Base::mul(all, before[i]);
      all = Base::mul(all, x[i]);
      for (int k = 0; k < 4; k++) words[k][i] = inverse.v.l[k];
    }
    for (int i = 0; i < 4; i++) w[i] = _mm512_load_si512(words[i]);
    return unpack(w);
  }
};

DISJOINT_END
