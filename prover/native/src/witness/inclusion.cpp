#include "statements.hpp"

namespace disjoint {

namespace {

std::string ofLevel(Label l) { return ", level " + std::to_string(l); }

/** Template BucketWith. @return the hash */
Limbs bucketWith(Scope& scope, Label at, const Limbs& key, const Limbs* slots) {
  Limbs hash, inverse = key;
  poseidon(scope, ARITY, slots, 1, at + BUCKET_WITH_LABELS - poseidonLabels(ARITY), 0, &hash);
  scope.wires.set(at, hash);
  scope.wires.set(at + 1, key);
  setAll(scope.wires, at + 2, slots, ARITY);
  scope.wires.set(at + 2 + ARITY, hash);
  if (!isZero(slotProducts(scope.wires, at + 3 + ARITY, key, slots)))
    breaks("present", ": the key is not in its bucket");
  if (isZero(key)) breaks("key-nonzero");
  invert(&inverse, 1);
  scope.wires.set(at + 3 + ARITY + (ARITY - 1), inverse);
  return hash;
}

/** Template Select: the child at a place. */
const Limbs& select(Wires& wires, Label at, const Limbs* values, unsigned place) {
  const Label chosen = at + 1 + ARITY + 4;
  setAll(wires, at + 1, values, ARITY);
  setBits(wires, at + 1 + ARITY, small(place), 4);
  Label next = chosen;
  for (unsigned half = 8, first = 0; half > 0; half /= 2) {
    first |= place & half;
    for (unsigned j = 0; j < half; j++) wires.set(next++, values[first + j]);
  }
  wires.set(at, values[place]);
  return values[place];
}

}  // namespace

void inclusion(Scope& scope, const InclusionLabels& at, const Limbs* inputs) {
  Wires& wires = scope.wires;
  const auto input = [&](Label label) { return inputs + label - 1; };
  const Limbs &key = *input(at.key), *thermometer = input(at.thermometer), *children = input(at.children);
  setAll(wires, 1, inputs, at.inputs);

  const KeyParts parts = splitKey(wires, at.parts, key);
  const Shape form = shape(wires, at.shape, thermometer);
  const Limbs bucket = bucketId(wires, at.bucketId, parts.route, thermometer, form, 0);
  wires.set(at.bucket, bucket);
  bits(wires, at.digits, bucket, ROUTE_BITS);

  Values path = secretValues(LEVELS + 1), hashes = secretValues(LEVELS);
  path[0] = bucketWith(scope, at.held, key, input(at.slots));
  poseidon(scope, ARITY, children, LEVELS, at.hash, poseidonLabels(ARITY), hashes.data());
  for (Label l = 0; l < LEVELS; l++) {
    const bool inside = !isZero(thermometer[4 * l]);
    const Limbs& child = select(wires, at.child + l * SELECT_LABELS, children + l * ARITY, bucket.l[0] >> (4 * l) & 15);
    if (inside && !equal(child, path[l])) breaks("child", ofLevel(l));
    path[l + 1] = inside ? hashes[l] : path[l];
  }
  setAll(wires, at.hashed, hashes.data(), LEVELS);
  setAll(wires, at.nodeHash, hashes.data(), LEVELS);
  setAll(wires, at.path, path.data(), LEVELS + 1);

  const Limbs opened[] = {path[LEVELS], small(form.bucketBits), *input(at.salt)};
  Limbs committed;
  poseidon(scope, 3, opened, 1, at.commit, 0, &committed);
  wires.set(at.committed, committed);
  if (!equal(committed, *input(at.commitment))) breaks("commitment");
}

}  // namespace disjoint
