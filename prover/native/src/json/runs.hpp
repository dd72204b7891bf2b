/** @file Runs of characters that stand for themselves in a string of JSON. */
#pragma once
#ifdef __SSE2__
#include <immintrin.h>
#endif

namespace disjoint {

/** The first byte that is a quote, a backslash or a control character, or the end. */
inline const unsigned char* afterRun(const unsigned char* at, const unsigned char* end) {
#ifdef __SSE2__
  const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\'), control = _mm_set1_epi8(0x1f);
  for (; end - at >= 16; at += 16) {
    const __m128i x = _mm_loadu_si128((const __m128i*)at);
    const __m128i is = _mm_or_si128(_mm_cmpeq_epi8(x, quote), _mm_cmpeq_epi8(x, backslash));
    const int found = _mm_movemask_epi8(_mm_or_si128(is, _mm_cmpeq_epi8(_mm_min_epu8(x, control), x)));
    if (found != 0) return at + __builtin_ctz((unsigned)found);
  }
#endif
  while (at < end && *at >= 0x20 && *at != '"' && *at != '\\') at++;
  return at;
}

}  // namespace disjoint
