import { splitKey } from "../../prover/blocklist/elements.ts";
import { openingOf } from "../../prover/plan/opening.ts";
import {
  ARITY,
  bucketOf,
  levelBase,
  levelCount,
  levelWidth,
  parentId,
  ROUTE_BITS,
  routeOf,
} from "../../prover/tree/shape.ts";
import type { WitnessInput } from "../../prover/witness/exclusion.ts";
import type { InclusionInput } from "../../prover/witness/inclusion.ts";
import type { Size } from "./circuits.ts";
import { digestOf, keyNumber, poseidon, SALT, workKey } from "./scene.ts";

const ZEROS = Array<bigint>(ARITY).fill(0n);

/**
 * The tree of DESIGN's words, written a second time and for every depth up to 48: only what differs from an empty tree
 * is kept. Buckets are given slot by slot, so that a vendor who cheats can fill them as it likes.
 */
export class SparseTree {
  readonly bucketBits: number;
  readonly slots: Map<number, bigint[]>;
  readonly #hashes: Map<number, bigint>[] = [];
  readonly #empty: bigint[] = [];

  private constructor(bucketBits: number, slots: Map<number, bigint[]>) {
    this.bucketBits = bucketBits;
    this.slots = slots;
  }

  /** @param slots 16 slots by bucket number; other buckets are empty */
  static async of(bucketBits: number, slots: Map<number, bigint[]>): Promise<SparseTree> {
    const tree = new SparseTree(bucketBits, slots);
    const depth = levelCount(bucketBits);
    tree.#empty[depth] = await poseidon.hash(ZEROS);
    const leaves = new Map<number, bigint>();
    for (const [bucket, values] of slots) leaves.set(bucket, await poseidon.hash(values));
    tree.#hashes[depth] = leaves;
    for (let level = depth - 1; level >= 0; level--) {
      tree.#empty[level] = await poseidon.hash(Array<bigint>(ARITY).fill(tree.#empty[level + 1]!));
      const hashes = new Map<number, bigint>();
      const parents = new Set([...tree.#hashes[level + 1]!.keys()].map((index) => Math.floor(index / ARITY)));
      for (const index of parents.add(levelWidth(bucketBits, level) - 1))
        hashes.set(index, await poseidon.hash(tree.children(level, index)));
      tree.#hashes[level] = hashes;
    }
    return tree;
  }

  /** An honest vendor's: every key in its bucket, ascending. */
  static async honest(bucketBits: number, keys: readonly Uint8Array[]): Promise<SparseTree> {
    const slots = new Map<number, bigint[]>();
    for (const key of [...keys].sort(Buffer.compare)) {
      const bucket = bucketOf(routeOf(key), bucketBits);
      slots.set(bucket, [...(slots.get(bucket) ?? []), keyNumber(key)]);
    }
    for (const [bucket, values] of slots) slots.set(bucket, [...values, ...ZEROS].slice(0, ARITY));
    return SparseTree.of(bucketBits, slots);
  }

  /** One full bucket, which has the key in a given slot. */
  static full(bucketBits: number, key: Uint8Array, slot: number): Promise<SparseTree> {
    const others = ZEROS.map((_, i) => keyNumber(workKey(`neighbour ${i}`)));
    return SparseTree.of(
      bucketBits,
      new Map([[bucketOf(routeOf(key), bucketBits), others.with(slot, keyNumber(key))]]),
    );
  }

  get root(): bigint {
    return this.#hashes[0]!.get(0)!;
  }

  children(level: number, index: number): bigint[] {
    const width = levelWidth(this.bucketBits, level + 1);
    return ZEROS.map((_, j) => {
      const child = index * ARITY + j;
      return child < width ? (this.#hashes[level + 1]!.get(child) ?? this.#empty[level + 1]!) : 0n;
    });
  }

  /** The witness input that opens the buckets of these keys (sorted, as many as the circuit has entries). */
  async input(keys: readonly Uint8Array[], size: Size, pageSalt = 0n): Promise<WitnessInput> {
    const { buckets, nodeIds } = openingOf({ size: 16, salt: 0n, keys }, this.bucketBits);
    const leafBase = levelBase(levelCount(this.bucketBits));
    const used = new Set([...nodeIds, ...buckets.map((bucket) => leafBase + bucket)]);
    const opened = nodeIds.map((id) => {
      let level = 0;
      for (let at = id; at > 0; at = parentId(at)) level++;
      return { id, children: this.children(level, id - levelBase(level)) };
    });
    const spare = Array.from({ length: size.nodes - opened.length }, () => ({ id: -1, children: ZEROS }));
    const pool = [...opened, ...spare];
    return {
      commitment: await this.commitment(),
      pageDigest: await digestOf(keys, pageSalt),
      pageSalt,
      routes: keys.map((key) => splitKey(key).route),
      rests: keys.map((key) => splitKey(key).rest),
      salt: SALT,
      thermometer: this.#thermometer(),
      slots: buckets.map((bucket) => this.slots.get(bucket) ?? ZEROS),
      ids: pool.map(({ id }) => BigInt(Math.max(id, 0))),
      children: pool.map(({ children }) => children),
      masks: pool.map(({ id }) => ZEROS.map((_, j) => (id >= 0 && used.has(ARITY * id + j + 1) ? 1n : 0n))),
    };
  }

  /** The input that opens a bucket, the key's own or another, as the one that holds the key. */
  async path(key: Uint8Array, bucket = bucketOf(routeOf(key), this.bucketBits)): Promise<InclusionInput> {
    const depth = levelCount(this.bucketBits);
    return {
      commitment: await this.commitment(),
      key: keyNumber(key),
      salt: SALT,
      thermometer: this.#thermometer(),
      slots: this.slots.get(bucket) ?? ZEROS,
      children: Array.from({ length: ROUTE_BITS / 4 }, (_, above) =>
        above < depth ? this.children(depth - 1 - above, Math.floor(bucket / ARITY ** (above + 1))) : ZEROS,
      ),
    };
  }

  commitment(): Promise<bigint> {
    return poseidon.hash([this.root, BigInt(this.bucketBits), SALT]);
  }

  #thermometer(): bigint[] {
    return Array.from({ length: ROUTE_BITS }, (_, i) => (i < this.bucketBits ? 1n : 0n));
  }
}
