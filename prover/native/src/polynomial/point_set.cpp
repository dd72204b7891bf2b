#include "point_set.hpp"

#include <algorithm>

#include "series.hpp"

namespace disjoint {

namespace {

/** Room for fewer points would make the reduction of long polynomials slow. */
constexpr unsigned LEAST_ROOM_LOG = 12;

constexpr size_t DERIVATIVE_STEP = 1 << 14;

unsigned roomFor(size_t points) { return std::max(LEAST_ROOM_LOG, logOf(points)); }

Array<Limbs> derivative(Job& job, const Array<Limbs>& polynomial) {
  Array<Limbs> out(polynomial.size() - 1, Secrecy::secret);
  parallelRanges(job, out.size(), DERIVATIVE_STEP, [&](size_t from, size_t to) {
    for (size_t i = from; i < to; i++) out[i] = Fr::mul(Fr::small(i + 1), {polynomial[i + 1]}).v;
  });
  return out;
}

}  // namespace

PointSet::PointSet(Job& job, const Limbs* points, size_t n)
    : job_(job), n_(n), ring_(job, roomFor(n) + 1), tree_(ring_, points, n, roomFor(n)),
      inverse_(ring_.values(tree_.log() + 1)), monic_(n + 1, Secrecy::secret) {
  const unsigned log = tree_.log();
  const Array<Element> series = inverseSeries(ring_, tree_.root(), log);
  ring_.forward(job, series.data(), series.size(), log + 1, inverse_);
  Array<Element> reversed(n, Secrecy::secret);
  std::copy(tree_.root(), tree_.root() + n, reversed.data());
  ring_.reverse(reversed.data(), n);
  ring_.exportTo(monic_.data(), reversed.data(), n);
  monic_[n] = {{1, 0, 0, 0}};
  const Array<Limbs> slope = derivative(job, monic_);
  derivatives_ = valuesAt(slope.data(), slope.size());
}

Array<Limbs> PointSet::evaluate(const Limbs* coefficients, size_t count) const {
  const Array<Element> values = valuesAt(coefficients, count);
  Array<Limbs> out(n_, Secrecy::secret);
  ring_.exportTo(out.data(), values.data(), n_);
  return out;
}

/** Polynomials are reversed where they meet the tree: f is x^(room - 1) f(1 / x). */
Array<Element> PointSet::valuesAt(const Limbs* coefficients, size_t count) const {
  Array<Element> rest = reduce(coefficients, count);
  job_.begin("evaluating", tree_.log());
  Array<Element> data(tree_.room(), Secrecy::secret);
  Values values = ring_.values(tree_.log() + 1);
  quotient(rest.data(), data.data(), values);
  tree_.descend(ring_, data.data());
  return data;
}

/** The first coefficients of a reversed polynomial divided by the product. */
void PointSet::quotient(const Element* dividend, Element* out, Values& values) const {
  const unsigned log = tree_.log() + 1;
  ring_.forward(job_, dividend, tree_.room(), log, values);
  ring_.multiply(job_, values, inverse_, log);
  ring_.backward(job_, values, log, out, 0, tree_.room());
}

/**
 * The reversed remainder modulo the product times a power of x, of degree n = room: blocks of n coefficients, from the
 * highest. With r the remainder so far and q = r x^n / product, the next one is block + r - q - q a modulo x^n - 1,
 * where a, reversed, are the elements at the tree's root.
 */
Array<Element> PointSet::reduce(const Limbs* coefficients, size_t count) const {
  const size_t n = tree_.room(), blocks = (count + n - 1) / n;
  Array<Element> rest(n, Secrecy::secret);
  const auto load = [&](size_t block, Element* to) {
    const size_t from = block * n, size = std::min(n, count - from);
    ring_.import(to, coefficients + from, size);
    std::fill(to + size, to + n, Element{});
    ring_.reverse(to, n);
  };
  load(blocks - 1, rest.data());
  if (blocks == 1) return rest;

  job_.begin("reducing", blocks - 1);
  const unsigned log = tree_.log();
  Values root = ring_.values(log), small = ring_.values(log), large = ring_.values(log + 1);
  ring_.forward(job_, tree_.root(), n, log, root);
  Array<Element> block(n, Secrecy::secret), q(n, Secrecy::secret), product(n, Secrecy::secret);
  for (size_t k = blocks - 1; k-- > 0; job_.advance()) {
    quotient(rest.data(), q.data(), large);
    ring_.forward(job_, q.data(), n, log, small);
    ring_.multiply(job_, small, root, log);
    ring_.backward(job_, small, log, product.data(), 0, n);
    load(k, block.data());
    ring_.elementwise(job_, Operation::add, rest.data(), block.data(), n);
    ring_.elementwise(job_, Operation::subtract, rest.data(), q.data(), n);
    ring_.elementwise(job_, Operation::subtract, rest.data() + 1, product.data(), n - 1);
    ring_.elementwise(job_, Operation::subtract, rest.data(), &product[n - 1], 1);
  }
  return rest;
}

/** Lagrange: the sum of product / (x - point) / (value * derivative). */
Array<Limbs> PointSet::interpolateInverses(const Limbs* values) const {
  job_.begin("interpolating", tree_.log());
  Array<Element> data(tree_.room(), Secrecy::secret);
  ring_.import(data.data(), values, n_);
  ring_.elementwise(job_, Operation::multiply, data.data(), derivatives_.data(), n_);
  ring_.invert(data.data(), n_);
  tree_.combine(ring_, data.data());
  ring_.reverse(data.data(), n_);
  Array<Limbs> out(n_, Secrecy::secret);
  ring_.exportTo(out.data(), data.data(), n_);
  return out;
}

}  // namespace disjoint
