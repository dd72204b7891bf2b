/**
 * @file Steps between two levels of a product tree for small nodes, one pair in each lane.
 *
 * A node of degree d stands for the product of 1 - u y over its d points u, which is kept as a_0, ..., a_(d-1) with
 * 1 + y a. For a pair of neighbours 1 + y a and 1 + y b, and the 2d elements of `data` at their places:
 *
 * - multiply: the product, as a + b + y a b.
 * - descend: from the first 2d coefficients c of f / ((1 + y a)(1 + y b)), those of f / (1 + y a) and f / (1 + y b)
 *   that the next step needs: coefficients d to 2d - 1 of c (1 + y b) and of c (1 + y a). At the bottom, with d = 1,
 *   they are the values of the reversed f at the points (scaled remainder tree, Bernstein 2004).
 * - combine: from numerators n and m, n (1 + y b) + m (1 + y a).
 *
 * Up to degree 16 products are computed term by term, then by transforms of 2d values, in which none overlaps.
 */
#pragma once
#include "transform.hpp"

DISJOINT_BEGIN

template <class L>
class TreeSteps {
 public:
  static constexpr size_t SMALL_DEGREE = 256;

  static size_t scratchBytes(size_t degree) { return 5 * 2 * degree * sizeof(L); }

  static void run(TreeStep step, const TransformTables& tables, const TreeLevel& level, void* data, size_t from,
                  size_t to, void* scratch) {
    TreeSteps steps(tables, level, (u64*)data, (L*)scratch);
    for (size_t pair = from; pair < to; pair += L::lanes) {
      steps.choose(pair, to);
      if (step == TreeStep::multiply) steps.multiply();
      if (step == TreeStep::descend) steps.descend();
      if (step == TreeStep::combine) steps.combine();
    }
  }

 private:
  static constexpr size_t TERM_BY_TERM = 16, WORDS = Packed<L>::WORDS;

  TreeSteps(const TransformTables& tables, const TreeLevel& level, u64* data, L* scratch)
      : nodes_((const u64*)level.nodes), d_(level.degree), data_(data), a_(scratch), b_(a_ + 2 * d_), x_(b_ + 2 * d_),
        y_(x_ + 2 * d_), sum_(y_ + 2 * d_), ntt_(Transform<L>::ntt(alone_, tables)),
        scaling_(L::broadcast(Transform<L>::scale((unsigned)__builtin_ctzll(2 * d_)))) {}

  /** Lanes beyond the last pair repeat it. */
  void choose(size_t pair, size_t end) {
    for (size_t l = 0; l < L::lanes; l++)
      start_[l] = (std::uint32_t)((pair + l < end ? pair + l : end - 1) * 2 * d_);
  }

  void load(const u64* base, size_t offset, size_t n, L* to) const {
    std::uint32_t index[L::lanes];
    for (size_t e = 0; e < n; e += 2) {
      for (int l = 0; l < L::lanes; l++) index[l] = start_[l] + (std::uint32_t)(offset + e);
      if (n == 1)
        to[0] = L::loadOne(base, WORDS, index);
      else
        L::loadPair(base, WORDS, index, to[e], to[e + 1]);
    }
  }
  void store(size_t offset, size_t n, const L* from) const {
    std::uint32_t index[L::lanes];
    for (size_t e = 0; e < n; e += 2) {
      for (int l = 0; l < L::lanes; l++) index[l] = start_[l] + (std::uint32_t)(offset + e);
      if (n == 1)
        L::storeOne(data_, WORDS, index, from[0]);
      else
        L::storePair(data_, WORDS, index, from[e], from[e + 1]);
    }
  }
  void loadNodes() {
    load(nodes_, 0, d_, a_);
    load(nodes_, d_, d_, b_);
  }

