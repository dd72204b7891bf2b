import { fromPointG1, fromPointG2 } from "./points.ts";
import { type PowersHeader, readPowersG1, readPowersG2 } from "./powersFile.ts";
import type { Tau } from "./verify.ts";

/**
 * Powers of tau on this machine: a flat file of [tau^i]_1 for i below `g1Count`, then [tau^i]_2 for i below `g2Count`.
 * `id`: see `powersId`.
 */
export type Powers = PowersHeader & { path: string; id: string };

/**
 * [tau]_1 and [tau]_2, as far as one key needs powers.
 *
 * @throws artifact `native/not-found`, `native/bad-powers`
 */
export async function readTau(powers: Pick<Powers, "path">): Promise<Tau> {
  const [g1, g2] = await Promise.all([readPowersG1(powers.path, 2), readPowersG2(powers.path, 2)]);
  return { g1: fromPointG1(g1[1]!), g2: fromPointG2(g2[1]!) };
}
