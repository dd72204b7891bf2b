#include "parts.hpp"

#include "poseidon/hashing.hpp"
#include "runtime/error.hpp"

namespace disjoint {

void breaks(const char* rule, const std::string& where) {
  fail("native/no-witness", std::string("rule ") + rule + " does not hold" + where);
}

void setAll(Wires& wires, Label at, const Limbs* values, size_t n) {
  for (size_t i = 0; i < n; i++) wires.set(at + (Label)i, values[i]);
}

void setBits(Wires& wires, Label at, const Limbs& value, unsigned n) {
  for (unsigned i = 0; i < n; i++) wires.set(at + i, bitOf(value, n - 1 - i));
}

void bits(Wires& wires, Label at, const Limbs& value, unsigned n) {
  if (!fits(value, n)) breaks("range", ": a value has more than " + std::to_string(n) + " bits");
  setBits(wires, at, value, n);
  wires.set(at + n, value);
}

bool differ(Wires& wires, Label at, const Limbs& left, const Limbs& right, Inverses& inverses) {
  const bool different = !equal(left, right);
  wires.set(at, different);
  wires.set(at + 1, left);
  wires.set(at + 2, right);
  inverses.add(subtract(left, right), at + 3);
  return different;
}

Shape shape(Wires& wires, Label at, const Limbs* thermometer) {
  Shape shape{0, 0};
  for (unsigned i = 0; i < ROUTE_BITS; i++) {
    const bool one = equal(thermometer[i], small(1));
    if (!one && (i < 4 || !isZero(thermometer[i]))) breaks("thermometer");
    if (!one) continue;
    if (shape.bucketBits != i) breaks("thermometer-monotone");
    if (i % 4 == 0) shape.leafBase += std::uint64_t{1} << i;
    shape.bucketBits++;
  }
  wires.set(at, shape.bucketBits);
  wires.set(at + 1, shape.leafBase);
  wires.set(at + 2, shape.bucketRange());
  setAll(wires, at + 3, thermometer, ROUTE_BITS);
  return shape;
}

Limbs bucketId(Wires& wires, Label at, const Limbs& route, const Limbs* thermometer, const Shape& shape,
               std::uint64_t leafBase) {
  Label own = at + BUCKET_ID_LABELS - bitsLabels(ROUTE_BITS);
  bits(wires, own, route, ROUTE_BITS);
  const unsigned below = ROUTE_BITS - shape.bucketBits;
  const std::uint64_t bucket = route.l[0] >> below;
  const Limbs id = small(leafBase + bucket);
  wires.set(at, id);
  wires.set(at + 1, route);
  setAll(wires, at + 2, thermometer, ROUTE_BITS);
  wires.set(at + 2 + ROUTE_BITS, leafBase);
  wires.set(at + 3 + ROUTE_BITS, shape.bucketRange());
  setBits(wires, at + 4 + ROUTE_BITS, route, ROUTE_BITS);
  setBits(wires, at + 4 + 2 * ROUTE_BITS, small(bucket << below), ROUTE_BITS);
  return id;
}

KeyParts splitKey(Wires& wires, Label at, const Limbs& key) {
  static_assert(REST_BITS == 3 * 64 + 8);
  const KeyParts parts{small(key.l[3] >> 8), {{key.l[0], key.l[1], key.l[2], key.l[3] & 0xff}}};
  wires.set(at, parts.route);
  wires.set(at + 1, parts.rest);
  wires.set(at + 2, key);
  bits(wires, at + 3, parts.rest, REST_BITS);
  return parts;
}

void poseidon(Scope& scope, unsigned arity, const Limbs* inputs, size_t n, Label at, Label stride, Limbs* out) {
  std::vector<const std::uint32_t*> places(n);
  for (size_t g = 0; g < n; g++) places[g] = scope.wires.places() + at + (Label)g * stride + 1 + arity;
  tracePoseidon(scope.job, arity, inputs, n, {scope.wires.values(), places.data()}, out);
  for (size_t g = 0; g < n; g++) {
    const Label own = at + (Label)g * stride;
    scope.wires.set(own, out[g]);
    setAll(scope.wires, own + 1, inputs + g * arity, arity);
  }
}

Limbs chain(Scope& scope, Label at, const Limbs* elements, Label n, std::uint64_t tagHigh, std::uint64_t tagLow) {
  setAll(scope.wires, at + 1, elements, n);
  Values block = secretValues(ARITY);
  // tag * 2^32 + n
  Limbs digest{{tagLow << 32 | n, tagHigh << 32 | tagLow >> 32, tagHigh >> 32, 0}};
  for (Label b = 0; b < blocksOf(n); b++) {
    block[0] = digest;
    for (Label i = 0; i < RATE; i++) block[1 + i] = b * RATE + i < n ? elements[b * RATE + i] : small(0);
    poseidon(scope, ARITY, block.data(), 1, at + 1 + n + b * poseidonLabels(ARITY), 0, &digest);
  }
  scope.wires.set(at, digest);
  return digest;
}

Limbs slotProducts(Wires& wires, Label at, const Limbs& key, const Limbs* slots) {
  Fr product = Fr::canonical(subtract(key, slots[0]));
  for (Label i = 1; i < ARITY; i++) {
    product = Fr::mul(product, Fr::canonical(subtract(key, slots[i])));
    wires.set(at + i - 1, product.toCanonical());
  }
  return product.toCanonical();
}

}  // namespace disjoint
