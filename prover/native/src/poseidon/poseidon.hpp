/**
 * @file Poseidon over the scalar field (https://eprint.iacr.org/2019/458) with circomlib's parameters for 1 to 16
 * inputs, in the optimized form that circomlibjs publishes: the matrices of the partial rounds are sparse.
 */
#pragma once
#include "field/field.hpp"
#include "runtime/parallel.hpp"

namespace disjoint {

/** Generated from circomlibjs: for t = 2..17 one run of C, M, P, S; four words per element. */
extern const std::uint64_t POSEIDON_CONSTANTS[];
extern const std::uint32_t POSEIDON_STARTS[];

}  // namespace disjoint

DISJOINT_BEGIN

constexpr int FULL_ROUNDS = 8;
constexpr int PARTIAL_ROUNDS[] = {56, 57, 56, 60, 60, 63, 64, 63, 60, 66, 60, 65, 70, 60, 64, 68};

template <class L>
class Poseidon {
 public:
  using Single = typename L::Single;
  static constexpr unsigned MOST = 17;

  /** Partial rounds processed together: see partialRounds. */
  static constexpr int BLOCK = 4;

  /** Size of the constants in the lanes' own form, in bytes. */
  static size_t tableBytes(unsigned t) {
    return sizeof(Single) * (published(t) + BLOCK * (size_t)PARTIAL_ROUNDS[t - 2]);
  }

  static void fillTable(unsigned t, void* table) {
    auto* out = (Single*)table;
    for (size_t i = 0; i < published(t); i++) *out++ = L::single(constant(t, i));
    const size_t sparse = published(t) - (2 * t - 1) * (size_t)PARTIAL_ROUNDS[t - 2];
    for (int r = 0; r < PARTIAL_ROUNDS[t - 2]; r++)
      for (int j = 0; j < BLOCK; j++)
        *out++ = L::single(j < r % BLOCK ? cross(t, sparse, r, r - r % BLOCK + j) : Fr::zero());
  }

  Poseidon(unsigned t, const void* table)
      : t_(t), partial_(PARTIAL_ROUNDS[t - 2]), c_((const Single*)table), m_(c_ + FULL_ROUNDS * t + partial_),
        p_(m_ + t * t), s_(p_ + t * t), cross_(s_ + (2 * t - 1) * partial_) {}

  /**
   * Hashes n groups of t - 1 canonical elements.
   *
   * @return n, or the index of a group near one with an element that is not canonical
   */
  size_t hash(const void* in, void* out, size_t n) const {
    return each(in, out, n, [](const std::uint32_t*) { return Ignored(); });
  }

  /** The same, and stores the powers in all S-boxes: see Arithmetic::tracePoseidon. */
  size_t trace(const void* in, void* out, size_t n, void* values, const std::uint32_t* const* places) const {
    return each(in, out, n, [&](const std::uint32_t* index) { return Stored(boxes(), (u64*)values, places, index); });
  }

 private:
  /** S-boxes on signals of a circuit: the very first one is on a constant. */
  unsigned boxes() const { return FULL_ROUNDS * t_ + (unsigned)partial_ - 1; }

  /** What becomes of the powers in each S-box: nothing, or they are stored. */
  struct Ignored {
    static DISJOINT_INLINE void take(const L&, const L&, const L&) {}
  };
  class Stored {
   public:
    Stored(unsigned boxes, u64* values, const std::uint32_t* const* places, const std::uint32_t* index)
        : boxes_(boxes), values_(values) {
      for (int i = 0; i < L::lanes; i++) places_[i] = places[index[i]];
    }
    /** The last S-box has no fifth power of its own. */
    void take(const L& square, const L& fourth, const L& fifth) {
      store(box_, square);
      store(boxes_ + box_, fourth);
      if (box_ + 1 < boxes_) store(2 * boxes_ + box_, fifth);
      box_++;
    }

   private:
    void store(unsigned k, const L& power) const {
      std::uint32_t index[L::lanes];
      for (int i = 0; i < L::lanes; i++) index[i] = places_[i][k];
      L::storeOne(values_, 4, index, L::toCanonicalLanes(power));
    }

    unsigned box_ = 0, boxes_;
    u64* values_;
    const std::uint32_t* places_[L::lanes];
  };

  template <class Start>
  size_t each(const void* in, void* out, size_t n, const Start& start) const {
    const size_t arity = t_ - 1;
    for (size_t at = 0; at < n; at += L::lanes) {
      std::uint32_t index[L::lanes];
      for (size_t i = 0; i < L::lanes; i++) index[i] = (std::uint32_t)(at + i < n ? at + i : n - 1);
      L state[MOST];
      state[0] = L::broadcast(c_[0]);
      for (size_t j = 0; j < arity; j++) {
        const L x = L::loadOne((const u64*)in + 4 * j, 4 * arity, index);
        if (L::canonicalMask(x) != L::allLanes) return at;
        state[j + 1] = L::add(L::fromCanonicalLanes(x), L::broadcast(c_[j + 1]));
      }
      auto kept = start(index);
      L::storeOne((u64*)out, 4, index, L::toCanonicalLanes(permute(state, kept)));
    }
    return n;
  }

