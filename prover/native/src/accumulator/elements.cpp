#include "elements.hpp"

#include <algorithm>
#include <atomic>
#include <string>
#include <vector>

#include "runtime/error.hpp"
#include "runtime/memory.hpp"
#include "runtime/parallel.hpp"

namespace disjoint {

namespace {

constexpr size_t SEARCH_STEP = 1 << 14, BUCKETS = 256;

bool same(const Limbs& a, const Limbs& b) { return !below(a, b) && !below(b, a); }

size_t bucketOf(const Limbs& x) { return x.l[0] % BUCKETS; }

/** Index of an element that is not below the order, or the count. */
size_t findNotCanonical(Job& job, Elements elements) {
  std::atomic<size_t> found{elements.count};
  parallelRanges(job, elements.count, SEARCH_STEP, [&](size_t from, size_t to) {
    for (size_t i = from; i < to; i++)
      if (!below(elements.at[i], Fr::order)) found = i;
  });
  return found;
}

[[noreturn]] void nameEqual(Elements elements, const Limbs& value, const std::string& what) {
  std::string places;
  for (size_t i = 0; i < elements.count; i++)
    if (same(elements.at[i], value)) places += (places.empty() ? "" : ", ") + std::to_string(i);
  fail("native/equal-elements", "the same " + what + " is at " + places);
}

}  // namespace

void requireSet(Job& job, Elements elements, const char* what) {
  if (elements.count == 0) fail("native/bad-call", std::string("there is no ") + what);
  const size_t bad = findNotCanonical(job, elements);
  if (bad < elements.count)
    fail("native/not-canonical", std::string(what) + " " + std::to_string(bad) + " is not below the order");
  // Elements are hashes: their lowest byte divides them evenly.
  std::vector<size_t> starts(BUCKETS + 1);
  for (size_t i = 0; i < elements.count; i++) starts[bucketOf(elements.at[i]) + 1]++;
  for (size_t k = 0; k < BUCKETS; k++) starts[k + 1] += starts[k];
  Array<Limbs> sorted(elements.count, Secrecy::secret);
  std::vector<size_t> next(starts.begin(), starts.end() - 1);
  for (size_t i = 0; i < elements.count; i++) sorted[next[bucketOf(elements.at[i])]++] = elements.at[i];
  std::atomic<size_t> equal{elements.count};
  parallel(job, BUCKETS, [&](size_t bucket, unsigned) {
    Limbs* const from = sorted.data() + starts[bucket];
    Limbs* const to = sorted.data() + starts[bucket + 1];
    std::sort(from, to, below);
    const Limbs* const found = std::adjacent_find(from, to, same);
    if (found != to) equal = (size_t)(found - sorted.data());
  });
  if (equal < elements.count) nameEqual(elements, sorted[equal], what);
}

void requireMultiplier(const Limbs& multiplier) {
  if (same(multiplier, Limbs{})) fail("native/zero-multiplier", "the multiplier is 0");
}

}  // namespace disjoint
