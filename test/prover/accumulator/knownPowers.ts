import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { powersId } from "../../../prover/accumulator/hashes.ts";
import type { Powers } from "../../../prover/accumulator/powers.ts";
import { encodePowers } from "../../../prover/accumulator/powersFile.ts";
import { toG1, toG2 } from "../../../prover/groth16/points.ts";
import { power } from "../../../prover/shared/field.ts";
import { g1, g2, TAU, tau } from "./known.ts";

/** Powers of the tau that the tests know, written without the kernel. */
export function knownPowers(folder: string, g1Count: number, g2Count: number): Powers {
  const path = join(folder, "powers");
  const exponents = Array.from({ length: Math.max(g1Count, g2Count) }, (_, i) => power(TAU, BigInt(i)));
  const bytes = encodePowers(
    "development",
    exponents.slice(0, g1Count).map((each) => toG1(g1(each))),
    exponents.slice(0, g2Count).map((each) => toG2(g2(each))),
  );
  writeFileSync(path, Buffer.concat(bytes));
  return { path, id: powersId(tau.g1, tau.g2), kind: "development", g1Count, g2Count };
}
