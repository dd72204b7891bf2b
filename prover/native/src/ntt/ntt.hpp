/**
 * @file Number-theoretic transforms down vectors of 1 or 8 lanes, every lane by itself.
 *
 * Together with one pass across the lanes (see cross_lanes.hpp) they make one transform of all elements; without it, a
 * transform for each lane. The first one decimates in frequency, the second one in time, so that the order between them
 * (bits reversed) never has to be undone. The first uses the inverse roots; the second ends on the domain again or,
 * with the coset's powers in its twiddle factors, on the coset w_2N * <w_N>.
 */
#pragma once
#include "field/field.hpp"
#include "runtime/parallel.hpp"

DISJOINT_BEGIN

/** A primitive 2^log-th root of unity: a power of 5^((r-1)/2^28), as in ffjavascript. */
inline Fr rootOfUnity(unsigned log) {
  static const Fr last = [] {
    Limbs exponent = minus(Fr::order, {{1, 0, 0, 0}});
    for (int i = 0; i < 28; i++) {
      for (int k = 0; k < 4; k++) exponent.l[k] = exponent.l[k] >> 1 | (k < 3 ? exponent.l[k + 1] << 63 : 0);
    }
    return Fr::power(Fr::small(5), exponent);
  }();
  Fr root = last;
  for (unsigned i = log; i < 28; i++) root = Fr::sqr(root);
  return root;
}

/** Where the second transform ends. */
enum class Target { domain, coset };

template <class L>
class Ntt {
 public:
  using Single = typename L::Single;
  /** Vectors that are transformed together inside the L2 cache. */
  static constexpr size_t BLOCK = 8192 / L::lanes;
  static constexpr size_t STEP = 256;

  static size_t tableBytes(size_t vectors) { return 2 * sizeof(Single) * vectors; }

  /**
   * Tables for transforms of `vectors` vectors and of all smaller powers of two. Twiddle factors of the stage of half
   * size h are kept at [h, 2h): w_2h^-j for the first transform, w_2h^j or, onto the coset, w_4h^(2j+1) for the second.
   */
  static void fillTables(Workers& workers, void* tables, size_t vectors, Target target) {
    Single* const first = (Single*)tables;
    Single* const second = first + vectors;
    const Fr w = rootOfUnity((unsigned)__builtin_ctzll(vectors) + 1);
    const auto fill = [&](size_t h, size_t from, size_t to) {
      Fr quarter = w;
      for (size_t k = 2 * h; k < vectors; k *= 2) quarter = Fr::sqr(quarter);
      const Fr step = Fr::sqr(quarter), backStep = Fr::power(step, {{2 * h - 1, 0, 0, 0}});
      Fr back = Fr::power(backStep, {{from, 0, 0, 0}});
      Fr ahead = Fr::power(step, {{from, 0, 0, 0}});
      if (target == Target::coset) ahead = Fr::mul(ahead, quarter);
      for (size_t j = from; j < to; j++) {
        first[h + j] = L::single(back);
        second[h + j] = L::single(ahead);
        back = Fr::mul(back, backStep);
        ahead = Fr::mul(ahead, step);
      }
    };
    constexpr size_t PART = 4096;
    for (size_t h = 1; h < vectors; h *= 2)
      parallelRanges(workers, h, PART, [&](size_t from, size_t to) { fill(h, from, to); });
  }

  /** @param vectors that the tables are for */
  Ntt(Workers& workers, const void* tables, size_t vectors)
      : workers_(workers), first_((const Single*)tables), second_(first_ + vectors) {}

  void forward(L* x, size_t n) const {
    wideFrequency(x, n);
    eachBlock(n, [&](size_t at, size_t block) { blockFrequency(x + at, block); });
  }
  /** Undoes `forward`, up to a factor of n. */
  void backward(L* x, size_t n) const {
    eachBlock(n, [&](size_t at, size_t block) { blockTime(x + at, block); });
    wideTime(x, n);
  }
  /** Both, while the blocks are in the cache. */
  void forwardAndBackward(L* x, size_t n) const {
    wideFrequency(x, n);
    eachBlock(n, [&](size_t at, size_t block) { blockFrequency(x + at, block), blockTime(x + at, block); });
    wideTime(x, n);
  }

 private:
  static size_t blockOf(size_t n) { return n < BLOCK ? n : BLOCK; }
  static bool isOdd(size_t n) { return __builtin_ctzll(n) & 1; }

