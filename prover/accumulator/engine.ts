import type { G1, G2 } from "../groth16/points.ts";
import { kernelError } from "../native/addon.ts";
import { loadNative } from "../native/index.ts";
import { maxOf, minOf } from "../shared/collections.ts";
import { bytesToBigIntLE, FIELD_BYTES, FIELD_ORDER } from "../shared/field.ts";
import type { OnProgress } from "../shared/progress.ts";
import { availableMemory, expectMemory, memoryForEntries, memoryForKeys, memoryForProof } from "./memory.ts";
import { checkedG1, checkedG2, fromPointG1, fromPointG2 } from "./points.ts";
import type { Powers } from "./powers.ts";
import type { DisjointnessProof } from "./proof.ts";
import { keysOf } from "./small/coefficients.ts";
import { type Kernel, smallKernel } from "./small/kernel.ts";

/** What is called while an engine works, and what stops it. */
export type EngineRun = { onProgress?: OnProgress; signal?: AbortSignal };

/**
 * Makes accumulators and proofs with some powers of tau. Keys and entries: distinct field elements of 32 bytes each,
 * little-endian, below the field order. Multipliers (the salt of an accumulator), blindings and coefficients are
 * secret. Whether the powers and the machine's memory are enough for the sets is checked before the work begins.
 *
 * Errors of all functions: artifact `native/powers-too-small`, `native/bad-powers`, `native/equal-elements`,
 * `native/not-canonical`, `native/zero-multiplier`; without the kernel also `accumulator/too-large`; usage
 * `accumulator/memory`.
 */
export type Engine = {
  readonly powers: Powers;

  /** [multiplier * product of (tau - key)]_1. The polynomial goes to a new file, for its owner only. */
  accumulateKeys(input: EngineRun & { keys: Uint8Array; multiplier: bigint; coefficients: string }): Promise<G1>;

  /** [multiplier * product of (tau - entry)]_2. The multiplier of a public list is 1. */
  accumulateEntries(input: EngineRun & { entries: Uint8Array; multiplier: bigint }): Promise<G2>;

  /**
   * For each shard a proof against each list, or for each list the indices of the entries that the shard has, in
   * ascending order. The proofs of a shard have the same P: submitted together, they cost less. Powers of tau must be
   * enough for the union of the lists, and for the keys and the entries that a list lacks of the union.
   *
   * @param input.shards `blinding`: a fresh random field element each time, or the proofs say more than they should
   * @throws artifact `native/bad-coefficients`
   */
  proveDisjoint(
    input: EngineRun & {
      lists: readonly { entries: Uint8Array; multiplier: bigint }[];
      shards: readonly { coefficients: string; blinding: bigint }[];
    },
  ): Promise<({ proofs: DisjointnessProof[] } | { common: number[][] })[]>;

  /**
   * The witness that a key is in a shard: the accumulator without the key.
   *
   * @throws artifact `native/no-member` when it is not; `native/bad-coefficients`
   */
  proveMember(input: EngineRun & { coefficients: string; key: bigint }): Promise<G1>;
};

/**
 * The engine of this machine: the native kernel, or TypeScript for small sets, which says so to the first `onProgress`.
 * Both give the same points. They are checked, for a damaged file gives a wrong one.
 *
 * @example
 * const engine = openEngine(await makeDevelopmentPowers({ keys: 8, entries: 8, folder: "powers-of-engine" }));
 * const entries = new Uint8Array(32).fill(1);
 * const list = await engine.accumulateEntries({ entries, multiplier: 1n });
 */
export const openEngine = (powers: Powers): Engine => engineWith(powers, loadNative()?.accumulator ?? smallKernel());

/**
 * The engine on a kernel.
 *
 * @param available the memory that it may take, in bytes
 */
