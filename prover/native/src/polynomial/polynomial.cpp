#include "polynomial.hpp"

#include <algorithm>
#include <atomic>

#include "product_tree.hpp"
#include "runtime/random.hpp"

namespace disjoint {

Array<Limbs> monicFromRoots(Job& job, const Limbs* roots, size_t n) {
  const Ring ring(job, logOf(n));
  Array<Element> product = productOf(ring, roots, n);
  ring.reverse(product.data(), n);
  Array<Limbs> out(n + 1, Secrecy::secret);
  ring.exportTo(out.data(), product.data(), n);
  out[n] = {{1, 0, 0, 0}};
  return out;
}

namespace {

Fr randomShift() {
  for (;;) {
    const Fr g = Fr::canonical(randomScalar());
    if (!g.isZero()) return g;
  }
}

/** Values of a polynomial on the coset g w^i: of the polynomial in g x, its coefficients wrapped around. */
void valuesOnCoset(const Ring& ring, const Array<Limbs>& polynomial, const Fr& g, unsigned log, Values& out) {
  const size_t size = size_t{1} << log, count = polynomial.size();
  Array<Element> scaled(count, Secrecy::secret);
  ring.import(scaled.data(), polynomial.data(), count);
  ring.scaleByPowers(scaled.data(), count, g);
  for (size_t from = size; from < count; from += size)
    ring.elementwise(ring.job(), Operation::add, scaled.data(), &scaled[from], std::min(size, count - from));
  ring.forward(ring.job(), scaled.data(), std::min(size, count), log, out);
}

bool divideValues(const Ring& ring, Values& b, const Values& p, const Values& a, unsigned log) {
  constexpr size_t STEP = 1 << 12;
  std::atomic<bool> divisible{true};
  parallelRanges(ring.job(), size_t{1} << log, STEP, [&](size_t from, size_t to) {
    if (!ring.arithmetic().cofactorValues(b.data(), p.data(), a.data(), from, to)) divisible = false;
  });
  return divisible;
}

}  // namespace

Array<Limbs> cofactor(Job& job, const Array<Limbs>& p, const Array<Limbs>& a, const Array<Limbs>& b) {
  constexpr size_t SHORTEST = 1 << 5;
  const size_t count = p.size() + a.size() - b.size();
  const unsigned log = logOf(std::max(count, SHORTEST));
  job.begin("dividing", 1);
  const Ring ring(job, log);
  Values x = ring.values(log), y = ring.values(log), z = ring.values(log);
  Fr g;
  // On a random coset b has a zero with a probability of at most size * degree / order: then another one is drawn.
  do {
    g = randomShift();
    valuesOnCoset(ring, b, g, log, x);
    valuesOnCoset(ring, p, g, log, y);
    valuesOnCoset(ring, a, g, log, z);
  } while (!divideValues(ring, x, y, z, log));
  Array<Element> quotient(count, Secrecy::secret);
  ring.backward(job, x, log, quotient.data(), 0, count);
  ring.scaleByPowers(quotient.data(), count, Fr::invert(g));
  Array<Limbs> out(count, Secrecy::secret);
  ring.exportTo(out.data(), quotient.data(), count);
  job.advance();
  return out;
}

}  // namespace disjoint
