/**
 * @file Number-theoretic transforms of 2^log elements held in vectors of 1 or 8 lanes.
 *
 * Lane i of vector j is element j + i M, M vectors in all. One pass crosses the lanes (a transform of their size and a
 * multiplication by twiddle factors); all other passes run down the vectors with the same factor in every lane. The
 * inverse transform decimates in frequency, the one onto the coset w_2N * <w_N> in time, so that the order between them
 * (bits reversed) never has to be undone; the coset's powers are part of the twiddle factors of the second one.
 */
#pragma once
#include "field/field.hpp"
#include "runtime/parallel.hpp"

DISJOINT_BEGIN

/** A primitive 2^log-th root of unity: a power of 5^((r-1)/2^28), as in ffjavascript. */
inline Fr rootOfUnity(unsigned log) {
  Limbs exponent = minus(Fr::order, {{1, 0, 0, 0}});
  for (int i = 0; i < 28; i++) {
    for (int k = 0; k < 4; k++) exponent.l[k] = exponent.l[k] >> 1 | (k < 3 ? exponent.l[k + 1] << 63 : 0);
  }
  Fr root = Fr::power(Fr::small(5), exponent);
  for (unsigned i = log; i < 28; i++) root = Fr::sqr(root);
  return root;
}

template <class L>
class Ntt {
 public:
  using Single = typename L::Single;
  /** Vectors that are transformed together inside the L2 cache. */
  static constexpr size_t BLOCK = 8192 / L::lanes;
  static constexpr size_t STEP = 256;

  static size_t tableBytes(unsigned log) { return 2 * (sizeof(Single) << log) / L::lanes; }

  Ntt(Workers& workers, unsigned log, void* tables)
      : workers_(workers),
        vectors_((size_t{1} << log) / L::lanes),
        inverse_((Single*)tables),
        coset_(inverse_ + vectors_) {
    fillTables(log);
  }

  size_t vectors() const { return vectors_; }

  /** Down the vectors: values to coefficients (times M) and on to values on the coset. */
  void toCoset(L* x) const {
    const size_t block = vectors_ < BLOCK ? vectors_ : BLOCK;
    size_t s = vectors_ / 2;
    const bool odd = __builtin_ctzll(vectors_ / block) & 1;
    if (odd) pass(x, s, 1, [&](size_t at, size_t j, size_t h) { frequency2(x + at, h, j); }), s /= 2;
    for (; s >= block; s /= 4) pass(x, s, 2, [&](size_t at, size_t j, size_t h) { frequency4(x + at, h, j); });
    parallel(workers_, vectors_ / block, [&](size_t b, unsigned) { blockToCoset(x + b * block, block); });
    for (s = block * 2; s < vectors_ / (odd ? 2 : 1); s *= 4)
      pass(x, s, 2, [&](size_t at, size_t j, size_t h) { time4(x + at, h, j); });
    if (odd) pass(x, vectors_ / 2, 1, [&](size_t at, size_t j, size_t h) { time2(x + at, h, j); });
  }

 private:
  /** Every butterfly of one stage (levels 1) or two (levels 2); h is half the size of the wider stage. */
  template <class Butterfly>
  void pass(L*, size_t h, int levels, Butterfly&& butterfly) const {
    const size_t span = h / levels, count = vectors_ / 2 / levels;
    parallelRanges(workers_, count, STEP, [&](size_t from, size_t to) {
      for (size_t i = from; i < to; i++) butterfly(i / span * 2 * h, i % span, h);
    });
  }

  void blockToCoset(L* x, size_t n) const {
    size_t s = n / 2;
    const bool odd = __builtin_ctzll(n) & 1;
    const auto each = [&](size_t h, int levels, auto&& butterfly) {
      for (size_t at = 0; at < n; at += 2 * h)
        for (size_t j = 0; j < h / levels; j++) butterfly(x + at, h, j);
    };
    if (odd) each(s, 1, [&](L* y, size_t h, size_t j) { frequency2(y, h, j); }), s /= 2;
    for (; s >= 2; s /= 4) each(s, 2, [&](L* y, size_t h, size_t j) { frequency4(y, h, j); });
    for (s = 2; s < n / (odd ? 2 : 1); s *= 4) each(s, 2, [&](L* y, size_t h, size_t j) { time4(y, h, j); });
    if (odd) each(n / 2, 1, [&](L* y, size_t h, size_t j) { time2(y, h, j); });
  }

