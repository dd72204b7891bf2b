import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isPageBundle, readBundle } from "../../prover/bundle/document.ts";
import { NO_ROLES } from "../../prover/chain/deployment/deploy.ts";
import { type Deployment, readDeployment } from "../../prover/chain/deployment/document.ts";
import { pauseCircuit, revokeCircuit } from "../../prover/chain/deployment/governance.ts";
import { readArchive } from "../../prover/evidence/car.ts";
import { evidenceIn } from "../../prover/evidence/pack.ts";
import { loadConfig } from "../../prover/release/config/load.ts";
import { runRelease } from "../../prover/release/release.ts";
import { type Chain, developmentAccount, openChain } from "../../prover/rpc/connection.ts";
import { readPinnedCircuits } from "../../prover/setup/pinned.ts";
import { inspectDocument } from "../../prover/shared/document.ts";
import { toCircuitId } from "../../prover/shared/ids.ts";
import { parseJson } from "../../prover/shared/json.ts";
import type { Check } from "../../prover/shared/verdict.ts";
import { keyFile, temporaryFolder } from "../support/chain.ts";
import { runCommand } from "../support/command.ts";
import { codeOf } from "../support/errors.ts";
import { growList, makeReleaseScene, type ReleaseScene } from "../support/releaseScene.ts";

// What a release does when the guardian pauses or revokes a circuit: it goes on with another.

const PAGE = 16;
const GUARDIAN = 5;

let scene: ReleaseScene;
let folder: string;
let remove: () => Promise<void>;
let guardian: Chain;
let deployment: Deployment;
let ids: Map<string, string>;

beforeAll(async () => {
  ({ path: folder, remove } = await temporaryFolder());
  const roles = { ...NO_ROLES, guardian: developmentAccount(GUARDIAN).address };
  const circuits = ["exclusion_16x60", "exclusion_16x138"];
  scene = await makeReleaseScene({ folder, shards: { web: 50 }, entries: 17, pageSize: PAGE, circuits, roles });
  // The circuits fit both, and speed is asked for: the smaller one is taken while it may be.
  const config = join(folder, "disjoint.config.json");
  writeFileSync(config, JSON.stringify({ ...JSON.parse(readFileSync(config, "utf8")), circuits: "smallest" }));
  guardian = await openChain({ rpc: scene.anvil.url, keyFile: await keyFile(folder, GUARDIAN) });
  deployment = await readDeployment(join(folder, "deployment.json"));
  ids = new Map((await readPinnedCircuits()).map(({ name, circuitId }) => [name, circuitId]));
}, 900_000);
afterAll(async () => {
  await guardian?.close();
  await scene?.stop();
  await remove?.();
});

const run = async () => runRelease(await loadConfig(folder), { tag: "v1" });
const pause = (name: string) => pauseCircuit(guardian, deployment, toCircuitId(ids.get(name)!), "a test");
const revoke = (name: string) => revokeCircuit(guardian, deployment, toCircuitId(ids.get(name)!), "a test");

/** The names of the circuits whose proofs a pack has, page by page. */
async function circuitsIn(path: string): Promise<string[]> {
  const { bundles } = evidenceIn(readArchive(readFileSync(path))!.files)!;
  const read = inspectDocument((reader) => readBundle(reader, parseJson(bundles[0]!, "the bundle")));
  if (!("value" in read) || !isPageBundle(read.value)) throw new Error("no bundle of pages");
  const names = new Map([...ids].map(([name, id]) => [id, name]));
  return read.value.statements.map(({ circuitId }) => names.get(circuitId)!);
}

/** Of the checks that ask the ledger today, the names of those that fail for a pack. */
async function failsToday(path: string): Promise<string[]> {
  const values = { rpc: scene.anvil.url, deployment: join(folder, "deployment.json") };
  const { json } = await runCommand("verify", [path], values);
  const asked = (json as { checks: Check[] }).checks.filter(({ name }) => name.startsWith("node-shard"));
  expect(asked).toHaveLength(1);
  return asked.filter(({ ok }) => !ok).map(({ name }) => name);
}

test("continues with another circuit when one is paused, and proves again when one is revoked", async () => {
  const first = await run();
  expect(first.plan).toMatchObject({ prove: 2, circuits: { exclusion_16x60: 2 } });
  expect(first.report.verdict).toBe("clean");

  await pause("exclusion_16x60");
  const paused = await run();
  expect(paused.plan).toMatchObject({ accepted: 2, stored: 2, prove: 0, submit: 0 });
  expect(paused.report).toMatchObject({ verdict: "clean", transactions: [] });

  await growList(folder, 17, 5, PAGE);
  const grown = await run();
  expect(grown.plan).toMatchObject({ prove: 1, submit: 1, circuits: { exclusion_16x138: 1 } });
  expect(grown.report.verdict).toBe("clean");
  expect(await circuitsIn(grown.report.evidence!.path)).toEqual([
    "exclusion_16x60",
    "exclusion_16x60",
    "exclusion_16x138",
  ]);

  expect(await failsToday(grown.report.evidence!.path)).toEqual([]);
  await revoke("exclusion_16x60");
  expect(await failsToday(grown.report.evidence!.path)).toEqual(["node-shard-0-opt-outs"]);
  const second = await run();
  expect(second.plan).toMatchObject({ accepted: 1, stored: 1, prove: 2, submit: 2, circuits: { exclusion_16x138: 2 } });
  expect(second.report.verdict).toBe("clean");
  expect(await circuitsIn(second.report.evidence!.path)).toEqual(Array(3).fill("exclusion_16x138"));
  expect(await failsToday(second.report.evidence!.path)).toEqual([]);
  expect((await run()).report).toMatchObject({ verdict: "clean", transactions: [] });

  await revoke("exclusion_16x138");
  expect(await codeOf(run)).toBe("release/other-circuit");
}, 600_000);
