import { pippenger } from "@noble/curves/abstract/curve.js";
import { fromPointG1, fromPointG2, type PointG1, type PointG2 } from "../../accumulator/points.ts";
import {
  encodePowers,
  MAX_POWERS,
  readPowersG1,
  readPowersG2,
  readPowersHeader,
} from "../../accumulator/powersFile.ts";
import { refuseLarge, SMALL } from "../../accumulator/small/kernel.ts";
import { G1Point, G2Point } from "../../groth16/points.ts";
import type { NativeAccumulator } from "../../native/accumulator.ts";
import { kernelError } from "../../native/addon.ts";
import { loadNative } from "../../native/index.ts";
import { bigIntToBytesLE, FIELD_ORDER } from "../../shared/field.ts";
import { writeFileAtomic } from "../../shared/files.ts";
import { randomField } from "../../shared/random.ts";
import { readPtau } from "./ptau.ts";

/** What making powers needs of the native kernel. `most`: elements of a set that it can do. */
export type PowersKernel = { readonly most: number } & Pick<
  NativeAccumulator,
  "developmentPowers" | "powersFromPtau" | "combinePowers"
>;

/** The native kernel, or TypeScript for a few powers. */
export function powersKernel(): PowersKernel {
  const native = loadNative();
  return native === undefined ? smallPowers() : { most: MAX_POWERS - 1, ...native.accumulator };
}

/** The same in TypeScript. */
export const smallPowers = (): PowersKernel => ({
  most: SMALL,
  developmentPowers: async ({ path, g1Count, g2Count, tau = randomField() }) => {
    refuseCounts(g1Count, g2Count);
    if (tau === 0n) throw kernelError("native/bad-trapdoor", "tau is 0");
    const g1 = scalars(tau, g1Count).map((scalar) => G1Point.BASE.multiply(scalar));
    const g2 = scalars(tau, g2Count).map((scalar) => G2Point.BASE.multiply(scalar));
    await writePowers(path, "development", g1, g2);
  },
  powersFromPtau: async ({ ptau, path, g1Count, g2Count }) => {
    refuseCounts(g1Count, g2Count);
    const { g1, g2 } = await readPtau(ptau, g1Count, g2Count);
    await writePowers(path, "ceremony", g1, g2);
  },
  combinePowers: async ({ powers, challenge }) => {
    const { g1Count, g2Count } = await readPowersHeader(powers);
    const g1 = await readPowersG1(powers, g1Count);
    const g2 = await readPowersG2(powers, g2Count);
    const weights = (count: number) => scalars(challenge, count - 1);
    const inG1 = (points: PointG1[]) => bytes(fromPointG1(pippenger(G1Point, points, weights(g1Count))));
    const inG2 = (points: PointG2[]) => bytes(fromPointG2(pippenger(G2Point, points, weights(g2Count))).flat());
    return {
      g1: inG1(g1.slice(0, -1)),
      nextG1: inG1(g1.slice(1)),
      g2: inG2(g2.slice(0, -1)),
      nextG2: inG2(g2.slice(1)),
    };
  },
});

const bytes = (coordinates: readonly bigint[]): Uint8Array =>
  Buffer.concat(coordinates.map((value) => bigIntToBytesLE(value)));

/** base^0, base^1 and so on. */
function scalars(base: bigint, count: number): bigint[] {
  const powers = [1n];
  while (powers.length < count) powers.push((powers.at(-1)! * base) % FIELD_ORDER);
  return powers;
}

function refuseCounts(g1Count: number, g2Count: number): void {
  if (g1Count < 2 || g2Count < 2) throw kernelError("native/bad-call", "there are fewer than two powers in a group");
  refuseLarge(g1Count - 1, "keys");
  refuseLarge(g2Count - 1, "entries");
}

async function writePowers(path: string, kind: "ceremony" | "development", g1: PointG1[], g2: PointG2[]) {
  try {
    await writeFileAtomic(path, encodePowers(kind, g1, g2));
  } catch (cause) {
    throw kernelError("native/not-written", `${path} cannot be written: ${(cause as Error).message}`, cause);
  }
}
