#include "ring.hpp"

#include <algorithm>

#include "runtime/error.hpp"

namespace disjoint {

namespace {

/** Elements per task. */
constexpr size_t RING_STEP = 1 << 12;

/** Small nodes of a tree need tables of this size. */
constexpr unsigned LEAST_TABLE_LOG = 12, MOST_LOG = 27;

}  // namespace

Ring::Ring(Job& job, unsigned log) : job_(job), arithmetic_(job.arithmetic.polynomial) {
  log = std::max(log, LEAST_TABLE_LOG);
  if (log > MOST_LOG) fail("native/too-large", "the polynomials are too large for the field's roots of unity");
  memory_ = Array<char>(arithmetic_.tableBytes(log));
  arithmetic_.fillTables(job, memory_.data(), log);
  tables_ = {memory_.data(), log};
}

void Ring::import(Element* to, const Limbs* from, size_t n) const {
  parallelRanges(job_, n, RING_STEP, [&](size_t i, size_t end) { arithmetic_.import(to + i, from + i, end - i); });
}

void Ring::exportTo(Limbs* to, const Element* from, size_t n) const {
  parallelRanges(job_, n, RING_STEP, [&](size_t i, size_t end) { arithmetic_.exportTo(to + i, from + i, end - i); });
}

void Ring::reverse(Element* elements, size_t n) const { std::reverse(elements, elements + n); }

void Ring::invert(Element* elements, size_t n) const {
  parallelRanges(job_, n, RING_STEP, [&](size_t i, size_t end) { arithmetic_.invert(elements + i, end - i); });
}

void Ring::scaleByPowers(Element* elements, size_t n, const Fr& base) const {
  parallelRanges(job_, n, RING_STEP,
                 [&](size_t i, size_t end) { arithmetic_.scaleByPowers(elements + i, end - i, &base, i); });
}

void Ring::elementwise(Workers& workers, Operation operation, Element* to, const Element* by, size_t n) const {
  parallelRanges(workers, n, RING_STEP,
                 [&](size_t i, size_t end) { arithmetic_.elementwise(operation, to + i, by + i, end - i); });
}

void Ring::forward(Workers& workers, const Element* coefficients, size_t count, unsigned log, Values& values) const {
  arithmetic_.forward(workers, tables_, coefficients, count, log, values.data());
}

void Ring::backward(Workers& workers, Values& values, unsigned log, Element* out, size_t from, size_t to) const {
  arithmetic_.backward(workers, tables_, values.data(), log, out, from, to);
}

void Ring::multiply(Workers& workers, Values& a, const Values& b, unsigned log) const {
  parallelRanges(workers, size_t{1} << log, RING_STEP,
                 [&](size_t from, size_t to) { arithmetic_.multiplyValues(a.data(), b.data(), from, to); });
}

void Ring::addProduct(Workers& workers, Values& a, const Values& b, const Values& c, unsigned log) const {
  parallelRanges(workers, size_t{1} << log, RING_STEP,
                 [&](size_t from, size_t to) { arithmetic_.addProduct(a.data(), b.data(), c.data(), from, to); });
}

}  // namespace disjoint
