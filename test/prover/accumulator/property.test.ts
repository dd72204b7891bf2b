import { randomInt } from "node:crypto";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Engine, openEngine } from "../../../prover/accumulator/engine.ts";
import { areDisjoint } from "../../../prover/accumulator/verify.ts";
import { folderWith } from "../../support/folder.ts";
import { FULL } from "../../support/full.ts";
import { randomKeys } from "../native/support/accumulators.ts";
import { toBytes } from "../native/support/elements.ts";
import { randomScalar } from "./known.ts";
import { knownPowers } from "./knownPowers.ts";

const MOST = 24;
const PAIRS = 20;
const TESTS = Array.from({ length: FULL ? 50 : 1 }, (_, i) => i * PAIRS);

/** Two sets, and the indices of the entries that are keys. */
function drawPair(hasCommon: boolean) {
  const entries = randomKeys(randomInt(1, MOST + 1));
  const shared = hasCommon ? entries.filter((_, i) => i === 0 || randomInt(3) === 0) : [];
  const keys = [...shared, ...randomKeys(randomInt(1, MOST - shared.length + 2))].slice(0, MOST);
  return { keys, entries, common: entries.flatMap((entry, i) => (keys.includes(entry) ? [i] : [])) };
}

/** What the engine says about two sets, and what it does with the same shard and other lists. */
async function judge(engine: Engine, keys: readonly bigint[], entries: readonly bigint[]) {
  const coefficients = join(folderWith(), "coefficients");
  const multiplier = randomScalar();
  const accumulator = await engine.accumulateKeys({ keys: toBytes(keys), multiplier: randomScalar(), coefficients });
  const accumulate = (set: readonly bigint[]) => engine.accumulateEntries({ entries: toBytes(set), multiplier });
  const prove = async (set: readonly bigint[]) => {
    const shards = [{ coefficients, blinding: randomScalar() }];
    const [result] = await engine.proveDisjoint({ lists: [{ entries: toBytes(set), multiplier }], shards });
    return result!;
  };
  return { accumulator, accumulate, prove, result: await prove(entries) };
}

test.each(TESTS)(`${PAIRS} random pairs of sets from the %ith on: the verdict is right each time`, async (first) => {
  const engine = openEngine(knownPowers(folderWith(), MOST + 1, MOST + 1));
  for (let pair = first; pair < first + PAIRS; pair++) {
    const { keys, entries, common } = drawPair(pair % 2 === 1);
    const { accumulator, accumulate, prove, result } = await judge(engine, keys, entries);
    const accepts = async (set: readonly bigint[], proven: typeof result) =>
      "proofs" in proven && areDisjoint({ accumulator, list: await accumulate(set), proof: proven.proofs[0]! });
    if (pair % 2 === 0) {
      expect(common).toEqual([]);
      expect(await accepts(entries, result)).toBe(true);
      expect(await accepts([...entries.slice(1), randomScalar()], result)).toBe(false);
      continue;
    }
    expect(result).toEqual({ common: [common] });
    const rest = entries.filter((_, i) => !common.includes(i));
    if (rest.length === 0) continue;
    const partial = await prove(rest);
    expect(await accepts(rest, partial)).toBe(true);
    expect(await accepts(entries, partial)).toBe(false);
  }
});
