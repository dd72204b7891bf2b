import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadConfig } from "../../prover/release/config/load.ts";
import { type ReleaseOptions, runRelease } from "../../prover/release/release.ts";
import { temporaryFolder } from "../support/chain.ts";
import { type Provider, startProvider } from "../support/provider.ts";
import { growList, makeReleaseScene, type ReleaseScene } from "../support/releaseScene.ts";

let scene: ReleaseScene;
let provider: Provider;
let remove: () => Promise<void>;
let folder: string;
beforeAll(async () => {
  ({ path: folder, remove } = await temporaryFolder());
  const shards = { web: 20, books: 10 };
  scene = await makeReleaseScene({ folder, shards, entries: 5, pageSize: 16, circuits: ["exclusion_16x60"] });
  provider = await startProvider(scene.anvil.url, {
    // A provider of short ranges: a search through all blocks would take hundreds of questions.
    one: ({ method, params }) => (method === "eth_getLogs" && spanOf(params) > 10 ? TOO_LONG : undefined),
  });
  const file = join(folder, "disjoint.config.json");
  const config = JSON.parse(readFileSync(file, "utf8"));
  config.chain.rpc = new URL(new URL(provider.url).pathname, provider.url.replace("ann:SECRETPW@", "")).href;
  writeFileSync(file, JSON.stringify(config));
}, 900_000);
afterAll(async () => {
  await provider?.stop();
  await scene?.stop();
  await remove?.();
});

async function pass(method: string, params: unknown[]): Promise<void> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  await fetch(scene.anvil.url, { method: "POST", headers: { "content-type": "application/json" }, body });
}

const TOO_LONG = { status: 400, error: { code: -32600, message: "up to a 10 block range on this plan" } };

const spanOf = ([filter]: unknown[]): number => {
  const { fromBlock, toBlock } = filter as { fromBlock: string; toBlock: string };
  return Number(toBlock) - Number(fromBlock) + 1;
};

/** How many bodies, and how many questions in them, a run sends. */
async function asked(tag: string, options: Partial<ReleaseOptions> = {}): Promise<{ http: number; calls: number }> {
  const http = provider.sizes.length;
  const calls = provider.methods.length;
  const { report } = await runRelease(await loadConfig(folder), { tag, ...options });
  expect(report.verdict).toBe("clean");
  return { http: provider.sizes.length - http, calls: provider.methods.length - calls };
}

test("sends at most two thirds of the requests that it once did, checks included", async () => {
  // The version before (68bf146) sent 94 bodies with 115 questions for the same scene, and checked nothing first. It
  // is about 52 with 118 now; which questions meet in one body hangs a little on the disk.
  const first = await asked("v1");
  expect(first.http).toBeLessThanOrEqual(62);
});

test("sends few requests when there is nothing to do, even on a year-old chain", async () => {
  const again = await asked("v1");
  expect(again.http).toBeLessThanOrEqual(20);

  await growList(folder, 5, 12, 16);
  for (let blocks = 0; blocks < 3_000; blocks += 1_000) await pass("anvil_mine", ["0x3e8"]);
  const refreshed = await asked("v1", { refresh: true });
  expect(refreshed.http).toBeLessThanOrEqual(62);
});
