/** @file Many small multi-scalar multiplications at once: the columns of a circuit's matrices, in the exponent. */
#pragma once
#include <vector>

#include "curve/curve.hpp"
#include "runtime/job.hpp"
#include "list_sums.hpp"

namespace disjoint {

/** One product of a column. */
struct ColumnTerm {
  u32 point;
  const unsigned char* scalar;
};

/**
 * Sums of columns over one array of points, by Straus's method: each term has a small table of multiples; the sums of
 * all columns of a chunk are doubled together, and their terms' digits are added in one tree of batched additions.
 */
template <class F>
class ColumnSums {
 public:
  /** @param points file form; checked by `import` */
  ColumnSums(Job& job, const GroupArithmetic& group, size_t points);

  /** Reads `n` points as numbers `at` and following. @return false when one is not on its curve */
  bool import(size_t at, const void* outer, size_t n);

  /** Column k is the sum of terms[starts[k]] up to terms[starts[k + 1]]. The sums are in file form. */
  Array<Affine<F>> sum(const char* what, const std::vector<ColumnTerm>& terms, const std::vector<u32>& starts);

 private:
  static constexpr unsigned BITS = 5, WINDOWS = 51, TABLE = 1 << (BITS - 1);
  /** Terms per chunk; a longer column is split into pieces. */
  static constexpr u32 CHUNK = 4096;
  static constexpr size_t SLOTS = size_t{CHUNK} * TABLE + CHUNK + ListSums::slots(2 * CHUNK);

  struct Piece {
    u32 column, from, to;
  };
  void chunk(unsigned thread, const Piece* pieces, size_t n, const ColumnTerm* terms, Affine<F>* out);
  void fillTables(ListSums& lists, u32 slot, const ColumnTerm* terms, u32 n);

  Job& job_;
  const GroupArithmetic& group_;
  size_t count_;
  Array<Affine<F>> points_;
};

extern template class ColumnSums<Fq>;
extern template class ColumnSums<Fq2>;

}  // namespace disjoint
