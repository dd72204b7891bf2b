#include "large_steps.hpp"

#include <algorithm>

namespace disjoint {

LargeSteps::LargeSteps(const Ring& ring, Workers& workers, size_t degree)
    : ring_(ring), workers_(workers), d_(degree), log_(logOf(2 * degree)), u_(ring.values(log_)),
      v_(ring.values(log_)), w_(ring.values(log_)), spare_(2 * degree, Secrecy::secret) {}

void LargeSteps::run(TreeStep step, const TreeLevel& level, Element* data, size_t pair) {
  const Element* const a = (const Element*)level.nodes + pair * 2 * d_;
  Element* const to = data + pair * 2 * d_;
  if (step == TreeStep::multiply) multiply(a, a + d_, to);
  if (step == TreeStep::descend) descend(a, a + d_, to);
  if (step == TreeStep::combine) combine(a, a + d_, to);
}

void LargeSteps::multiply(const Element* a, const Element* b, Element* data) {
  forward(a, d_, u_);
  forward(b, d_, v_);
  ring_.multiply(workers_, u_, v_, log_);
  if (a != data) std::copy(a, a + d_, data);
  add(data, b, d_);
  addShifted(data);
}

void LargeSteps::descend(const Element* a, const Element* b, Element* data) {
  forward(data, 2 * d_, u_);
  std::copy(data + d_, data + 2 * d_, data);
  const auto child = [&](const Element* neighbour, Element* to) {
    forward(neighbour, d_, v_);
    ring_.multiply(workers_, v_, u_, log_);
    ring_.backward(workers_, v_, log_, spare_.data(), d_ - 1, 2 * d_ - 1);
    add(to, spare_.data(), d_);
  };
  child(b, data);
  child(a, data + d_);
}

void LargeSteps::combine(const Element* a, const Element* b, Element* data) {
  forward(data, d_, u_);
  forward(b, d_, v_);
  ring_.multiply(workers_, u_, v_, log_);
  forward(data + d_, d_, v_);
  forward(a, d_, w_);
  ring_.addProduct(workers_, u_, v_, w_, log_);
  add(data, data + d_, d_);
  addShifted(data);
}

void LargeSteps::addShifted(Element* data) {
  ring_.backward(workers_, u_, log_, spare_.data(), 0, 2 * d_ - 1);
  std::fill(data + d_, data + 2 * d_, Element{});
  add(data + 1, spare_.data(), 2 * d_ - 1);
}

}  // namespace disjoint
