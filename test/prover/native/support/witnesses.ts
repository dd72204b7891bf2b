import type { CircuitInput, InputValue } from "../../../../prover/groth16/prover/witness.ts";
import type { WitnessCircuit } from "../../../../prover/native/circuits.ts";
import { openingOf } from "../../../../prover/plan/opening.ts";
import { FIELD_ORDER } from "../../../../prover/shared/field.ts";
import { bucketOf, ROUTE_BITS, routeOf } from "../../../../prover/tree/shape.ts";
import { listingInput } from "../../../../prover/witness/listing.ts";
import { below, random } from "../../../support/random.ts";
import { digestOf, keyFromNumber, sortKeys } from "../../../support/scene.ts";
import { SparseTree } from "../../../support/sparseTree.ts";

const KEY_BITS = 248;
const SLOTS = 16;

/** Draws of one seed. */
class Draw {
  readonly number: (limit: number) => number;

  constructor(seed: number) {
    this.number = below(random(seed));
  }

  /** A key, or one whose first bits are those of another. */
  key(near?: Uint8Array): Uint8Array {
    const key = this.value() >> 6n;
    const shared = BigInt(this.number(ROUTE_BITS + 1));
    const rest = (1n << (BigInt(KEY_BITS) - shared)) - 1n;
    return keyFromNumber(near === undefined ? key : (asNumber(near) & ~rest) | (key & rest));
  }

  keys(count: number): Uint8Array[] {
    const keys: Uint8Array[] = [];
    while (keys.length < count)
      keys.push(this.key(keys.length > 0 && this.number(3) === 0 ? keys[this.number(keys.length)] : undefined));
    return sortKeys(keys);
  }

  /** A field element. */
  value(): bigint {
    let value = 0n;
    for (let i = 0; i < 8; i++) value = (value << 32n) | BigInt(this.number(2 ** 32));
    return value % FIELD_ORDER;
  }
}

const asNumber = (key: Uint8Array): bigint => BigInt(`0x${Buffer.from(key).toString("hex")}`);

/** Keys of which no bucket has more than its slots. */
const fitting = (keys: readonly Uint8Array[], bucketBits: number): Uint8Array[] => {
  const counts = new Map<number, number>();
  return keys.filter((key) => {
    const bucket = bucketOf(routeOf(key), bucketBits);
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    return counts.get(bucket)! <= SLOTS;
  });
};

const padded = (keys: readonly Uint8Array[], entries: number): Uint8Array[] =>
  Array.from({ length: entries }, (_, i) => keys[Math.min(i, keys.length - 1)]!);

/**
 * A random true statement of a circuit: any depth that it has room for, crowded and empty buckets, pages of any length.
 */
export async function randomInput(circuit: WitnessCircuit, seed: number): Promise<CircuitInput> {
  const draw = new Draw(seed);
  const salt = draw.number(2) === 0 ? 0n : draw.value();
  const bucketBits = 4 + draw.number(ROUTE_BITS - 3);
  const inside = fitting(draw.keys(1 + draw.number(60)), bucketBits);
  switch (circuit.kind) {
    case "exclusion": {
      const page = padded(draw.keys(1 + draw.number(circuit.entries)), circuit.entries);
      const bits = deepest(page, circuit, bucketBits);
      return (await SparseTree.honest(bits, fitting(inside, bits))).input(page, circuit, salt);
    }
    case "inclusion":
      return (await SparseTree.honest(bucketBits, inside)).path(inside[draw.number(inside.length)]!);
    case "listing": {
      const keys = draw.keys(1 + draw.number(circuit.entries));
      const size = circuit.entries as 16 | 256;
      const digest = await digestOf(padded(keys, size), salt);
      return listingInput(digest, keys[draw.number(keys.length)]!, { size, salt, keys });
    }
  }
}

/** The depth, or the largest smaller one for which the circuit has enough nodes. */
function deepest(keys: readonly Uint8Array[], { nodes }: WitnessCircuit, bucketBits: number): number {
  const opened = openingOf({ size: 16, salt: 0n, keys }, bucketBits).nodeIds.length;
  return opened <= nodes ? bucketBits : deepest(keys, { kind: "exclusion", entries: 0, nodes }, bucketBits - 1);
}

/** Digits in base 16 of the shallowest tree in which pages of a circuit can open as many nodes as it has. */
function depthFor({ entries, nodes }: WitnessCircuit): number {
  let depth = 0;
  for (let most = 0; most < nodes; depth++) most += Math.min(16 ** depth, entries);
  return depth;
}

/** An input that opens exactly as many nodes as the circuit has. */
export async function fullestInput(circuit: WitnessCircuit): Promise<CircuitInput> {
  const { entries, nodes } = circuit;
  const bucketBits = 4 * depthFor(circuit);
  // The more first digits are 0, the fewer nodes.
  const keyOf = (i: number, zeros: number): Uint8Array => {
    const digits = [i % 16, i >> 4, ...Array.from({ length: 10 }, (_, d) => (i + d) % 16)].fill(0, 0, zeros);
    return keyFromNumber((BigInt(`0x${digits.map((digit) => digit.toString(16)).join("")}`) << 200n) | BigInt(i + 1));
  };
  for (let seed = 0; ; seed++) {
    const draw = new Draw(seed);
    // So many entries open more nodes than the smallest circuit of their size has, unless some are equal.
    const distinct = (seed >> 4) % 2 === 0 ? entries : 1 + draw.number(entries);
    const zeros = () => (draw.number(16) < seed % 16 ? draw.number(4) : 0);
    const keys = sortKeys(Array.from({ length: entries }, (_, i) => keyOf(i % distinct, zeros())));
    if (openingOf({ size: 16, salt: 0n, keys }, bucketBits).nodeIds.length === nodes)
      return (await SparseTree.honest(bucketBits, new Draw(1).keys(40))).input(keys, circuit);
  }
}

/** The same input with one value changed: by one, to 0 or 1, or to a random one. Most are false statements. */
export function changed(input: CircuitInput, seed: number): CircuitInput {
  const draw = new Draw(seed);
  const names = Object.keys(input);
  const name = names[draw.number(names.length)]!;
  const change = (value: InputValue): InputValue => {
    if (typeof value !== "bigint") {
      const at = draw.number(value.length);
      return value.with(at, change(value[at]!));
    }
    return [(value + 1n) % FIELD_ORDER, 0n, 1n, draw.value()][draw.number(4)]!;
  };
  return { ...input, [name]: change(input[name]!) };
}
