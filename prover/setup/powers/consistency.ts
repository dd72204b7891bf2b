import { bn254 } from "@noble/curves/bn254.js";
import { checkedG1, checkedG2, type PointG1, type PointG2 } from "../../accumulator/points.ts";
import { readTau } from "../../accumulator/powers.ts";
import { G1Point, G2Point } from "../../groth16/points.ts";
import { artifactError } from "../../shared/errors.ts";
import { bytesToBigIntLE, FIELD_BYTES } from "../../shared/field.ts";
import type { OnProgress } from "../../shared/progress.ts";
import { randomField } from "../../shared/random.ts";
import type { PowersKernel } from "./small.ts";

/**
 * Checks that the points of a file are the powers of one tau in both groups. With a random c and the sums over all
 * points but the last (S) and all but the first (S'), weighted with c^i: e(S'1, G2) = e(S1, [tau]_2) and
 * e(G1, S'2) = e([tau]_1, S2). A file with one wrong point passes with a probability of its number of points in 2^254.
 *
 * One thing is not found for certain: a point of G2 with a part outside the subgroup. Nothing false can be shown with
 * one: what is made from it is outside the subgroup too, and refused.
 *
 * @throws artifact `setup/powers-inconsistent`
 */
export async function checkConsistency(kernel: PowersKernel, path: string, onProgress: OnProgress): Promise<void> {
  const tau = await readTau({ path });
  const sums = await kernel.combinePowers({ powers: path, challenge: randomField(), onProgress });
  const fits = inconsistentIfRefused(path, () => {
    const tauG1 = checkedG1(tau.g1, "[tau]_1");
    const tauG2 = checkedG2(tau.g2, "[tau]_2");
    return (
      sameProduct(toG1(sums.nextG1), G2Point.BASE, toG1(sums.g1), tauG2) &&
      sameProduct(G1Point.BASE, toG2(sums.nextG2), tauG1, toG2(sums.g2))
    );
  });
  if (!fits) throw inconsistent(path);
}

/** e(a, b) = e(c, d). */
const sameProduct = (a: PointG1, b: PointG2, c: PointG1, d: PointG2): boolean =>
  bn254.fields.Fp12.eql(bn254.pairing(a, b), bn254.pairing(c, d));

const coordinate = (bytes: Uint8Array, i: number): bigint => bytesToBigIntLE(bytes, i * FIELD_BYTES);
const toG1 = (bytes: Uint8Array) => checkedG1([coordinate(bytes, 0), coordinate(bytes, 1)], "a sum of powers");
function toG2(bytes: Uint8Array) {
  const x = [coordinate(bytes, 0), coordinate(bytes, 1)] as const;
  const y = [coordinate(bytes, 2), coordinate(bytes, 3)] as const;
  return checkedG2([x, y], "a sum of powers");
}

function inconsistentIfRefused<T>(path: string, check: () => T): T {
  try {
    return check();
  } catch (cause) {
    throw inconsistent(path, cause);
  }
}

const inconsistent = (path: string, cause?: unknown) =>
  artifactError(
    "setup/powers-inconsistent",
    `the points of ${path} are not the powers of one secret`,
    "Do not use the ptau file: fetch it again, or take that of another ceremony.",
    cause,
  );
