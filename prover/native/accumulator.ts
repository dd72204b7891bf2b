import { concatBytes } from "@noble/hashes/utils.js";
import { bigIntToBytesLE, FIELD_BYTES } from "../shared/field.ts";
import { type Addon, type RunOptions, runJob } from "./addon.ts";

const G1_BYTES = 2 * FIELD_BYTES;
const G2_BYTES = 4 * FIELD_BYTES;
const COUNT_BYTES = 4;

/** A file of powers with this many points in each group, at least two and at most 2^28. */
type PowersInput = RunOptions & { path: string; g1Count: number; g2Count: number };

/** Sums of the powers with the factors c^i: over all points but the last, and over all but the first. */
type CombinedPowers = { g1: Uint8Array; nextG1: Uint8Array; g2: Uint8Array; nextG2: Uint8Array };

/** A list to prove against: its entries, and the multiplier of its polynomial. */
type ListInput = { entries: Uint8Array; multiplier: bigint };

/** A shard to prove for: the file of its coefficients, and a random field element that hides the proofs. */
type ShardInput = { coefficients: string; blinding: bigint };

/**
 * The proofs that a shard has no entry of any list: `p` for all lists, `q` one for each. Or, for each list, the indices
 * of the entries that it has, in ascending order.
 */
export type ShardDisjointness = { p: Uint8Array; q: Uint8Array[] } | { common: number[][] };

/**
 * Accumulators in the kernel. Keys, entries and scalars are field elements; in a `Uint8Array` each has 32 bytes,
 * little-endian, canonical. Points that are returned have canonical coordinates of the same form: x and y in G1
 * (64 bytes); x.c0, x.c1, y.c0 and y.c1 in G2 (128 bytes).
 *
 * Memory: at most about 1.5 KB for each entry and 350 bytes for each key of one shard, whatever the number of shards;
 * the mapped pages of the powers are counted. Time grows a little faster than the number of elements.
 *
 * Errors of every function that reads powers: artifact `native/not-found`, `native/bad-powers`,
 * `native/powers-too-small`. Of every function that takes a set: `native/bad-call` (no element),
 * `native/not-canonical`, `native/equal-elements`. Of every function that takes a multiplier: `native/zero-multiplier`.
 */
export type NativeAccumulator = {
  /**
   * Writes powers of a random tau, which is thrown away. For development only.
   *
   * @param input.tau for tests: a known one makes the powers worthless and their bytes reproducible
   * @throws artifact `native/not-written`, `native/bad-trapdoor` when tau is 0
   */
  developmentPowers(input: PowersInput & { tau?: bigint }): Promise<void>;

  /**
   * Writes the powers of a ceremony from sections 2 and 3 of a snarkjs ptau file. Every point is checked to be on its
   * curve and finite; that they are powers of one tau is what `combinePowers` is for.
   *
   * @throws artifact `native/bad-ptau`, `native/ptau-too-small`, `native/not-written`
   */
  powersFromPtau(input: PowersInput & { ptau: string }): Promise<void>;

  /** @param input.challenge c: random, drawn after the file was made */
  combinePowers(input: RunOptions & { powers: string; challenge: bigint }): Promise<CombinedPowers>;

  /**
   * The point multiplier * product of (tau - key) in G1. Writes the polynomial's coefficients to a file that only its
   * owner can read.
   *
   * @throws artifact `native/not-written`
   */
  accumulateKeys(
    input: RunOptions & { powers: string; keys: Uint8Array; multiplier: bigint; coefficients: string },
  ): Promise<Uint8Array>;

  /** The point multiplier * product of (tau - entry) in G2. */
  accumulateEntries(
    input: RunOptions & { powers: string; entries: Uint8Array; multiplier: bigint },
  ): Promise<Uint8Array>;

  /**
   * Proofs for each shard against all lists, at least one, in their order. The lists may have entries in common. What
   * is done on the lists alone is done once.
   *
   * @throws artifact `native/bad-coefficients`
   */
  proveDisjoint(
    input: RunOptions & { powers: string; lists: readonly ListInput[]; shards: readonly ShardInput[] },
  ): Promise<ShardDisjointness[]>;

  /**
   * The point W in G1 that shows that the key is in the shard.
   *
   * @throws artifact `native/no-member` when it is not; `native/bad-coefficients`
   */
  proveMember(input: RunOptions & { powers: string; coefficients: string; key: bigint }): Promise<Uint8Array>;
};