export function engineWith(powers: Powers, kernel: Kernel, available = availableMemory): Engine {
  const { path } = powers;
  return {
    powers,
    accumulateKeys: async (input) => {
      refuseUnreduced({ multiplier: input.multiplier });
      const keys = input.keys.length / FIELD_BYTES;
      expectPowers(powers, { keys });
      expectMemory(memoryForKeys(keys), "the accumulator of the shard", available());
      return toG1(await kernel.accumulateKeys({ powers: path, ...input }));
    },
    accumulateEntries: async (input) => {
      refuseUnreduced({ multiplier: input.multiplier });
      const entries = input.entries.length / FIELD_BYTES;
      expectPowers(powers, { entries });
      expectMemory(memoryForEntries(entries), "the accumulator of the list", available());
      return toG2(await kernel.accumulateEntries({ powers: path, ...input }));
    },
    proveMember: async (input) => {
      refuseUnreduced({ key: input.key });
      return toG1(await kernel.proveMember({ powers: path, ...input }));
    },
    proveDisjoint: async (input) => {
      for (const { multiplier } of input.lists) refuseUnreduced({ multiplier });
      for (const { blinding } of input.shards) refuseUnreduced({ blinding });
      const keys = maxOf(await Promise.all(input.shards.map(({ coefficients }) => keysOf(coefficients))), 0);
      const size = sizeOfProof(
        keys,
        input.lists.map(({ entries }) => entries.length / FIELD_BYTES),
      );
      expectPowers(powers, size);
      expectMemory(memoryForProof(size.keys, size.entries), "the proof", available());
      const results = await kernel.proveDisjoint({ powers: path, ...input });
      return results.map((result) => {
        if ("common" in result) return result;
        const p = toG2(result.p);
        return { proofs: result.q.map((q) => ({ p, q: toG1(q) })) };
      });
    },
  };
}

/**
 * How large the polynomials of a proof against several lists are at most: `entries` the degree of p, when the lists
 * have no entry in common, and `keys` that of the largest q, against the shortest list.
 */
export function sizeOfProof(keys: number, lists: readonly number[]): { keys: number; entries: number } {
  const entries = lists.reduce((sum, count) => sum + count, 0);
  return { keys: keys + entries - minOf(lists, entries), entries };
}

/** @throws artifact `native/powers-too-small` */
function expectPowers(
  { path, g1Count, g2Count }: Powers,
  { keys = 0, entries = 0 }: { keys?: number; entries?: number },
): void {
  const tooMany = keys >= g1Count ? `${keys} keys` : entries >= g2Count ? `${entries} entries` : undefined;
  if (tooMany === undefined) return;
  throw kernelError(
    "native/powers-too-small",
    `${path} has powers of tau for ${g1Count - 1} keys and ${g2Count - 1} entries, and there are ${tooMany}`,
  );
}

/** A scalar has one spelling. The error does not say the value: it is secret. */
function refuseUnreduced(scalars: Record<string, bigint>): void {
  for (const [name, value] of Object.entries(scalars))
    if (value < 0n || value >= FIELD_ORDER)
      throw kernelError("native/not-canonical", `the ${name} is not a field element below the order`);
}

/** What makes accumulators on this machine: the kernel with one of its back ends, or TypeScript. */
export function engineBackend(): string {
  const native = loadNative();
  return native === undefined ? "TypeScript" : `native ${native.backend}`;
}

const coordinate = (bytes: Uint8Array, i: number): bigint => bytesToBigIntLE(bytes, i * FIELD_BYTES);

const toG1 = (bytes: Uint8Array): G1 =>
  fromPointG1(checkedG1([coordinate(bytes, 0), coordinate(bytes, 1)], "a point that was computed"));

function toG2(bytes: Uint8Array): G2 {
  const x = [coordinate(bytes, 0), coordinate(bytes, 1)] as const;
  const y = [coordinate(bytes, 2), coordinate(bytes, 3)] as const;
  return fromPointG2(checkedG2([x, y], "a point that was computed"));
}
