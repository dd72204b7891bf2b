/** @file Transforms of polynomials: packed coefficients to values and back. */
#pragma once
#include "backend/arithmetic.hpp"
#include "ntt/cross_lanes.hpp"
#include "ntt/ntt.hpp"
#include "packed.hpp"

DISJOINT_BEGIN

/** The values are in an order of their own, which is the same for all polynomials. */
template <class L>
struct Transform {
  /** Vectors per task. */
  static constexpr size_t STEP = 512;

  static constexpr size_t vectors(unsigned log) { return (size_t{1} << log) / L::lanes; }

  static size_t tableBytes(unsigned log) { return Ntt<L>::tableBytes(vectors(log)); }
  static void fillTables(Workers& workers, void* tables, unsigned log) {
    Ntt<L>::fillTables(workers, tables, vectors(log), Target::domain);
  }

  /** The 2^log values of a polynomial of at most as many coefficients. */
  static void forward(Workers& workers, const TransformTables& tables, const void* coefficients, size_t count,
                      unsigned log, void* values) {
    L* const x = (L*)values;
    const size_t m = vectors(log);
    parallelRanges(workers, m, STEP, [&](size_t from, size_t to) {
      auto cross = CrossLanes<L>::first(log, from);
      for (size_t j = from; j < to; j += 2) {
        Packed<L>::load((const u64*)coefficients, count, {j, m}, x[j], x[j + 1]);
        for (int k = 0; k < 2; k++, cross.advance()) x[j + k] = cross.frequency(x[j + k]);
      }
    });
    ntt(workers, tables).forward(x, m);
  }

  /** Coefficients `from` to `to` of the polynomial with these values, which are overwritten. */
  static void backward(Workers& workers, const TransformTables& tables, void* values, unsigned log, void* out,
                       size_t from, size_t to) {
    L* const x = (L*)values;
    const size_t m = vectors(log);
    ntt(workers, tables).backward(x, m);
    const L scaling = L::broadcast(scale(log));
    parallelRanges(workers, m, STEP, [&](size_t first, size_t end) {
      auto cross = CrossLanes<L>::second(log, first, Target::domain);
      for (size_t j = first; j < end; j += 2) {
        for (int k = 0; k < 2; k++, cross.advance()) x[j + k] = L::mul(cross.time(x[j + k]), scaling);
        Packed<L>::store((u64*)out, from, to, {j, m}, x[j], x[j + 1]);
      }
    });
  }

  /** 2^-log */
  static typename L::Single scale(unsigned log) {
    static const Fr half = Fr::invert(Fr::small(2));
    return L::single(Fr::power(half, {{log, 0, 0, 0}}));
  }

  static Ntt<L> ntt(Workers& workers, const TransformTables& tables) {
    return Ntt<L>(workers, tables.at, vectors(tables.log));
  }
};

DISJOINT_END