  template <class Run>
  void eachBlock(size_t n, Run&& run) const {
    const size_t block = blockOf(n);
    parallel(workers_, n / block, [&](size_t b, unsigned) { run(b * block, block); });
  }

  /** Every butterfly of one stage (levels 1) or two (levels 2); h is half the size of the wider stage. */
  template <class Butterfly>
  void pass(size_t n, size_t h, int levels, Butterfly&& butterfly) const {
    const size_t span = h / levels;
    parallelRanges(workers_, n / 2 / levels, STEP, [&](size_t from, size_t to) {
      for (size_t i = from; i < to; i++) butterfly(i / span * 2 * h, i % span, h);
    });
  }
  template <class Butterfly>
  static void each(size_t n, size_t h, int levels, Butterfly&& butterfly) {
    for (size_t at = 0; at < n; at += 2 * h)
      for (size_t j = 0; j < h / levels; j++) butterfly(at, j, h);
  }

  /** The stages that are wider than a block. */
  void wideFrequency(L* x, size_t n) const {
    const size_t block = blockOf(n);
    size_t s = n / 2;
    if (isOdd(n / block)) pass(n, s, 1, [&](size_t at, size_t j, size_t h) { frequency2(x + at, h, j); }), s /= 2;
    for (; s >= block; s /= 4) pass(n, s, 2, [&](size_t at, size_t j, size_t h) { frequency4(x + at, h, j); });
  }
  void wideTime(L* x, size_t n) const {
    const size_t block = blockOf(n);
    const bool odd = isOdd(n / block);
    for (size_t s = block * 2; s < n / (odd ? 2 : 1); s *= 4)
      pass(n, s, 2, [&](size_t at, size_t j, size_t h) { time4(x + at, h, j); });
    if (odd) pass(n, n / 2, 1, [&](size_t at, size_t j, size_t h) { time2(x + at, h, j); });
  }

  void blockFrequency(L* x, size_t n) const {
    size_t s = n / 2;
    if (isOdd(n)) each(n, s, 1, [&](size_t at, size_t j, size_t h) { frequency2(x + at, h, j); }), s /= 2;
    for (; s >= 2; s /= 4) each(n, s, 2, [&](size_t at, size_t j, size_t h) { frequency4(x + at, h, j); });
  }
  void blockTime(L* x, size_t n) const {
    const bool odd = isOdd(n);
    for (size_t s = 2; s < n / (odd ? 2 : 1); s *= 4)
      each(n, s, 2, [&](size_t at, size_t j, size_t h) { time4(x + at, h, j); });
    if (odd) each(n, n / 2, 1, [&](size_t at, size_t j, size_t h) { time2(x + at, h, j); });
  }

  DISJOINT_INLINE L first(size_t h, size_t j) const { return L::broadcast(first_[h + j]); }
  DISJOINT_INLINE L second(size_t h, size_t j) const { return L::broadcast(second_[h + j]); }

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

  DISJOINT_INLINE void frequency2(L* x, size_t h, size_t j) const { splitFrequency(x[j], x[j + h], first(h, j)); }
  DISJOINT_INLINE void time2(L* x, size_t h, size_t j) const { joinTime(x[j], x[j + h], second(h, j)); }

  DISJOINT_INLINE void frequency4(L* x, size_t h, size_t j) const {
    const size_t q = h / 2;
    L x0 = x[j], x1 = x[j + q], x2 = x[j + h], x3 = x[j + h + q];
    splitFrequency(x0, x2, first(h, j));
    splitFrequency(x1, x3, first(h, j + q));
    const L factor = first(q, j);
    splitFrequency(x0, x1, factor);
    splitFrequency(x2, x3, factor);
    x[j] = x0, x[j + q] = x1, x[j + h] = x2, x[j + h + q] = x3;
  }
  DISJOINT_INLINE void time4(L* x, size_t h, size_t j) const {
    const size_t q = h / 2;
    L x0 = x[j], x1 = x[j + q], x2 = x[j + h], x3 = x[j + h + q];
    const L factor = second(q, j);
    joinTime(x0, x1, factor);
    joinTime(x2, x3, factor);
    joinTime(x0, x2, second(h, j));
    joinTime(x1, x3, second(h, j + q));
    x[j] = x0, x[j + q] = x1, x[j + h] = x2, x[j + h + q] = x3;
  }

  Workers& workers_;
  const Single* first_;
  const Single* second_;
};

DISJOINT_END
