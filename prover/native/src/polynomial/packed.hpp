/**
 * @file Arrays of field elements in the back end's own form, 32 bytes each, and how lanes read and write them: two
 * neighbouring elements per lane, at rising positions.
 */
#pragma once
#include "field/field.hpp"

DISJOINT_BEGIN

template <class L>
struct Packed {
  static constexpr size_t WORDS = 4, PAIR = 2 * WORDS;

  /** Positions of the pairs: lane l begins at start + l * stride. */
  struct Places {
    std::uint32_t index[L::lanes];

    DISJOINT_INLINE Places(size_t start, size_t stride) {
      for (int l = 0; l < L::lanes; l++) index[l] = (std::uint32_t)(start + l * stride);
    }
    DISJOINT_INLINE size_t last() const { return index[L::lanes - 1]; }
  };

  /** Elements beyond `count` are zero. */
  static DISJOINT_INLINE void load(const u64* base, size_t count, const Places& places, L& a, L& b) {
    if (places.last() + 2 <= count) return L::loadPair(base, WORDS, places.index, a, b);
    loadPart(base, count, places, a, b);
  }

  /** Only elements `from` to `to` are written, to base and following. */
  static DISJOINT_INLINE void store(u64* base, size_t from, size_t to, Places places, const L& a, const L& b) {
    if (places.index[0] < from || places.last() + 2 > to) return storePart(base, from, to, places, a, b);
    for (auto& index : places.index) index -= (std::uint32_t)from;
    L::storePair(base, WORDS, places.index, a, b);
  }

 private:
  static Places staged() { return Places(0, 2); }

  static void loadPart(const u64* base, size_t count, const Places& places, L& a, L& b) {
    u64 stage[L::lanes * PAIR] = {};
    for (int l = 0; l < L::lanes; l++) {
      const size_t at = places.index[l];
      if (at >= count) break;
      std::memcpy(stage + l * PAIR, base + WORDS * at, (count - at < 2 ? 1 : 2) * WORDS * sizeof(u64));
    }
    L::loadPair(stage, WORDS, staged().index, a, b);
  }

  static void storePart(u64* base, size_t from, size_t to, const Places& places, const L& a, const L& b) {
    u64 stage[L::lanes * PAIR];
    L::storePair(stage, WORDS, staged().index, a, b);
    for (int l = 0; l < L::lanes; l++)
      for (size_t k = 0; k < 2; k++) {
        const size_t at = places.index[l] + k;
        if (at >= from && at < to)
          std::memcpy(base + WORDS * (at - from), stage + l * PAIR + k * WORDS, WORDS * sizeof(u64));
      }
  }
};

DISJOINT_END
