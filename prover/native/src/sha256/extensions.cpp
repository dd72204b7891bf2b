/** @file SHA-256 by the SHA extensions of x86-64, which most processors since 2019 have. */
#ifdef __x86_64__
#include <cpuid.h>
#include <immintrin.h>

#include "constants.hpp"
#include "sha256.hpp"

// Only these functions may use the instructions: whether the processor has them is asked first.
#define DISJOINT_SHA __attribute__((target("sha,sse4.1,ssse3")))

namespace disjoint {

namespace {

/** The state as the instructions take it: the words (a, b, e, f) and (c, d, g, h), the first in the highest lane. */
struct State {
  __m128i abef, cdgh;
};

/** Four rounds with the words of the message that they take. */
DISJOINT_SHA inline void fourRounds(State& state, __m128i words, int group) {
  const __m128i sum = _mm_add_epi32(words, _mm_load_si128((const __m128i*)SHA256_CONSTANTS + group));
  state.cdgh = _mm_sha256rnds2_epu32(state.cdgh, state.abef, sum);
  state.abef = _mm_sha256rnds2_epu32(state.abef, state.cdgh, _mm_shuffle_epi32(sum, 0x0e));
}

/** The four words after the last sixteen, which are a (the first) to d. */
DISJOINT_SHA inline __m128i nextWords(__m128i a, __m128i b, __m128i c, __m128i d) {
  const __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(a, b), _mm_alignr_epi8(d, c, 4));
  return _mm_sha256msg2_epu32(sum, d);
}

DISJOINT_SHA inline State load(const std::uint32_t* words) {
  const __m128i badc = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i*)words), 0xb1);
  const __m128i hgfe = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i*)(words + 4)), 0x1b);
  return {_mm_alignr_epi8(badc, hgfe, 8), _mm_blend_epi16(hgfe, badc, 0xf0)};
}

DISJOINT_SHA inline void store(const State& state, std::uint32_t* words) {
  const __m128i feba = _mm_shuffle_epi32(state.abef, 0x1b);
  const __m128i dchg = _mm_shuffle_epi32(state.cdgh, 0xb1);
  _mm_storeu_si128((__m128i*)words, _mm_blend_epi16(feba, dchg, 0xf0));
  _mm_storeu_si128((__m128i*)(words + 4), _mm_alignr_epi8(dchg, feba, 8));
}

}  // namespace

DISJOINT_SHA void sha256Extensions(std::uint32_t* stateWords, const unsigned char* blocks, size_t count) {
  const __m128i bigEndian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  State state = load(stateWords);
  for (; count > 0; count--, blocks += 64) {
    const State before = state;
    __m128i message[4];
    for (int i = 0; i < 4; i++)
      message[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i*)blocks + i), bigEndian);
#pragma GCC unroll 16
    for (int group = 0; group < 16; group++) {
      __m128i& words = message[group % 4];
      fourRounds(state, words, group);
      if (group < 12)
        words = nextWords(words, message[(group + 1) % 4], message[(group + 2) % 4], message[(group + 3) % 4]);
    }
    state.abef = _mm_add_epi32(state.abef, before.abef);
    state.cdgh = _mm_add_epi32(state.cdgh, before.cdgh);
  }
  store(state, stateWords);
}

bool hasShaExtensions() {
  unsigned a, b, c, d;
  const bool hasSha = __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_SHA);
  return hasSha && __builtin_cpu_supports("ssse3") && __builtin_cpu_supports("sse4.1");
}

}  // namespace disjoint
#endif
