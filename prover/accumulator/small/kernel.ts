import { pippenger } from "@noble/curves/abstract/curve.js";
import { G1Point, G2Point } from "../../groth16/points.ts";
import type { NativeAccumulator, ShardDisjointness } from "../../native/accumulator.ts";
import { kernelError } from "../../native/addon.ts";
import { artifactError } from "../../shared/errors.ts";
import { bigIntToBytesLE, bytesToBigIntLE, FIELD_BYTES, FIELD_ORDER, inverse } from "../../shared/field.ts";
import type { OnProgress } from "../../shared/progress.ts";
import { fromPointG1, fromPointG2 } from "../points.ts";
import { readPowersG1, readPowersG2 } from "../powersFile.ts";
import { readCoefficients, writeCoefficients } from "./coefficients.ts";
import type { Polynomial } from "./polynomial.ts";
import { addTimes, divideByRoot, divideExactly, fromRoots, interpolate, multiply, valueAt } from "./polynomial.ts";

/** What an engine needs of the native kernel. */
export type Kernel = Pick<NativeAccumulator, "accumulateKeys" | "accumulateEntries" | "proveDisjoint" | "proveMember">;

/** Most elements of a set. The time grows with the square: at this size a proof takes about half a minute. */
export const SMALL = 2_000;

/** One line, before the first work. */
const SLOWER = "there is no native kernel: accumulators are computed in TypeScript, for small sets only";

type Options = { onProgress?: OnProgress; signal?: AbortSignal };

/** The same in TypeScript, for small sets, with schoolbook polynomials. The results are those of the kernel. */
export function smallKernel(): Kernel {
  let hasSaid = false;
  const start = ({ onProgress, signal }: Options) => {
    signal?.throwIfAborted();
    if (!hasSaid) onProgress?.({ stage: "native", done: 0, what: SLOWER });
    hasSaid ||= onProgress !== undefined;
  };
  return {
    accumulateKeys: async ({ powers, keys, multiplier, coefficients, ...options }) => {
      start(options);
      const a = accumulated(keys, multiplier, "keys");
      const point = await sumG1(powers, a);
      await writeCoefficients(coefficients, a);
      return point;
    },
    accumulateEntries: async ({ powers, entries, multiplier, ...options }) => {
      start(options);
      return sumG2(powers, accumulated(entries, multiplier, "entries"));
    },
    proveDisjoint: async ({ powers, lists, shards, ...options }) => {
      start(options);
      if (lists.length === 0) throw kernelError("native/bad-call", "there is no list");
      const inputs = lists.map(({ entries, multiplier }) => {
        accumulated(entries, multiplier, "entries");
        return { roots: elements(entries), multiplier };
      });
      const results: ShardDisjointness[] = [];
      for (const { coefficients, blinding } of shards) {
        options.signal?.throwIfAborted();
        const a = await readSmall(coefficients);
        results.push(await prove(powers, { a, lists: inputs, blinding }));
      }
      return results;
    },
    proveMember: async ({ powers, coefficients, key, ...options }) => {
      start(options);
      const { quotient, remainder } = divideByRoot(await readSmall(coefficients), key);
      if (remainder !== 0n) throw kernelError("native/no-member", "the key is not in the shard");
      return sumG1(powers, quotient);
    },
  };
}

type List = { roots: readonly bigint[]; multiplier: bigint };
type Statement = { a: Polynomial; lists: readonly List[]; blinding: bigint };

/** p = 1/a at the roots of all lists, plus t times the product of x - root, which hides a; q = (1 - p a) / b. */
async function prove(powers: string, { a, lists, blinding }: Statement): Promise<ShardDisjointness> {
  const roots = [...new Set(lists.flatMap((list) => list.roots))];
  const values = new Map(roots.map((root) => [root, valueAt(a, root)]));
  const common = lists.map((list) => list.roots.flatMap((root, i) => (values.get(root) === 0n ? [i] : [])));
  if (common.some(({ length }) => length > 0)) return { common };
  const inverses = roots.map((root) => inverse(values.get(root)!));
  const p = addTimes(interpolate(roots, inverses), blinding, fromRoots(roots, 1n));
  const dividend = addTimes([1n], -1n, multiply(p, a));
  const q: Uint8Array[] = [];
  for (const { roots, multiplier } of lists) q.push(await sumG1(powers, divideExactly(dividend, roots, multiplier)));
  return { p: await sumG2(powers, p), q };
}

/** The polynomial of a set, after the kernel's checks. */
function accumulated(bytes: Uint8Array, multiplier: bigint, what: string): Polynomial {
  if (bytes.length === 0 || bytes.length % FIELD_BYTES !== 0)
    throw kernelError("native/bad-call", `the ${what} are not elements of 32 bytes each`);
  refuseLarge(bytes.length / FIELD_BYTES, what);
  const roots = elements(bytes);
  if (roots.some((root) => root >= FIELD_ORDER))
    throw kernelError("native/not-canonical", `one of the ${what} is not below the field order`);
  if (new Set(roots).size < roots.length) throw kernelError("native/equal-elements", `two of the ${what} are equal`);
  if (multiplier === 0n) throw kernelError("native/zero-multiplier", "the multiplier is 0");
  return fromRoots(roots, multiplier);
}

const elements = (bytes: Uint8Array): bigint[] =>
  Array.from({ length: bytes.length / FIELD_BYTES }, (_, i) => bytesToBigIntLE(bytes, i * FIELD_BYTES));

async function readSmall(path: string): Promise<Polynomial> {
  const polynomial = await readCoefficients(path);
  refuseLarge(polynomial.length - 1, "keys");
  return polynomial;
}

/** @throws artifact `accumulator/too-large` */
export function refuseLarge(count: number, what: string): void {
  if (count > SMALL)
    throw artifactError(
      "accumulator/too-large",
      `${count} ${what} are more than the ${SMALL} that can be accumulated without the native kernel`,
      "Build the native kernel: it has no such limit.",
    );
}

async function sumG1(powers: string, scalars: Polynomial): Promise<Uint8Array> {
  const sum = pippenger(G1Point, await readPowersG1(powers, scalars.length), [...scalars]);
  return Buffer.concat(fromPointG1(sum).map((value) => bigIntToBytesLE(value)));
}

async function sumG2(powers: string, scalars: Polynomial): Promise<Uint8Array> {
  const sum = pippenger(G2Point, await readPowersG2(powers, scalars.length), [...scalars]);
  return Buffer.concat(
    fromPointG2(sum)
      .flat()
      .map((value) => bigIntToBytesLE(value)),
  );
}
