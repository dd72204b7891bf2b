#include "polynomial.hpp"

#include <algorithm>

namespace disjoint {

namespace {

Fr montgomery(const Limbs& x) { return Fr::canonical(x); }

}  // namespace

Array<Limbs> monicFromRoots(Job&, const Limbs* roots, size_t n) {
  Array<Limbs> out(n + 1, Secrecy::secret);
  out[0] = {{1, 0, 0, 0}};
  for (size_t i = 0; i < n; i++) {
    const Fr root = montgomery(roots[i]);
    for (size_t k = i + 2; k-- > 0;)
      out[k] = Fr::sub({k ? out[k - 1] : Limbs{}}, Fr::mul(root, {k <= i ? out[k] : Limbs{}})).v;
  }
  return out;
}

PointSet::PointSet(Job& job, const Limbs* points, size_t n)
    : points_(points), n_(n), monic_(monicFromRoots(job, points, n)) {}

Array<Limbs> PointSet::evaluate(Job&, const Limbs* coefficients, size_t count) const {
  Array<Limbs> out(n_, Secrecy::secret);
  for (size_t i = 0; i < n_; i++) {
    const Fr x = montgomery(points_[i]);
    Fr value = Fr::zero();
    for (size_t k = count; k-- > 0;) value = Fr::add(Fr::mul(value, x), {coefficients[k]});
    out[i] = value.v;
  }
  return out;
}

Array<Limbs> PointSet::interpolateInverses(Job&, const Limbs* values) const {
  Array<Limbs> out(n_, Secrecy::secret), part(n_, Secrecy::secret);
  for (size_t i = 0; i < n_; i++) {
    const Fr x = montgomery(points_[i]);
    Fr carry = Fr::zero(), derivative = Fr::zero();
    for (size_t k = n_; k-- > 0;) {
      carry = Fr::add({monic_[k + 1]}, Fr::mul(carry, x));
      part[k] = carry.v;
      derivative = Fr::add(Fr::mul(derivative, x), carry);
    }
    const Fr weight = Fr::invert(Fr::mul(montgomery(derivative.v), montgomery(values[i])));
    for (size_t k = 0; k < n_; k++) out[k] = Fr::add({out[k]}, Fr::mul(weight, {part[k]})).v;
  }
  return out;
}

Array<Limbs> cofactor(Job&, const Array<Limbs>& p, const Array<Limbs>& a, const Array<Limbs>& b) {
  Array<Limbs> rest(p.size() + a.size() - 1, Secrecy::secret);
  for (size_t i = 0; i < p.size(); i++)
    for (size_t j = 0; j < a.size(); j++) rest[i + j] = Fr::sub({rest[i + j]}, Fr::mul(montgomery(p[i]), {a[j]})).v;
  rest[0] = Fr::add({rest[0]}, {{{1, 0, 0, 0}}}).v;
  const Fr lead = Fr::invert(montgomery(b[b.size() - 1]));
  Array<Limbs> out(a.size() - 1, Secrecy::secret);
  for (size_t k = out.size(); k-- > 0;) {
    const Fr digit = montgomery(Fr::mul(lead, {rest[k + b.size() - 1]}).v);
    out[k] = digit.toCanonical();
    for (size_t j = 0; j < b.size(); j++) rest[k + j] = Fr::sub({rest[k + j]}, Fr::mul(digit, {b[j]})).v;
  }
  return out;
}

}  // namespace disjoint
