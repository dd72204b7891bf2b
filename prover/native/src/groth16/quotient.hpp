/**
 * @file The quotient's values on the odd coset: three transforms, with their first and last passes across the lanes.
 */
#pragma once
#include "ntt/cross_lanes.hpp"
#include "ntt/ntt.hpp"

DISJOINT_BEGIN

template <class L>
class Quotient {
 public:
  /** Three polynomials, and the tables of the transform. */
  static size_t scratchBytes(unsigned log) {
    return 3 * (sizeof(L) << log) / L::lanes + Ntt<L>::tableBytes((size_t{1} << log) / L::lanes);
  }

  static void run(Workers& workers, void* a, void* b, unsigned log, void* scratch) {
    Quotient(workers, (u64*)a, (const u64*)b, log, (L*)scratch).compute();
  }

 private:
  static constexpr size_t STEP = 512;

  Quotient(Workers& workers, u64* a, const u64* b, unsigned log, L* scratch)
      : workers_(workers), a_(a), b_(b), log_(log), vectors_((size_t{1} << log) / L::lanes), poly_(scratch),
        ntt_(workers, scratch + 3 * vectors_, vectors_) {
    Ntt<L>::fillTables(workers, scratch + 3 * vectors_, vectors_, Target::coset);
  }

  void compute() {
    parallelRanges(workers_, vectors_, STEP, [&](size_t from, size_t to) { readIn(from, to); });
    for (int i = 0; i < 3; i++) ntt_.forwardAndBackward(poly_ + i * vectors_, vectors_);
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
    auto twiddle = CrossLanes<L>::first(log_, from);
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
    auto twiddle = CrossLanes<L>::second(log_, from, Target::coset);
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
