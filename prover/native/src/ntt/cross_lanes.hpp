/**
 * @file The pass of a transform across the lanes: lane i of vector j is element j + i M, M vectors in all.
 *
 * A transform of the lanes' number (1 or 8) and a multiplication by twiddle factors; with one lane, nothing.
 */
#pragma once
#include "ntt.hpp"

DISJOINT_BEGIN

/**
 * Goes from vector to vector. Going in (decimation in frequency) lane l ends as residue k = reverse(l) times w^-jk;
 * coming out (in time) it is first multiplied by (g w^j)^k, g = 1 or, for the coset, w_2N.
 */
template <class L>
class CrossLanes {
 public:
  static CrossLanes first(unsigned log, size_t j) {
    return CrossLanes(inverseRoot(log), inverseRoot(3), Fr::one(), j);
  }
  static CrossLanes second(unsigned log, size_t j, Target target) {
    return CrossLanes(rootOfUnity(log), rootOfUnity(3), target == Target::coset ? rootOfUnity(log + 1) : Fr::one(), j);
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
  static Fr inverseRoot(unsigned log) { return Fr::power(rootOfUnity(log), {{(u64{1} << log) - 1, 0, 0, 0}}); }

  /** @param w root of the whole transform, v of the lanes */
  CrossLanes(const Fr& w, const Fr& v, const Fr& start, size_t j) {
    if constexpr (L::lanes == 8) {
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

  /** (a, b) to (a + b, a - b) for lanes `distance` apart; `upper` are the lanes of the b. */
  template <int distance>
  static DISJOINT_INLINE L butterfly(const L& x, typename L::Mask upper) {
    return L::add(L::template exchange<distance>(x), L::negateWhere(upper, x));
  }

  L factor_, step_, eighths_, quarters_;
};

DISJOINT_END
