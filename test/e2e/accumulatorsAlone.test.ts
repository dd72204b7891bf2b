import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newestAccumulators } from "../../prover/blocklist/epoch.ts";
import { readBlocklist } from "../../prover/blocklist/read.ts";
import { requireSigningKey } from "../../prover/bundle/sign.ts";
import { readDeployment } from "../../prover/chain/deployment/document.ts";
import { publishBlocklist, toListToPublish } from "../../prover/chain/lists/publish.ts";
import { loadPoseidon } from "../../prover/native/poseidon.ts";
import { loadConfig } from "../../prover/release/config/load.ts";
import { type ReleaseOptions, runRelease } from "../../prover/release/release.ts";
import { openChain } from "../../prover/rpc/connection.ts";
import { makeDevelopmentPowers } from "../../prover/setup/powers/make.ts";
import { temporaryFolder } from "../support/chain.ts";
import { disjoint } from "../support/cli.ts";
import { codeOf } from "../support/errors.ts";
import { growList, makeReleaseScene, type ReleaseScene } from "../support/releaseScene.ts";

const PAGE = 16;

let scene: ReleaseScene;
let folder: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ path: folder, remove } = await temporaryFolder());
  scene = await makeReleaseScene({
    folder,
    shards: { web: 100 },
    entries: 20,
    pageSize: PAGE,
    circuits: ["exclusion_16x60"],
    accumulators: ["web"],
  });
  const chain = await openChain({ rpc: scene.anvil.url, keyFile: join(folder, "account-0") });
  const deployment = await readDeployment(join(folder, "deployment.json"));
  const list = await readBlocklist(join(folder, "list"), await loadPoseidon());
  const terms = toListToPublish(list, { uri: "https://example.org/list", accumulators: newestAccumulators(list)! });
  await publishBlocklist(chain, deployment, { ...terms, pages: [] });
  await chain.close();
}, 900_000);
afterAll(async () => {
  await scene?.stop();
  await remove?.();
});

const file = () => join(folder, "disjoint.config.json");
const configured = () => JSON.parse(readFileSync(file(), "utf8"));

/** Runs a release with some fields of the configuration changed. */
async function run(tag: string, options: Partial<ReleaseOptions> = {}, changes: object = {}) {
  const before = configured();
  writeFileSync(file(), JSON.stringify({ ...before, ...changes }));
  try {
    return await runRelease(await loadConfig(folder), { tag, ...options });
  } finally {
    writeFileSync(file(), JSON.stringify(before));
  }
}

describe("a release against a list that is on the chain with accumulators alone", () => {
  it("is proved in one proof", async () => {
    const { plan, report, transactions } = await run("v1");
    expect(plan.disjointness).toEqual([{ keys: 100, entries: 20 }]);
    expect(report).toMatchObject({
      verdict: "clean",
      coverage: [{ epoch: 1, pages: 2, clean: 2, made: 1, reused: 0 }],
    });
    expect(report.transactions.length).toBe(transactions.length);
  });

  it("has evidence that verifies against the list, the powers of tau and the chain", async () => {
    const { release, evidence } = (await run("v1")).report;
    const signer = `vendor=${await requireSigningKey(join(folder, "signing.pem"))}`;
    const on = ["--rpc", scene.anvil.url, "--deployment", join(folder, "deployment.json")];
    const what = ["--release-id", release!, "--list", join(folder, "list"), "--powers", join(folder, "powers")];
    const { code, stdout } = await disjoint(["verify", evidence!.path, "--signer", signer, ...what, ...on]);
    expect({ code, stdout }).toMatchObject({ code: 0 });
    expect(stdout).toContain('those of "opt-outs" were computed again from its entries');
  });

  it("publishes the additions to the signer's own list, waits for confirmations, and is clean of them", async () => {
    cpSync(join(folder, "list"), join(folder, "earlier"), { recursive: true });
    await growList(folder, 20, 5, PAGE);
    expect((await run("v1", { mode: "plan-only", refresh: true })).report.verdict).toBe("open");
    const miner = await openChain({ rpc: scene.anvil.url });
    const timer = setInterval(() => miner.provider.send("anvil_mine", ["0x1"]), 200);
    const confirmed = { chain: { ...configured().chain, confirmations: 2 } };
    const { plan, report } = await run("v1", { refresh: true }, confirmed).finally(() => clearInterval(timer));
    expect(plan.disjointness).toEqual([{ keys: 100, entries: 5 }]);
    expect(report).toMatchObject({
      verdict: "clean",
      coverage: [{ epoch: 2, pages: 3, clean: 3, made: 1, reused: 2 }],
    });
    await miner.close();
    expect(report.transactions.map(({ what }) => what)).toEqual(["publish opt-outs", "submit", "evidence"]);
  });

  it("is refused with a list that is behind, unless the policy allows it, and with another list", async () => {
    const [entry] = configured().blocklists;
    const list = (await run("v1", { mode: "plan-only" })).report.coverage[0]!.listId;
    const of = (name: string) => ({ blocklists: [{ folder: name, uri: entry.uri, list }] });
    expect(await codeOf(() => run("v1", { mode: "plan-only" }, of("earlier")))).toBe("release/list-behind");
    const lagging = { ...of("earlier"), policy: { maximumLag: 1 } };
    expect((await run("v1", { mode: "plan-only" }, lagging)).plan).toMatchObject({ prove: 0, submit: 0 });
    rmSync(join(folder, "other"), { recursive: true, force: true });
    cpSync(join(folder, "list"), join(folder, "kept"), { recursive: true });
    rmSync(join(folder, "list"), { recursive: true });
    await growList(folder, 0, 7, PAGE);
    cpSync(join(folder, "list"), join(folder, "other"), { recursive: true });
    rmSync(join(folder, "list"), { recursive: true });
    cpSync(join(folder, "kept"), join(folder, "list"), { recursive: true });
    expect(await codeOf(() => run("v1", { mode: "plan-only" }, of("other")))).toBe("release/other-list");
  });

  it("is refused for a shard that is proved by page, and with powers that the ledger does not take", async () => {
    const shards = configured().shards.map((shard: object) => ({ ...shard, commitment: "merkle" }));
    expect(await codeOf(() => run("v2", { mode: "plan-only" }, { shards }))).toBe("chain/epoch-without-pages");
    await makeDevelopmentPowers({ keys: 200, entries: 50, folder: join(folder, "others") });
    expect(await codeOf(() => run("v2", { mode: "plan-only" }, { powers: "others" }))).toBe("release/other-powers");
  });
});
