#include "hashing.hpp"

#include "runtime/error.hpp"
#include "runtime/memory.hpp"
#include "runtime/parallel.hpp"

#include <mutex>
#include <tuple>

namespace disjoint {

namespace {

constexpr size_t STEP = 256;

/** The constants of one width in one back end's form, computed on first use and kept. */
const void* constantsFor(const Arithmetic& arithmetic, unsigned t) {
  static std::mutex mutex;
  static std::vector<std::tuple<const Arithmetic*, unsigned, Array<char>>> tables;
  std::lock_guard lock(mutex);
  for (const auto& [owner, width, table] : tables)
    if (owner == &arithmetic && width == t) return table.data();
  Array<char> table(arithmetic.poseidonTableBytes(t));
  arithmetic.poseidonTable(t, table.data());
  tables.emplace_back(&arithmetic, t, std::move(table));
  return std::get<2>(tables.back()).data();
}

}  // namespace

std::vector<unsigned char> hashPoseidon(Job& job, unsigned arity, const std::vector<unsigned char>& inputs) {
  const size_t groupBytes = 32 * size_t{arity}, n = inputs.size() / groupBytes;
  std::vector<unsigned char> out(32 * n);
  const void* constants = constantsFor(job.arithmetic, arity + 1);
  job.begin("hashing", n);
  parallelRanges(job, n, STEP, [&](size_t from, size_t to) {
    const size_t hashed =
        job.arithmetic.poseidon(arity + 1, constants, inputs.data() + from * groupBytes, out.data() + 32 * from,
                                to - from);
    if (hashed != to - from)
      fail("native/not-canonical", "an input near group " + std::to_string(from + hashed) + " is not below the order");
    job.advance(to - from);
  });
  return out;
}

void tracePoseidon(const Job& job, unsigned arity, const Limbs* inputs, size_t n, const BoxPlaces& places, Limbs* out) {
  job.arithmetic.tracePoseidon(arity + 1, constantsFor(job.arithmetic, arity + 1), inputs, out, n, places.values,
                               places.of);
}

}  // namespace disjoint