  bool termByTerm() const { return d_ <= TERM_BY_TERM; }
  void forward(L* x, size_t used) {
    for (size_t i = used; i < 2 * d_; i++) x[i] = L::zero();
    ntt_.forward(x, 2 * d_);
  }
  void backward(L* x) {
    ntt_.backward(x, 2 * d_);
    for (size_t i = 0; i < 2 * d_; i++) x[i] = L::mul(x[i], scaling_);
  }

  /** Sum of a[i] b[k - i] over i from 0 to d - 1 where k - i is from 0 to n - 1. */
  DISJOINT_INLINE L coefficient(const L* a, const L* b, size_t n, size_t k) const {
    auto sum = L::Product::zero();
    for (size_t i = k < n ? 0 : k - n + 1; i < d_ && i <= k; i++) sum.addMul(a[i], b[k - i]);
    return sum.reduce();
  }

  void multiply() {
    loadNodes();
    for (size_t i = 0; i < d_; i++) sum_[i] = L::add(a_[i], b_[i]);
    if (termByTerm()) {
      for (size_t k = 0; k + 1 < 2 * d_; k++) x_[k] = coefficient(a_, b_, d_, k);
    } else {
      forward(a_, d_), forward(b_, d_);
      for (size_t i = 0; i < 2 * d_; i++) x_[i] = L::mul(a_[i], b_[i]);
      backward(x_);
    }
    finish(x_);
  }

  /** The products of c with a node: coefficients d - 1 to 2d - 2, which none overlaps in a cyclic product of 2d. */
  void descend() {
    loadNodes();
    load(data_, 0, 2 * d_, x_);
    if (termByTerm()) {
      for (size_t k = 0; k < d_; k++) {
        y_[k] = L::add(x_[k + d_], coefficient(b_, x_, 2 * d_, k + d_ - 1));
        y_[k + d_] = L::add(x_[k + d_], coefficient(a_, x_, 2 * d_, k + d_ - 1));
      }
    } else {
      for (size_t i = 0; i < d_; i++) y_[i] = y_[i + d_] = x_[i + d_];
      forward(a_, d_), forward(b_, d_), forward(x_, 2 * d_);
      for (size_t i = 0; i < 2 * d_; i++) a_[i] = L::mul(a_[i], x_[i]), b_[i] = L::mul(b_[i], x_[i]);
      backward(a_), backward(b_);
      for (size_t i = 0; i < d_; i++) {
        y_[i] = L::add(y_[i], b_[i + d_ - 1]);
        y_[i + d_] = L::add(y_[i + d_], a_[i + d_ - 1]);
      }
    }
    store(0, 2 * d_, y_);
  }

  void combine() {
    loadNodes();
    load(data_, 0, d_, x_), load(data_, d_, d_, y_);
    for (size_t i = 0; i < d_; i++) sum_[i] = L::add(x_[i], y_[i]);
    if (termByTerm()) {
      L product[2 * TERM_BY_TERM];
      for (size_t k = 0; k + 1 < 2 * d_; k++)
        product[k] = L::add(coefficient(x_, b_, d_, k), coefficient(y_, a_, d_, k));
      finish(product);
    } else {
      forward(a_, d_), forward(b_, d_), forward(x_, d_), forward(y_, d_);
      for (size_t i = 0; i < 2 * d_; i++) a_[i] = L::add(L::mul(x_[i], b_[i]), L::mul(y_[i], a_[i]));
      backward(a_);
      finish(a_);
    }
  }

  /** Adds y times the product to the sum of d elements, and writes it. */
  void finish(const L* product) {
    for (size_t i = 1; i < 2 * d_; i++) sum_[i] = i < d_ ? L::add(sum_[i], product[i - 1]) : product[i - 1];
    store(0, 2 * d_, sum_);
  }

  const u64* nodes_;
  const size_t d_;
  u64* const data_;
  L *const a_, *const b_, *const x_, *const y_, *const sum_;
  Alone alone_;
  const Ntt<L> ntt_;
  const L scaling_;
  std::uint32_t start_[L::lanes];
};

DISJOINT_END
