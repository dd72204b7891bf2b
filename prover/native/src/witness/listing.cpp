#include "statements.hpp"

namespace disjoint {

void listing(Scope& scope, const ListingLabels& at, const Limbs* inputs) {
  Wires& wires = scope.wires;
  const auto input = [&](Label label) { return inputs + label - 1; };
  const Limbs *routes = input(at.routes), *rests = input(at.rests), *weights = input(at.weights);
  setAll(wires, 1, inputs, at.inputs);

  const Values page = pageElements(wires, at.page, *input(at.pageSalt), routes, rests, at.entries);
  const Limbs digest = chain(scope, at.pageChain, page.data(), (Label)page.size(), TAG_HIGH, PAGE_TAG_LOW);
  wires.set(at.digest, digest);
  if (!equal(digest, *input(at.pageDigest))) breaks("page-digest");

  const KeyParts parts = splitKey(wires, at.parts, *input(at.key));
  bits(wires, at.range, parts.route, ROUTE_BITS);

  Limbs total{};
  for (Label e = 0; e < at.entries; e++) {
    if (isZero(weights[e])) continue;
    if (!equal(routes[e], parts.route)) breaks("listed-route", ", entry " + std::to_string(e));
    if (!equal(rests[e], parts.rest)) breaks("listed-rest", ", entry " + std::to_string(e));
    total = add(total, weights[e]);
  }
  wires.set(at.total, total);
  if (!equal(total, small(1))) breaks("listed", ": no entry is the key");
}

}  // namespace disjoint
