#include "product_tree.hpp"

#include <algorithm>
#include <memory>

#include "large_steps.hpp"

namespace disjoint {

namespace {

/** Pairs of small nodes per task: enough to fill the lanes a few times. */
constexpr size_t SMALL_TASK = 32;

size_t nodesAt(size_t points, size_t degree) { return (points + degree - 1) / degree; }

void runSmall(const Ring& ring, TreeStep step, const TreeLevel& level, Element* data) {
  std::vector<Array<char>> scratch;
  for (unsigned i = 0; i < ring.job().threads; i++)
    scratch.emplace_back(ring.arithmetic().stepScratchBytes(level.degree), Secrecy::secret);
  const size_t pairs = level.pairs();
  parallel(ring.job(), (pairs + SMALL_TASK - 1) / SMALL_TASK, [&](size_t task, unsigned thread) {
    const size_t from = task * SMALL_TASK, to = std::min(pairs, from + SMALL_TASK);
    ring.arithmetic().step(step, ring.tables(), level, data, from, to, scratch[thread].data());
  });
}

/** Many pairs: one in each thread. Few: one after the other, all threads at work on it. */
void runLarge(const Ring& ring, TreeStep step, const TreeLevel& level, Element* data) {
  const size_t pairs = level.pairs();
  if (pairs < ring.job().threads) {
    LargeSteps steps(ring, ring.job(), level.degree);
    for (size_t pair = 0; pair < pairs; pair++) steps.run(step, level, data, pair);
    return;
  }
  Alone alone;
  std::vector<std::unique_ptr<LargeSteps>> steps;
  for (unsigned i = 0; i < ring.job().threads; i++)
    steps.push_back(std::make_unique<LargeSteps>(ring, alone, level.degree));
  parallel(ring.job(), pairs, [&](size_t pair, unsigned thread) { steps[thread]->run(step, level, data, pair); });
}

/** The last node of an odd number, whose neighbour is 1. */
void runLast(TreeStep step, const TreeLevel& level, Element* data) {
  const size_t d = level.degree, at = (level.count - 1) * d;
  if (step == TreeStep::descend) {
    std::copy(data + at + d, data + at + 2 * d, data + at);
    return;
  }
  const Element* node = (const Element*)level.nodes + at;
  if (step == TreeStep::multiply && node != data + at) std::copy(node, node + d, data + at);
  std::fill(data + at + d, data + at + 2 * d, Element{});
}

Array<Element> leaves(const Ring& ring, const Limbs* points, size_t n, size_t room) {
  Array<Element> out(room, Secrecy::secret);
  Array<Element> positive(n, Secrecy::secret);
  ring.import(positive.data(), points, n);
  ring.elementwise(ring.job(), Operation::subtract, out.data(), positive.data(), n);
  return out;
}

}  // namespace

void runTreeStep(const Ring& ring, TreeStep step, const TreeLevel& level, Element* data) {
  (level.degree <= ring.arithmetic().smallDegree ? runSmall : runLarge)(ring, step, level, data);
  if (level.count % 2) runLast(step, level, data);
  ring.job().advance();
}

Array<Element> productOf(const Ring& ring, const Limbs* points, size_t n) {
  const unsigned log = logOf(n);
  ring.job().begin("multiplying", log);
  Array<Element> out = leaves(ring, points, n, size_t{1} << log);
  for (unsigned k = 0; k < log; k++) {
    const size_t degree = size_t{1} << k;
    runTreeStep(ring, TreeStep::multiply, {out.data(), degree, nodesAt(n, degree)}, out.data());
  }
  return out;
}

ProductTree::ProductTree(const Ring& ring, const Limbs* points, size_t n, unsigned log) : points_(n), log_(log) {
  ring.job().begin("building the tree of the list", log);
  levels_.push_back(leaves(ring, points, n, nodesAt(n, 1)));
  for (unsigned k = 0; k < log; k++) {
    const size_t degree = size_t{2} << k;
    levels_.emplace_back(nodesAt(n, degree) * degree);
    runTreeStep(ring, TreeStep::multiply, level(k), levels_.back().data());
  }
}

TreeLevel ProductTree::level(unsigned k) const {
  const size_t degree = size_t{1} << k;
  return {levels_[k].data(), degree, nodesAt(points_, degree)};
}

void ProductTree::descend(const Ring& ring, Element* data) const {
  for (unsigned k = log_; k-- > 0;) runTreeStep(ring, TreeStep::descend, level(k), data);
}

void ProductTree::combine(const Ring& ring, Element* data) const {
  for (unsigned k = 0; k < log_; k++) runTreeStep(ring, TreeStep::combine, level(k), data);
}

}  // namespace disjoint