/** The part of the kernel that makes accumulators. */
export function bindAccumulator(addon: Addon, backend: string): NativeAccumulator {
  return {
    developmentPowers: async ({ path, g1Count, g2Count, tau, ...options }) => {
      const fixed = tau === undefined ? undefined : bigIntToBytesLE(tau);
      await runJob(addon, backend, options, (job) => addon.developmentPowers(job, path, g1Count, g2Count, fixed));
    },
    powersFromPtau: async ({ ptau, path, g1Count, g2Count, ...options }) => {
      await runJob(addon, backend, options, (job) => addon.powersFromPtau(job, ptau, path, g1Count, g2Count));
    },
    combinePowers: async ({ powers, challenge, ...options }) => {
      const sums = await runJob(addon, backend, options, (job) =>
        addon.combinePowers(job, powers, bigIntToBytesLE(challenge)),
      );
      return {
        g1: sums.slice(0, G1_BYTES),
        nextG1: sums.slice(G1_BYTES, 2 * G1_BYTES),
        g2: sums.slice(2 * G1_BYTES, 2 * G1_BYTES + G2_BYTES),
        nextG2: sums.slice(2 * G1_BYTES + G2_BYTES),
      };
    },
    accumulateKeys: ({ powers, keys, multiplier, coefficients, ...options }) =>
      runJob(addon, backend, options, (job) =>
        addon.accumulateKeys(job, powers, keys, bigIntToBytesLE(multiplier), coefficients),
      ),
    accumulateEntries: ({ powers, entries, multiplier, ...options }) =>
      runJob(addon, backend, options, (job) =>
        addon.accumulateEntries(job, powers, entries, bigIntToBytesLE(multiplier)),
      ),
    proveDisjoint: async ({ powers, lists, shards, ...options }) => {
      const entries = lists.length === 1 ? lists[0]!.entries : concatBytes(...lists.map((list) => list.entries));
      const counts = new Uint32Array(lists.map((list) => list.entries.length / FIELD_BYTES));
      const multipliers = scalarBytes(lists.map(({ multiplier }) => multiplier));
      const paths = shards.map(({ coefficients }) => coefficients);
      const blindings = scalarBytes(shards.map(({ blinding }) => blinding));
      const written = await runJob(addon, backend, options, (job) =>
        addon.proveDisjoint(job, powers, entries, new Uint8Array(counts.buffer), multipliers, paths, blindings),
      );
      return parseDisjointness(written, lists.length);
    },
    proveMember: ({ powers, coefficients, key, ...options }) =>
      runJob(addon, backend, options, (job) => addon.proveMember(job, powers, coefficients, bigIntToBytesLE(key))),
  };
}

const scalarBytes = (scalars: readonly bigint[]): Uint8Array =>
  concatBytes(...scalars.map((scalar) => bigIntToBytesLE(scalar)));

/** Results as src/binding/binding_accumulator.cpp writes them. */
function parseDisjointness(bytes: Uint8Array, lists: number): ShardDisjointness[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const results: ShardDisjointness[] = [];
  let at = 0;
  const number = () => {
    const value = view.getUint32(at, true);
    at += COUNT_BYTES;
    return value;
  };
  const take = (size: number) => {
    at += size;
    return bytes.slice(at - size, at);
  };
  while (at < bytes.length) {
    const common = Array.from({ length: lists }, () => Array.from({ length: number() }, number));
    if (common.some(({ length }) => length > 0)) results.push({ common });
    else results.push({ p: take(G2_BYTES), q: Array.from({ length: lists }, () => take(G1_BYTES)) });
  }
  return results;
}
