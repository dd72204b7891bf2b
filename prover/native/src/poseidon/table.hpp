/**
 * @file Poseidon's constants: circomlib's parameters for 1 to 16 inputs, in the optimized form
 * that circomlibjs publishes, where the matrices of the partial rounds are sparse.
 *
 * Sums over elements x with constants m go two elements at a time, by S. Winograd, "A new algorithm for inner product"
 * (IEEE Transactions on Computers C-17, 1968):
 *   (x0 + m1)(x1 + m0) = x0 m0 + x1 m1 + x0 x1 + m0 m1
 * All sums over the same elements share the products x0 x1. A coefficient without an element takes away the products
 * m0 m1: its pair is (x + m')(0 + m), and m' is free. Where no coefficient is left, the element keeps their sum until a
 * later sum over it takes that away.
 */
#pragma once
#include <algorithm>
#include <vector>

#include "field/field.hpp"

namespace disjoint {

/** Generated from circomlibjs: for t = 2..17 one run of C, M, P, S; four words per element. */
extern const std::uint64_t POSEIDON_CONSTANTS[];
extern const std::uint32_t POSEIDON_STARTS[];

}  // namespace disjoint

DISJOINT_BEGIN

constexpr int FULL_ROUNDS = 8;
constexpr int PARTIAL_ROUNDS[] = {56, 57, 56, 60, 60, 63, 64, 63, 60, 66, 60, 65, 70, 60, 64, 68};

/** The constants as published. Matrices are multiplied by rows of elements. */
class PublishedPoseidon {
 public:
  explicit PublishedPoseidon(unsigned t) : t_(t), partial_((unsigned)PARTIAL_ROUNDS[t - 2]) {}

  unsigned constants() const { return FULL_ROUNDS * t_ + partial_; }
  Fr constant(unsigned i) const { return at(i); }
  Fr matrix(unsigned j, unsigned i) const { return at(constants() + j * t_ + i); }
  Fr lastMatrix(unsigned j, unsigned i) const { return at(constants() + t_ * t_ + j * t_ + i); }
  /** The first column of the matrix of partial round r, and its first row but for the first element. */
  Fr column(unsigned r, unsigned j) const { return sparse(r, j); }
  Fr row(unsigned r, unsigned k) const { return sparse(r, t_ + k - 1); }

 private:
  Fr at(unsigned i) const {
    return Fr::canonical(Fr::raw(POSEIDON_CONSTANTS + 4 * size_t{POSEIDON_STARTS[t_ - 2] + i}).v);
  }
  Fr sparse(unsigned r, unsigned i) const { return at(constants() + 2 * t_ * t_ + r * (2 * t_ - 1) + i); }

  unsigned t_, partial_;
};

/** Where each constant is: all are numbered from 0. */
class PoseidonLayout {
 public:
  /** Partial rounds processed together. */
  static constexpr unsigned BLOCK = 8, BLOCK_PAIRS = BLOCK / 2;

  explicit PoseidonLayout(unsigned t) : t(t), partial((unsigned)PARTIAL_ROUNDS[t - 2]) {}

  const unsigned t, partial;
  /** Pairs of a sum over all elements, its constant included, and of one over all but the first. */
  unsigned pairs() const { return t / 2 + 1; }
  unsigned laterPairs() const { return t / 2; }
  unsigned blocks() const { return (partial + BLOCK - 1) / BLOCK; }

  /** Coefficients of element i of the product with a full matrix. Before them, at 0, is what is added in the rounds. */
  size_t matrix(unsigned i) const { return FULL_ROUNDS * t + partial + i * 2 * pairs(); }
  /** The same for the matrix before the partial rounds. */
  size_t lastMatrix(unsigned i) const { return matrix(t + i); }
  /** Partial round r: coefficients of all elements but the first. */
  size_t round(unsigned r) const { return matrix(2 * t) + r * (2 * laterPairs() + 2 + BLOCK); }
  /** The constant added to the first element, the coefficient of that sum, and those of the block's earlier rounds. */
  size_t ownTerms(unsigned r) const { return round(r) + 2 * laterPairs(); }
  /** Coefficients of a block's rounds in what they add to element k >= 1. */
  size_t update(unsigned block, unsigned k) const { return round(partial) + (block * (t - 1) + k - 1) * BLOCK; }
  size_t size() const { return update(blocks(), 1); }
};