  DISJOINT_INLINE L inverse(size_t h, size_t j) const { return L::broadcast(inverse_[h + j]); }
  DISJOINT_INLINE L coset(size_t h, size_t j) const { return L::broadcast(coset_[h + j]); }

  static DISJOINT_INLINE void splitFrequency(L& a, L& b, const L& factor) {
    const L difference = L::lazySub(a, b);
    a = L::add(a, b);
    b = L::mul(difference, factor);
  }
  static DISJOINT_INLINE void joinTime(L& a, L& b, const L& factor) {
    const L product = L::mul(b, factor);
    b = L::sub(a, product);
    a = L::add(a, product);
  }

  DISJOINT_INLINE void frequency2(L* x, size_t h, size_t j) const { splitFrequency(x[j], x[j + h], inverse(h, j)); }
  DISJOINT_INLINE void time2(L* x, size_t h, size_t j) const { joinTime(x[j], x[j + h], coset(h, j)); }

  DISJOINT_INLINE void frequency4(L* x, size_t h, size_t j) const {
    const size_t q = h / 2;
    L x0 = x[j], x1 = x[j + q], x2 = x[j + h], x3 = x[j + h + q];
    splitFrequency(x0, x2, inverse(h, j));
    splitFrequency(x1, x3, inverse(h, j + q));
    const L factor = inverse(q, j);
    splitFrequency(x0, x1, factor);
    splitFrequency(x2, x3, factor);
    x[j] = x0, x[j + q] = x1, x[j + h] = x2, x[j + h + q] = x3;
  }
  DISJOINT_INLINE void time4(L* x, size_t h, size_t j) const {
    const size_t q = h / 2;
    L x0 = x[j], x1 = x[j + q], x2 = x[j + h], x3 = x[j + h + q];
    const L factor = coset(q, j);
    joinTime(x0, x1, factor);
    joinTime(x2, x3, factor);
    joinTime(x0, x2, coset(h, j));
    joinTime(x1, x3, coset(h, j + q));
    x[j] = x0, x[j + q] = x1, x[j + h] = x2, x[j + h + q] = x3;
  }

  /**
   * Twiddle factors of the stage of half size h are kept at [h, 2h): w_2h^-j for the inverse, w_4h^(2j+1) for the
   * coset. All are powers of w = w_2M.
   */
  void fillTables(unsigned log) {
    const size_t m = vectors_;
    const Fr w = rootOfUnity(log + 1 - __builtin_ctz(L::lanes));
    const auto fill = [&](size_t h, size_t from, size_t to) {
      Fr quarter = w;
      for (size_t k = 2 * h; k < m; k *= 2) quarter = Fr::sqr(quarter);
      const Fr step = Fr::sqr(quarter), backStep = Fr::power(step, {{2 * h - 1, 0, 0, 0}});
      Fr back = Fr::power(backStep, {{from, 0, 0, 0}});
      Fr odd = Fr::mul(Fr::power(step, {{from, 0, 0, 0}}), quarter);
      for (size_t j = from; j < to; j++) {
        inverse_[h + j] = L::single(back);
        coset_[h + j] = L::single(odd);
        back = Fr::mul(back, backStep);
        odd = Fr::mul(odd, step);
      }
    };
    constexpr size_t PART = 4096;
    for (size_t h = 1; h < m; h *= 2)
      parallelRanges(workers_, h, PART, [&](size_t from, size_t to) { fill(h, from, to); });
  }

  Workers& workers_;
  size_t vectors_;
  Single* inverse_;
  Single* coset_;
};

DISJOINT_END
