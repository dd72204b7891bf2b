/** @file The functions of accumulators that JavaScript sees. Points come out as canonical coordinates. */
#include <cstring>

#include "accumulator/accumulate.hpp"
#include "accumulator/disjointness.hpp"
#include "accumulator/powers.hpp"
#include "binding.hpp"
#include "runtime/error.hpp"

namespace disjoint {

namespace {

template <class F>
void append(ByteVector& out, const Affine<F>& point) {
  Limbs coordinates[sizeof(Affine<F>) / sizeof(Limbs)];
  canonicalCoordinates(point, coordinates);
  const auto* bytes = (const unsigned char*)coordinates;
  out.insert(out.end(), bytes, bytes + sizeof coordinates);
}

template <class F>
ByteVector only(const Affine<F>& point) {
  ByteVector out;
  append(out, point);
  return out;
}

ByteVector elementBytes(const Arguments& call, size_t i) {
  ByteVector bytes = call.bytes(i);
  if (bytes.size() % sizeof(Limbs)) fail("native/bad-call", "the elements are not 32 bytes each");
  return bytes;
}

Elements elements(const ByteVector& bytes) { return {(const Limbs*)bytes.data(), bytes.size() / sizeof(Limbs)}; }

/** developmentPowers(job, path, g1Count, g2Count, tau?) */
napi_value developmentPowersCall(const Arguments& call) {
  const std::string path = call.text(1);
  const std::uint32_t g1 = call.number(2), g2 = call.number(3);
  const bool fixed = call.present(4);
  const Limbs tau = fixed ? call.scalar(4) : Limbs{};
  return promise(call.env(), call.job(0), [=](Job& job) {
    developmentPowers(job, path, g1, g2, fixed ? &tau : nullptr);
    return ByteVector();
  });
}

/** powersFromPtau(job, ptau, path, g1Count, g2Count) */
napi_value powersFromPtauCall(const Arguments& call) {
  const std::string ptau = call.text(1), path = call.text(2);
  const std::uint32_t g1 = call.number(3), g2 = call.number(4);
  return promise(call.env(), call.job(0), [=](Job& job) {
    powersFromPtau(job, ptau, path, g1, g2);
    return ByteVector();
  });
}

/** combinePowers(job, powers, challenge): two points of G1, two of G2 */
napi_value combinePowersCall(const Arguments& call) {
  const std::string powers = call.text(1);
  const Limbs challenge = call.scalar(2);
  return promise(call.env(), call.job(0), [=](Job& job) {
    const CombinedPowers sums = combinePowers(job, powers, challenge);
    ByteVector out;
    append(out, sums.g1), append(out, sums.nextG1), append(out, sums.g2), append(out, sums.nextG2);
    return out;
  });
}

/** accumulateKeys(job, powers, keys, multiplier, coefficients): a point of G1 */
napi_value accumulateKeysCall(const Arguments& call) {
  const std::string powers = call.text(1), coefficients = call.text(4);
  const Limbs multiplier = call.scalar(3);
  return promise(call.env(), call.job(0), [=, keys = elementBytes(call, 2)](Job& job) {
    return only(accumulateKeys(job, powers, elements(keys), multiplier, coefficients));
  });
}

/** accumulateEntries(job, powers, entries, multiplier): a point of G2 */
napi_value accumulateEntriesCall(const Arguments& call) {
  const std::string powers = call.text(1);
  const Limbs multiplier = call.scalar(3);
  return promise(call.env(), call.job(0), [=, entries = elementBytes(call, 2)](Job& job) {
    return only(accumulateEntries(job, powers, elements(entries), multiplier));
  });
}

void append(ByteVector& out, std::uint32_t number) {
  const auto* bytes = (const unsigned char*)&number;
  out.insert(out.end(), bytes, bytes + sizeof number);
}

/**
 * For each shard and each list: how many entries are in the shard (32 bits), then their indices. If there are none, for
 * no list, the points follow: p, and q for each list.
 */
ByteVector written(const std::vector<Disjointness>& results, size_t lists) {
  ByteVector out;
  for (const Disjointness& result : results) {
    for (size_t i = 0; i < lists; i++) {
      const std::vector<std::uint32_t> none, &common = result.common.empty() ? none : result.common[i];
      append(out, (std::uint32_t)common.size());
      for (const std::uint32_t index : common) append(out, index);
    }
    if (!result.common.empty()) continue;
    append(out, result.p);
    for (const Affine<Fq>& q : result.q) append(out, q);
  }
  return out;
}

/** Lists from the entries of all of them, one after the other, their counts (32 bits each), and their multipliers. */
std::vector<ListInput> listsOf(const ByteVector& entries, const ByteVector& counts, const ByteVector& multipliers) {
  const size_t lists = counts.size() / sizeof(std::uint32_t);
  const Elements all = elements(entries);
  std::vector<ListInput> out;
  size_t from = 0;
  if (multipliers.size() != lists * sizeof(Limbs)) fail("native/bad-call", "there is not one multiplier for each list");
  for (size_t i = 0; i < lists; i++) {
    std::uint32_t count;
    std::memcpy(&count, &counts[i * sizeof count], sizeof count);
    if (count > all.count - from) fail("native/bad-call", "the lists have more entries than there are");
    out.push_back({{all.at + from, count}, scalarOf(&multipliers[i * sizeof(Limbs)])});
    from += count;
  }
  if (from != all.count) fail("native/bad-call", "there are entries of no list");
  return out;
}

/** proveDisjoint(job, powers, entries, counts, multipliers, paths of coefficients, blinding factors): see `written` */
napi_value proveDisjointCall(const Arguments& call) {
  const std::string powers = call.text(1);
  const std::vector<std::string> paths = call.texts(5);
  const ByteVector blindings = call.bytes(6);
  if (blindings.size() != paths.size() * sizeof(Limbs))
    fail("native/bad-call", "there is not one blinding factor for each shard");
  std::vector<ShardInput> shards;
  for (size_t i = 0; i < paths.size(); i++) shards.push_back({paths[i], scalarOf(&blindings[i * sizeof(Limbs)])});
  return promise(call.env(), call.job(0),
                 [=, entries = elementBytes(call, 2), counts = call.bytes(3), multipliers = call.bytes(4)](Job& job) {
                   const std::vector<ListInput> lists = listsOf(entries, counts, multipliers);
                   return written(proveDisjoint(job, powers, lists, shards), lists.size());
                 });
}

/** proveMember(job, powers, coefficients, key): a point of G1 */
napi_value proveMemberCall(const Arguments& call) {
  const std::string powers = call.text(1), coefficients = call.text(2);
  const Limbs key = call.scalar(3);
  return promise(call.env(), call.job(0),
                 [=](Job& job) { return only(proveMember(job, powers, coefficients, key)); });
}

}  // namespace

void defineAccumulator(napi_env env, napi_value exports) {
  define<developmentPowersCall>(env, exports, "developmentPowers");
  define<powersFromPtauCall>(env, exports, "powersFromPtau");
  define<combinePowersCall>(env, exports, "combinePowers");
  define<accumulateKeysCall>(env, exports, "accumulateKeys");
  define<accumulateEntriesCall>(env, exports, "accumulateEntries");
  define<proveDisjointCall>(env, exports, "proveDisjoint");
  define<proveMemberCall>(env, exports, "proveMember");
}

}  // namespace disjoint
