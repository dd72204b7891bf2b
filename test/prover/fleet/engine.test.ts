import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { type Engine, engineWith } from "../../../prover/accumulator/engine.ts";
import { smallKernel } from "../../../prover/accumulator/small/kernel.ts";
import { areDisjoint } from "../../../prover/accumulator/verify.ts";
import { engineInFleet } from "../../../prover/fleet/coordinator/engine.ts";
import { withFleet } from "../../../prover/fleet/coordinator/fleet.ts";
import { makeFleetKey } from "../../../prover/fleet/key/key.ts";
import { filesBelow } from "../../support/secrets.ts";
import { draw } from "../accumulator/known.ts";
import { knownPowers } from "../accumulator/knownPowers.ts";
import { toBytes } from "../native/support/elements.ts";

let folder: string;
let engine: Engine;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "disjoint-"));
  engine = engineWith(knownPowers(folder, 41, 31), smallKernel());
  return () => rmSync(folder, { recursive: true });
});

/** What a fleet of one process does with an engine; its key and storage are in the folder. */
async function inFleet<T>(key: string, work: (engine: Engine) => Promise<T>): Promise<T> {
  const config = { queue: "local", storage: join(folder, "storage"), key: join(folder, key) };
  return withFleet(config, ["prove"], { engine: async () => engine }, (fleet) => work(engineInFleet(fleet, engine)));
}

test("a fleet proves a shard disjoint from lists, the same each time, and keeps nothing of it", async () => {
  const { keys, entries, rho } = draw(17, 12);
  const coefficients = join(folder, "coefficients");
  const accumulator = await engine.accumulateKeys({ keys: toBytes(keys), multiplier: rho, coefficients });
  const lists = [entries.slice(0, 5), entries].map((some) => ({ entries: toBytes(some), multiplier: 1n }));
  const points = await Promise.all(lists.map((list) => engine.accumulateEntries(list)));
  const input = { lists, shards: [{ coefficients, blinding: 0n }] };

  await makeFleetKey(join(folder, "key"));
  await makeFleetKey(join(folder, "other-key"));
  const prove = (key: string) => inFleet(key, (own) => own.proveDisjoint(input));
  const [result] = await prove("key");
  if (result === undefined || !("proofs" in result)) throw new Error("the sets are disjoint");
  const claims = result.proofs.map((proof, i) => ({ accumulator, list: points[i]!, proof }));
  expect(claims.map(areDisjoint)).toEqual([true, true]);

  expect(await prove("key")).toEqual([result]);
  const [blinded] = await prove("other-key");
  expect(blinded).not.toEqual(result);
  const fewer = await inFleet("key", (own) => own.proveDisjoint({ ...input, lists: lists.slice(0, 1) }));
  expect(fewer[0]).not.toEqual({ proofs: result.proofs.slice(0, 1) });
  expect([...filesBelow(join(folder, "storage")).keys()]).toEqual([]);
});

test("a fleet finds what a shard and a list have in common", async () => {
  const { keys, entries, rho } = draw(9, 6);
  const coefficients = join(folder, "common");
  await engine.accumulateKeys({ keys: toBytes(keys), multiplier: rho, coefficients });
  const lists = [{ entries: toBytes([...entries.slice(0, 3), keys[4]!]), multiplier: 1n }];
  await makeFleetKey(join(folder, "third-key"));
  const results = await inFleet("third-key", (own) =>
    own.proveDisjoint({ lists, shards: [{ coefficients, blinding: 0n }] }),
  );
  expect(results).toEqual([{ common: [[3]] }]);
});
