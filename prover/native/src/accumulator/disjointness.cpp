#include "disjointness.hpp"

#include "coefficients_file.hpp"
#include "msm/msm.hpp"
#include "polynomial/point_set.hpp"
#include "polynomial/polynomial.hpp"
#include "scaling.hpp"

namespace disjoint {

namespace {

bool isZero(const Limbs& x) { return (x.l[0] | x.l[1] | x.l[2] | x.l[3]) == 0; }

const unsigned char* scalars(const Array<Limbs>& values) { return (const unsigned char*)values.data(); }

class Proving {
 public:
  Proving(Job& job, const std::string& powers, Elements entries, const Limbs& multiplier)
      : job_(job), powers_(powers), points_(powers_.g2(job, entries.count + 1)), list_(job, entries.at, entries.count),
        b_(list_.monic().size()) {
    std::memcpy(b_.data(), list_.monic().data(), b_.bytes());
    scale(job, b_, multiplier);
  }

  Disjointness prove(const ShardInput& shard) const {
    const Array<Limbs> a = loadCoefficients(job_, shard.coefficients);
    const Bytes points = powers_.g1(job_, a.size());
    Disjointness out{};
    Array<Limbs> p;
    {
      const Array<Limbs> values = list_.evaluate(a.data(), a.size());
      for (size_t i = 0; i < values.size(); i++)
        if (isZero(values[i])) out.common.push_back((std::uint32_t)i);
      if (!out.common.empty()) return out;
      p = list_.interpolateInverses(values.data());
    }
    const Fr t = Fr::canonical(shard.blinding);
    {
      const Array<Limbs> q = cofactor(job_, p, a, b_);
      const Array<Limbs> blinded = addScaled(job_, q, a, Fr::neg(t));
      out.q = multiplyG1(job_, powers_.file(), points, scalars(blinded)).affine();
    }
    const Array<Limbs> blinded = addScaled(job_, p, b_, t);
    out.p = multiplyG2(job_, powers_.file(), points_, scalars(blinded)).affine();
    return out;
  }

 private:
  Job& job_;
  const PowersFile powers_;
  const Bytes points_;
  const PointSet list_;
  Array<Limbs> b_;
};

}  // namespace

std::vector<Disjointness> proveDisjoint(Job& job, const std::string& powers, Elements entries, const Limbs& multiplier,
                                        const std::vector<ShardInput>& shards) {
  requireMultiplier(multiplier);
  requireSet(job, entries, "entry");
  const Proving proving(job, powers, entries, multiplier);
  std::vector<Disjointness> out;
  for (const ShardInput& shard : shards) out.push_back(proving.prove(shard));
  return out;
}

}  // namespace disjoint
