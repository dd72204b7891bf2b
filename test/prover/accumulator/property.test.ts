import { randomInt } from "node:crypto";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openEngine } from "../../../prover/accumulator/engine.ts";
import { areDisjoint } from "../../../prover/accumulator/verify.ts";
import { folderWith } from "../../support/folder.ts";
import { FULL } from "../../support/full.ts";
import { randomKeys } from "../native/support/accumulators.ts";
import { toBytes } from "../native/support/elements.ts";
import { draw, randomScalar } from "./known.ts";
import { knownPowers } from "./knownPowers.ts";

const MOST = 24;
const PAIRS = FULL ? 1000 : 20;

test(`${PAIRS} random pairs of sets, half of them with common keys: the verdict is right each time`, async () => {
  const engine = openEngine(knownPowers(folderWith(), MOST + 1, MOST + 1));
  const verdicts = { disjoint: 0, common: 0 };
  for (let pair = 0; pair < PAIRS; pair++) {
    const entries = randomKeys(randomInt(1, MOST + 1));
    const shared = pair % 2 === 0 ? [] : entries.filter(() => randomInt(3) === 0).slice(0, MOST);
    const keys = [...shared, ...randomKeys(randomInt(1, MOST - shared.length + 2))].slice(0, MOST);
    const common = entries.flatMap((entry, i) => (keys.includes(entry) ? [i] : []));

    const { rho, sigma, blinding } = draw(1, 1);
    const coefficients = join(folderWith(), "coefficients");
    const accumulator = await engine.accumulateKeys({ keys: toBytes(keys), multiplier: rho, coefficients });
    const prove = async (against: readonly bigint[]) => {
      const shards = [{ coefficients, blinding }];
      const [result] = await engine.proveDisjoint({ entries: toBytes(against), multiplier: sigma, shards });
      const list = await engine.accumulateEntries({ entries: toBytes(against), multiplier: sigma });
      return { result: result!, list };
    };

    const { result, list } = await prove(entries);
    if ("common" in result) {
      verdicts.common++;
      expect(result.common).toEqual(common);
      const rest = entries.filter((_, i) => !common.includes(i));
      if (rest.length === 0) continue;
      const { result: honest, list: smaller } = await prove(rest);
      if ("common" in honest) throw new Error("the rest has nothing in common");
      expect(areDisjoint({ accumulator, list: smaller, proof: honest.proof })).toBe(true);
      expect(areDisjoint({ accumulator, list, proof: honest.proof })).toBe(false);
    } else {
      verdicts.disjoint++;
      expect(common).toEqual([]);
      expect(areDisjoint({ accumulator, list, proof: result.proof })).toBe(true);
      const { list: another } = await prove([...entries.slice(1), randomScalar()]);
      expect(areDisjoint({ accumulator, list: another, proof: result.proof })).toBe(false);
    }
  }
  expect(Math.min(verdicts.disjoint, verdicts.common)).toBeGreaterThan(PAIRS / 4);
});
