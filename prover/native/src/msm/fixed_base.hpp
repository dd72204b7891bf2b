/** @file Many multiples of one point: a table of its window multiples, batched affine additions. */
#pragma once
#include <functional>
#include <vector>

#include "curve/curve.hpp"
#include "runtime/job.hpp"
#include "list_sums.hpp"

namespace disjoint {

template <class F>
class FixedBase {
 public:
  /** @param expected number of multiples that will be computed, which decides the size of the table */
  FixedBase(Job& job, const GroupArithmetic& group, const Affine<F>& base, size_t expected);

  /**
   * scalars[i] (canonical) times the base for every i, in file form, one block at a time.
   *
   * @param use called from any thread with the index of the first point, the points, and their number
   */
  void multiply(const Limbs* scalars, size_t n, const std::function<void(size_t, const Affine<F>*, size_t)>& use);

 private:
  static constexpr size_t STEP = 4096;

  size_t entries() const { return size_t{1} << (bits_ - 1); }
  u32 entry(unsigned window, std::int32_t digit) const;
  void fillTable(const Affine<F>& base);
  void stretch(unsigned thread, const Limbs* scalars, size_t n, Affine<F>* out);

  Job& job_;
  const GroupArithmetic& group_;
  unsigned bits_, windows_;
  size_t tableSize_;
  /** The table, then each thread's sums. */
  Array<Affine<F>> points_;
  std::vector<Pairs> pairs_;
};

extern template class FixedBase<Fq>;
extern template class FixedBase<Fq2>;

Affine<Fq> generatorG1();
Affine<Fq2> generatorG2();

}  // namespace disjoint