  static size_t published(unsigned t) { return POSEIDON_STARTS[t - 1] - POSEIDON_STARTS[t - 2]; }
  static Fr constant(unsigned t, size_t i) {
    return Fr::canonical(Fr::raw(POSEIDON_CONSTANTS + 4 * (POSEIDON_STARTS[t - 2] + i)).v);
  }
  /**
   * What round `earlier` adds to the sum of round `later`, for each unit of its x: sum over k of s_later,k
   * v_earlier,k.
   */
  static Fr cross(unsigned t, size_t sparse, int later, int earlier) {
    const size_t stride = 2 * t - 1;
    Fr sum = Fr::zero();
    for (unsigned k = 1; k < t; k++)
      sum = Fr::add(sum, Fr::mul(constant(t, sparse + stride * (size_t)later + k),
                                 constant(t, sparse + stride * (size_t)earlier + t + k - 1)));
    return sum;
  }

  template <class Boxes>
  static DISJOINT_INLINE L fifthPower(const L& x, Boxes& kept) {
    const L square = L::sqr(x), fourth = L::sqr(square), fifth = L::mul(fourth, x);
    kept.take(square, fourth, fifth);
    return fifth;
  }

  /** Element i of state times matrix, matrix[j * step] for j = 0..t - 1. */
  DISJOINT_INLINE L dot(const L* state, const Single* column, size_t step) const {
    typename L::Product sum = L::Product::zero();
    sum.addDot(state, column, step, t_);
    return sum.reduce();
  }

  void mix(L* state, const Single* matrix) const {
    L out[MOST];
    for (unsigned i = 0; i < t_; i++) out[i] = dot(state, matrix + i, t_);
    for (unsigned i = 0; i < t_; i++) state[i] = out[i];
  }

  template <class Boxes>
  void fullRound(L* state, const Single* constants, const Single* matrix, Boxes& kept) const {
    for (unsigned i = 0; i < t_; i++) state[i] = L::lazyAdd(fifthPower(state[i], kept), L::broadcast(constants[i]));
    mix(state, matrix);
  }

  /**
   * Up to BLOCK partial rounds. A round adds x v_k to the other elements, x being the new first one; they are needed
   * again only in sums with constants. So within a block they stay unchanged, later sums add x times a constant instead
   * (cross_), and each element is updated at the end by one sum of products.
   */
  template <class Boxes>
  DISJOINT_INLINE void partialRounds(L* state, const Single* c, int round, int rounds, Boxes& kept) const {
    const unsigned stride = 2 * t_ - 1;
    const Single* s = s_ + (size_t)round * stride;
    L x[BLOCK];
    for (int i = 0; i < rounds; i++) {
      x[i] = L::lazyAdd(fifthPower(state[0], kept), L::broadcast(c[i]));
      typename L::Product sum = L::Product::zero();
      state[0] = x[i];
      sum.addDot(state, s + i * stride, 1, t_);
      if (i > 0) sum.addDot(x, cross_ + (round + i) * BLOCK, 1, (size_t)i);
      state[0] = sum.reduce();
    }
    for (unsigned k = 1; k < t_; k++) {
      typename L::Product sum = L::Product::zero();
      sum.addDot(x, s + t_ + k - 1, stride, (size_t)rounds);
      state[k] = L::add(state[k], sum.reduce());
    }
  }

  template <class Boxes>
  L permute(L* state, Boxes& kept) const {
    const Single* c = c_ + t_;
    Ignored constant;
    state[0] = L::lazyAdd(fifthPower(state[0], constant), L::broadcast(c[0]));
    for (unsigned i = 1; i < t_; i++) state[i] = L::lazyAdd(fifthPower(state[i], kept), L::broadcast(c[i]));
    mix(state, m_);
    c += t_;
    for (int r = 1; r < FULL_ROUNDS / 2; r++, c += t_)
      fullRound(state, c, r + 1 < FULL_ROUNDS / 2 ? m_ : p_, kept);
    for (int r = 0; r < partial_; r += BLOCK)
      partialRounds(state, c + r, r, partial_ - r < BLOCK ? partial_ - r : BLOCK, kept);
    c += partial_;
    for (int r = 0; r < FULL_ROUNDS / 2 - 1; r++, c += t_) fullRound(state, c, m_, kept);
    // The circuit takes element 0 last.
    for (unsigned i = t_; i-- > 0;) state[i] = fifthPower(state[i], kept);
    return dot(state, m_, t_);
  }

  unsigned t_;
  int partial_;
  const Single *c_, *m_, *p_, *s_, *cross_;
};

DISJOINT_END
