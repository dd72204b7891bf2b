#include "disjointness.hpp"

#include <algorithm>

#include "coefficients_file.hpp"
#include "msm/msm.hpp"
#include "polynomial/point_set.hpp"
#include "polynomial/polynomial.hpp"
#include "runtime/error.hpp"
#include "scaling.hpp"

namespace disjoint {

namespace {

/** The entries of all lists, each once: those of a single list in their order, those of several sorted. */
Array<Limbs> unite(const std::vector<ListInput>& lists) {
  size_t count = 0;
  for (const ListInput& list : lists) count += list.entries.count;
  Array<Limbs> all(count, Secrecy::secret);
  Limbs* end = all.data();
  for (const ListInput& list : lists) end = std::copy(list.entries.at, list.entries.at + list.entries.count, end);
  if (lists.size() == 1) return all;
  std::sort(all.data(), end, below);
  end = std::unique(all.data(), end, [](const Limbs& a, const Limbs& b) { return !below(a, b); });
  Array<Limbs> out((size_t)(end - all.data()), Secrecy::secret);
  std::copy(all.data(), end, out.data());
  return out;
}

class Proving {
 public:
  Proving(Job& job, const std::string& powers, const std::vector<ListInput>& lists)
      : job_(job), powers_(powers), lists_(lists), united_(unite(lists)), points_(powers_.g2(job, united_.size() + 1)),
        set_(job, united_.data(), united_.size()) {
    for (const ListInput& list : lists) b_.push_back(polynomialOf(list));
  }

  Disjointness prove(const ShardInput& shard) const {
    const Array<Limbs> a = loadCoefficients(job_, shard.coefficients);
    const Bytes points = powers_.g1(job_, longest(a));
    Disjointness out{};
    Array<Limbs> inverse;
    {
      const Array<Limbs> values = set_.evaluate(a.data(), a.size());
      if (out.common = commonWith(values); !out.common.empty()) return out;
      inverse = set_.interpolateInverses(values.data());
    }
    const Array<Limbs> p = addScaled(job_, inverse, set_.monic(), Fr::canonical(shard.blinding));
    for (const Array<Limbs>& b : b_) {
      const Array<Limbs> q = cofactor(job_, p, a, b);
      const Bytes first{points.data, q.size() * sizeof(Affine<Fq>)};
      out.q.push_back(multiplyG1(job_, powers_.file(), first, scalars(q)).affine());
    }
    out.p = multiplyG2(job_, powers_.file(), points_, scalars(p)).affine();
    return out;
  }

 private:
  Array<Limbs> polynomialOf(const ListInput& list) const {
    Array<Limbs> b;
    if (lists_.size() > 1) {
      b = monicFromRoots(job_, list.entries.at, list.entries.count);
    } else {
      b = Array<Limbs>(set_.monic().size(), Secrecy::secret);
      std::copy(set_.monic().begin(), set_.monic().end(), b.data());
    }
    scale(job_, b, list.multiplier);
    return b;
  }

  /** How many coefficients the longest q has: that of the shortest list. */
  size_t longest(const Array<Limbs>& a) const {
    size_t shortest = b_[0].size();
    for (const Array<Limbs>& b : b_) shortest = std::min(shortest, b.size());
    return set_.monic().size() + a.size() - shortest;
  }

  /** The indices of each list's entries at which the values are zero; nothing if they are zero nowhere. */
  std::vector<std::vector<std::uint32_t>> commonWith(const Array<Limbs>& values) const {
    std::vector<Limbs> roots;
    for (size_t i = 0; i < values.size(); i++)
      if (isZero(values[i])) roots.push_back(united_[i]);
    std::vector<std::vector<std::uint32_t>> out;
    if (roots.empty()) return out;
    std::sort(roots.begin(), roots.end(), below);
    for (const ListInput& list : lists_) {
      out.emplace_back();
      for (size_t i = 0; i < list.entries.count; i++)
        if (std::binary_search(roots.begin(), roots.end(), list.entries.at[i], below))
          out.back().push_back((std::uint32_t)i);
    }
    return out;
  }

  Job& job_;
  const PowersFile powers_;
  const std::vector<ListInput>& lists_;
  const Array<Limbs> united_;
  const Bytes points_;
  const PointSet set_;
  std::vector<Array<Limbs>> b_;
};

}  // namespace

std::vector<Disjointness> proveDisjoint(Job& job, const std::string& powers, const std::vector<ListInput>& lists,
                                        const std::vector<ShardInput>& shards) {
  if (lists.empty()) fail("native/bad-call", "there is no list");
  for (const ListInput& list : lists) {
    requireMultiplier(list.multiplier);
    requireSet(job, list.entries, "entry");
  }
  const Proving proving(job, powers, lists);
  std::vector<Disjointness> out;
  for (const ShardInput& shard : shards) out.push_back(proving.prove(shard));
  return out;
}

}  // namespace disjoint
