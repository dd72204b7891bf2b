#include "accumulate.hpp"

#include "coefficients_file.hpp"
#include "msm/msm.hpp"
#include "polynomial/polynomial.hpp"
#include "runtime/error.hpp"
#include "scaling.hpp"

namespace disjoint {

namespace {

/** multiplier * product of (x - element) */
Array<Limbs> polynomialOf(Job& job, Elements elements, const Limbs& multiplier, const char* what) {
  requireMultiplier(multiplier);
  requireSet(job, elements, what);
  Array<Limbs> out = monicFromRoots(job, elements.at, elements.count);
  scale(job, out, multiplier);
  return out;
}

}  // namespace

Affine<Fq> accumulateKeys(Job& job, const std::string& path, Elements keys, const Limbs& multiplier,
                          const std::string& coefficients) {
  const PowersFile powers(path);
  const Bytes points = powers.g1(job, keys.count + 1);
  const Array<Limbs> a = polynomialOf(job, keys, multiplier, "key");
  const Affine<Fq> out = multiplyG1(job, powers.file(), points, scalars(a)).affine();
  saveCoefficients(coefficients, a);
  return out;
}

Affine<Fq2> accumulateEntries(Job& job, const std::string& path, Elements entries, const Limbs& multiplier) {
  const PowersFile powers(path);
  const Bytes points = powers.g2(job, entries.count + 1);
  const Array<Limbs> b = polynomialOf(job, entries, multiplier, "entry");
  return multiplyG2(job, powers.file(), points, scalars(b)).affine();
}

Affine<Fq> proveMember(Job& job, const std::string& path, const std::string& coefficients, const Limbs& key) {
  const PowersFile powers(path);
  Array<Limbs> a = loadCoefficients(job, coefficients);
  const size_t degree = a.size() - 1;
  const Bytes points = powers.g1(job, degree);
  // Horner's rule: what it carries are the quotient's coefficients, and in the end the value at the key.
  const Fr root = Fr::canonical(key);
  Fr carry = Fr::zero();
  for (size_t k = degree + 1; k-- > 0;) {
    const Fr next = Fr::add({a[k]}, Fr::mul(root, carry));
    a[k] = carry.v;
    carry = next;
  }
  if (!carry.isZero()) fail("native/no-member", "the key is not in the shard");
  return multiplyG1(job, powers.file(), points, scalars(a)).affine();
}

}  // namespace disjoint
