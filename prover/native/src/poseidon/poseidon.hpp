/** @file Poseidon over the scalar field (https://eprint.iacr.org/2019/458), with the constants of table.hpp. */
#pragma once
#include "runtime/parallel.hpp"
#include "table.hpp"

DISJOINT_BEGIN

template <class L>
class Poseidon {
 public:
  using Single = typename L::Single;
  using Product = typename L::Product;
  static constexpr unsigned MOST = 17, BLOCK = PoseidonLayout::BLOCK, BLOCK_PAIRS = PoseidonLayout::BLOCK_PAIRS;

  /** Size of the constants in the lanes' own form, in bytes. */
  static size_t tableBytes(unsigned t) { return sizeof(Single) * PoseidonLayout(t).size(); }
  static void fillTable(unsigned t, void* table) {
    const PoseidonConstants constants(t);
    auto* out = (Single*)table;
    for (const Fr& value : constants.values()) *out++ = L::single(value);
  }

  Poseidon(unsigned t, const void* table) : at_(t), t_(t), table_((const Single*)table) {}

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
  unsigned boxes() const { return FULL_ROUNDS * t_ + at_.partial - 1; }

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
      L state[MOST + 2];
      state[t_] = state[t_ + 1] = L::zero();
      state[0] = L::broadcast(table_[0]);
      for (size_t j = 0; j < arity; j++) {
        const L x = L::loadOne((const u64*)in + 4 * j, 4 * arity, index);
        if (L::canonicalMask(x) != L::allLanes) return at;
        state[j + 1] = L::add(L::fromCanonicalLanes(x), L::broadcast(table_[j + 1]));
      }
      auto kept = start(index);
      L::storeOne((u64*)out, 4, index, L::toCanonicalLanes(permute(state, kept)));
    }
    return n;
  }

  template <class Boxes>
  static DISJOINT_INLINE L fifthPower(const L& x, Boxes& kept) {
    const L square = L::sqr(x), fourth = L::sqr(square), fifth = L::mul(fourth, x);
    kept.take(square, fourth, fifth);
    return fifth;
  }

  /** What sums over these pairs of elements begin with: their products, taken away. */
  static DISJOINT_INLINE Product start(const L* x, unsigned pairs) {
    static constexpr Single zeros[MOST + 2]{};
    L y[MOST + 2];
    for (unsigned i = 0; i < 2 * pairs; i += 2) y[i] = L::neg(x[i]), y[i + 1] = x[i + 1];
    Product out = Product::zero();
    out.addPairs(y, zeros, pairs);
    return out;
  }
  static DISJOINT_INLINE L sum(Product start, const L* x, const Single* coefficients, unsigned pairs) {
    start.addPairs(x, coefficients, pairs);
    return start.reduce();
  }

  void mix(L* state, const Single* matrix) const {
    L out[MOST];
    const Product shared = start(state, at_.pairs());
    for (unsigned i = 0; i < t_; i++) out[i] = sum(shared, state, matrix + i * 2 * at_.pairs(), at_.pairs());
    for (unsigned i = 0; i < t_; i++) state[i] = out[i];
  }

  template <class Boxes>
  void fullRound(L* state, const Single* constants, const Single* matrix, Boxes& kept) const {
    for (unsigned i = 0; i < t_; i++) state[i] = L::lazyAdd(fifthPower(state[i], kept), L::broadcast(constants[i]));
    mix(state, matrix);
  }

  /**
   * Up to BLOCK partial rounds. A round adds x v_k to the other elements, x being the new first one; they are needed
   * again only in sums with constants. So within a block they stay unchanged, later sums add x times a constant
   * instead, and each element is updated at the end by one sum of products.
   */
  template <class Boxes>
  DISJOINT_INLINE void partialRounds(L* state, const Single* constants, unsigned block, Boxes& kept) const {
    const unsigned first = block * BLOCK, rounds = std::min(BLOCK, at_.partial - first), pairs = at_.laterPairs();
    L terms[1 + BLOCK], *x = terms + 1;
    const Product shared = start(state + 1, pairs);
    for (unsigned i = 0; i < rounds; i++) {
      x[i] = L::lazyAdd(fifthPower(state[0], kept), L::broadcast(constants[first + i]));
      const Single* own = table_ + at_.ownTerms(first + i);
      terms[0] = L::factorSum(x[i], L::broadcast(own[0]));
      Product sum = shared;
      sum.addPairs(state + 1, table_ + at_.round(first + i), pairs);
      sum.addDot(terms, own + 1, 1 + i);
      state[0] = sum.reduce();
    }
    for (unsigned i = rounds; i < BLOCK; i++) x[i] = L::zero();
    const Product products = start(x, BLOCK_PAIRS);
    for (unsigned k = 1; k < t_; k++)
      state[k] = L::add(state[k], sum(products, x, table_ + at_.update(block, k), BLOCK_PAIRS));
  }

  template <class Boxes>
  L permute(L* state, Boxes& kept) const {
    const Single *c = table_ + t_, *matrix = table_ + at_.matrix(0), *last = table_ + at_.lastMatrix(0);
    Ignored constant;
    state[0] = L::lazyAdd(fifthPower(state[0], constant), L::broadcast(c[0]));
    for (unsigned i = 1; i < t_; i++) state[i] = L::lazyAdd(fifthPower(state[i], kept), L::broadcast(c[i]));
    mix(state, matrix);
    c += t_;
    for (int r = 1; r < FULL_ROUNDS / 2; r++, c += t_)
      fullRound(state, c, r + 1 < FULL_ROUNDS / 2 ? matrix : last, kept);
    for (unsigned block = 0; block < at_.blocks(); block++) partialRounds(state, c, block, kept);
    c += at_.partial;
    for (int r = 0; r < FULL_ROUNDS / 2 - 1; r++, c += t_) fullRound(state, c, matrix, kept);
    // The circuit takes element 0 last.
    for (unsigned i = t_; i-- > 0;) state[i] = fifthPower(state[i], kept);
    return sum(start(state, at_.pairs()), state, matrix, at_.pairs());
  }

  PoseidonLayout at_;
  unsigned t_;
  const Single* table_;
};

DISJOINT_END