/** Computes the constants for sums by pairs. */
class PoseidonConstants {
 public:
  explicit PoseidonConstants(unsigned t) : layout_(t), published_(t), values_(layout_.size(), Fr::zero()), kept_(t) {
    for (unsigned i = 0; i < published_.constants(); i++) values_[i] = published_.constant(i);
    // Backwards: after the last block the elements keep nothing.
    for (unsigned block = layout_.blocks(); block-- > 0;) fillBlock(block);
    for (unsigned i = 0; i < t; i++) {
      fillSum(layout_.matrix(i), Fr::zero(), [&](unsigned j) { return published_.matrix(j, i); });
      fillSum(layout_.lastMatrix(i), kept_[i], [&](unsigned j) { return published_.lastMatrix(j, i); });
    }
  }

  const std::vector<Fr>& values() const { return values_; }

 private:
  Fr pairProducts(size_t at, unsigned pairs) const {
    Fr sum = Fr::zero();
    for (size_t i = at; i < at + 2 * size_t{pairs}; i += 2) sum = Fr::add(sum, Fr::mul(values_[i], values_[i + 1]));
    return sum;
  }

  /** A sum over all elements, with `constant` added. */
  template <class Coefficient>
  void fillSum(size_t at, const Fr& constant, const Coefficient& coefficient) {
    const unsigned free = 2 * layout_.pairs() - 1;
    for (unsigned j = 0; j < free; j++) values_[at + j] = j < layout_.t ? coefficient(j) : Fr::one();
    const Fr rest = Fr::sub(constant, pairProducts(at, layout_.pairs() - 1));
    values_[at + free] = Fr::mul(rest, Fr::invert(values_[at + free - 1]));
  }

  void fillBlock(unsigned block) {
    const unsigned first = block * layout_.BLOCK, end = std::min(first + layout_.BLOCK, layout_.partial);
    for (unsigned k = 1; k < layout_.t; k++) {
      const size_t at = layout_.update(block, k);
      for (unsigned r = first; r < end; r++) values_[at + r - first] = published_.row(r, k);
      kept_[k] = Fr::sub(kept_[k], pairProducts(at, layout_.BLOCK_PAIRS));
    }
    for (unsigned r = first; r < end; r++) fillRound(r, first);
  }

  void fillRound(unsigned r, unsigned first) {
    const size_t at = layout_.round(r), own = layout_.ownTerms(r);
    for (unsigned k = 1; k < layout_.t; k++) values_[at + k - 1] = published_.column(r, k);
    Fr sum = pairProducts(at, layout_.laterPairs());
    for (unsigned k = 1; k < layout_.t; k++) sum = Fr::add(sum, Fr::mul(published_.column(r, k), kept_[k]));
    values_[own + 1] = published_.column(r, 0);
    values_[own] = Fr::sub(Fr::zero(), Fr::mul(sum, Fr::invert(values_[own + 1])));
    for (unsigned q = first; q < r; q++) values_[own + 2 + q - first] = cross(r, q);
  }

  /** What round `earlier` adds to the sum of round `later`, for each unit of its first element. */
  Fr cross(unsigned later, unsigned earlier) const {
    Fr sum = Fr::zero();
    for (unsigned k = 1; k < layout_.t; k++)
      sum = Fr::add(sum, Fr::mul(published_.column(later, k), published_.row(earlier, k)));
    return sum;
  }

  PoseidonLayout layout_;
  PublishedPoseidon published_;
  std::vector<Fr> values_;
  /** What each element has more than it should at the start of the block in hand. */
  std::vector<Fr> kept_;
};

DISJOINT_END
