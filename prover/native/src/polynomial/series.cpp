#include "series.hpp"

namespace disjoint {

/**
 * From m coefficients h to 2m: with h (1 + y a) = 1 + y^m e, the next m are those of -h e. Coefficients m to 2m - 1 of
 * y h a are not overlapped in a cyclic product of 2m.
 */
Array<Element> inverseSeries(const Ring& ring, const Element* a, unsigned log) {
  constexpr unsigned FIRST = 6;
  Job& job = ring.job();
  Array<Element> h(size_t{1} << log);
  ring.arithmetic().startInverse(a, h.data(), size_t{1} << FIRST);
  for (unsigned next = FIRST + 1; next <= log; next++) {
    const size_t m = size_t{1} << (next - 1);
    Values u = ring.values(next), v = ring.values(next);
    ring.forward(job, h.data(), m, next, u);
    ring.forward(job, a, 2 * m, next, v);
    ring.multiply(job, v, u, next);
    Array<Element> error(m);
    ring.backward(job, v, next, error.data(), m - 1, 2 * m - 1);
    ring.forward(job, error.data(), m, next, v);
    ring.multiply(job, v, u, next);
    ring.backward(job, v, next, error.data(), 0, m);
    ring.elementwise(job, Operation::subtract, &h[m], error.data(), m);
  }
  return h;
}

}  // namespace disjoint
