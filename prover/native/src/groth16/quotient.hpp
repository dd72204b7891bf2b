/**
 * @file The quotient's values on the odd coset: three transforms, with their first and last passes across the lanes.
 */
#pragma once
#include "ntt/ntt.hpp"

DISJOINT_BEGIN

template <class L>
class Quotient {
 public:
  /** Three polynomials, and the tables of the transform. */
  static size_t scratchBytes(unsigned log) { return 3 * (sizeof(L) << log) / L::lanes + Ntt<L>::tableBytes(log); }

  static void run(Workers& workers, void* a, void* b, unsigned log, void* scratch) {
    Quotient(workers, (u64*)a, (const u64*)b, log, (L*)scratch).compute();
  }

 private:
  static constexpr size_t STEP = 512;

  Quotient(Workers& workers, u64* a, const u64* b, unsigned log, L* scratch)
      : workers_(workers), a_(a), b_(b), log_(log), vectors_((size_t{1} << log) / L::lanes), poly_(scratch),
        ntt_(workers, log, scratch + 3 * vectors_) {}

  void compute() {
    parallelRanges(workers_, vectors_, STEP, [&](size_t from, size_t to) { readIn(from, to); });
    for (int i = 0; i < 3; i++) ntt_.toCoset(poly_ + i * vectors_);
    parallelRanges(workers_, vectors_, STEP, [&](size_t from, size_t to) { writeOut(from, to); });
  }

  /** References to elements j and j + 1 of each lane's range, for loadPair and storePair. */
  void neighbours(std::uint32_t* index, size_t j) const {
    for (int i = 0; i < L::lanes; i++) index[i] = (std::uint32_t)(i * vectors_ + j);
  }

  void readIn(size_t from, size_t to) {
    // Coefficients come out multiplied by 2^log: the factor is removed while changing the radix.
    Fr scale = Fr::one();
    const Fr half = Fr::invert(Fr::small(2));
    for (unsigned i = 0; i < log_; i++) scale = Fr::mul(scale, half);
    const L scaling = L::broadcast(L::single(scale));
    Twiddle twiddle(log_, from, true);
    for (size_t j = from; j < to; j += 2) {
      std::uint32_t index[L::lanes];
      neighbours(index, j);
      L a[2], b[2];
      L::loadPair(a_, 4, index, a[0], a[1]);
      L::loadPair(b_, 4, index, b[0], b[1]);
      for (int k = 0; k < 2; k++, twiddle.advance()) {
        const L x = L::fromOuter(a[k]), y = L::mul(L::fromOuter(b[k]), scaling);
        poly_[j + k] = twiddle.frequency(L::mul(x, scaling));
        poly_[vectors_ + j + k] = twiddle.frequency(y);
        poly_[2 * vectors_ + j + k] = twiddle.frequency(L::mul(x, y));
      }
    }
  }

  void writeOut(size_t from, size_t to) {
    Twiddle twiddle(log_, from, false);
    for (size_t j = from; j < to; j += 2) {
      std::uint32_t index[L::lanes];
      neighbours(index, j);
      L out[2];
      for (int k = 0; k < 2; k++, twiddle.advance()) {
        const L a = twiddle.time(poly_[j + k]), b = twiddle.time(poly_[vectors_ + j + k]);
        out[k] = L::toCanonicalLanes(L::sub(L::mul(a, b), twiddle.time(poly_[2 * vectors_ + j + k])));
      }
      L::storePair(a_, 4, index, out[0], out[1]);
    }
  }

  /**
   * The transform across the lanes of vector j, with its twiddle factors. Going in (decimation in frequency) lane l
   * ends as residue k = reverse(l) times w^-jk; coming out (in time) it is first multiplied by (g w^j)^k, g = w_2N.
   */
  class Twiddle {
   public:
    Twiddle(unsigned log, size_t j, bool backwards) {
      if constexpr (L::lanes == 8) {
        const Fr root = rootOfUnity(log), eighth = rootOfUnity(3);
        const Fr w = backwards ? Fr::invert(root) : root, v = backwards ? Fr::invert(eighth) : eighth;
        const Fr start = backwards ? Fr::one() : rootOfUnity(log + 1);
        const Fr at = Fr::mul(start, Fr::power(w, {{j, 0, 0, 0}})), v2 = Fr::sqr(v), one = Fr::one();
        Fr first[8], steps[8];
        for (unsigned l = 0; l < 8; l++) {
          const u64 k = (l & 1) << 2 | (l & 2) | l >> 2;
          first[l] = Fr::power(at, {{k, 0, 0, 0}});
          steps[l] = Fr::power(w, {{k, 0, 0, 0}});
        }
        const Fr eighths[8] = {one, one, one, one, one, v, v2, Fr::mul(v2, v)};
        const Fr quarters[8] = {one, one, one, v2, one, one, one, v2};
        factor_ = L::fromBases(first);
        step_ = L::fromBases(steps);
        eighths_ = L::fromBases(eighths);
        quarters_ = L::fromBases(quarters);
      }
    }

    DISJOINT_INLINE void advance() {
      if constexpr (L::lanes == 8) factor_ = L::mul(factor_, step_);
    }

    DISJOINT_INLINE L frequency(L x) const {
      if constexpr (L::lanes == 8) {
        x = L::mul(butterfly<4>(x, 0xf0), eighths_);
        x = L::mul(butterfly<2>(x, 0xcc), quarters_);
        x = L::mul(butterfly<1>(x, 0xaa), factor_);
      }
      return x;
    }

    DISJOINT_INLINE L time(L x) const {
      if constexpr (L::lanes == 8) {
        x = butterfly<1>(L::mul(x, factor_), 0xaa);
        x = butterfly<2>(L::mul(x, quarters_), 0xcc);
        x = butterfly<4>(L::mul(x, eighths_), 0xf0);
      }
      return x;
    }

   private:
    /** (a, b) to (a + b, a - b) for lanes `distance` apart; `upper` are the lanes of the b. */
    template <int distance>
    static DISJOINT_INLINE L butterfly(const L& x, typename L::Mask upper) {
      return L::add(L::template exchange<distance>(x), L::negateWhere(upper, x));
    }

    L factor_, step_, eighths_, quarters_;
  };

  Workers& workers_;
  u64* a_;
  const u64* b_;
  unsigned log_;
  size_t vectors_;
  L* poly_;
  Ntt<L> ntt_;
};

/** Handles transforms too short to fill the lanes by choosing between the two. */
template <class L>
struct AnyQuotient {
  static constexpr unsigned SHORTEST = 5;

  static size_t scratchBytes(unsigned log) {
    return log < SHORTEST ? Quotient<Fr>::scratchBytes(log) : Quotient<L>::scratchBytes(log);
  }
  static void run(Workers& workers, void* a, void* b, unsigned log, void* scratch) {
    (log < SHORTEST ? Quotient<Fr>::run : Quotient<L>::run)(workers, a, b, log, scratch);
  }
};

DISJOINT_END
