import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadConfig } from "../../prover/release/config/load.ts";
import { type ReleaseOptions, type ReleaseResult, runRelease } from "../../prover/release/release.ts";
import { temporaryFolder } from "../support/chain.ts";
import { codeOf } from "../support/errors.ts";
import {
  dataFile,
  expectEstimated,
  grow,
  growList,
  listedWork,
  makeReleaseScene,
  type ReleaseScene,
} from "../support/releaseScene.ts";

const PAGE = 16;

let scene: ReleaseScene;
let folder: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ path: folder, remove } = await temporaryFolder());
  scene = await makeReleaseScene({
    folder,
    shards: { web: 200, books: 100 },
    entries: 40,
    pageSize: PAGE,
    circuits: ["exclusion_16x60"],
    accumulators: ["web"],
  });
}, 900_000);
afterAll(async () => {
  await scene?.stop();
  await remove?.();
});

const run = async (tag: string, options: Partial<ReleaseOptions> = {}) =>
  runRelease(await loadConfig(folder), { tag, ...options });
const made = ({ report }: ReleaseResult) => report.coverage.map((pair) => [pair.shard, pair.made]);

describe("a release with a shard by tree and one by accumulator", () => {
  it("is planned without a proof or a transaction", async () => {
    const { plan, report, checks } = await run("v1", { mode: "plan-only" });
    expect(checks.filter(({ ok }) => ok !== true)).toEqual([]);
    expect(plan).toMatchObject({ pages: 6, accepted: 0, prove: 4, submit: 4, circuits: { exclusion_16x60: 3 } });
    expect(plan.disjointness).toEqual([{ keys: 200, entries: 40 }]);
    expect(report).toMatchObject({ verdict: "open", transactions: [], release: null });
  });

  it("takes one call, and has evidence", async () => {
    const released = await run("v1");
    expectEstimated(released);
    expect(released.report).toMatchObject({ verdict: "clean", development: true });
    expect(released.report.coverage).toMatchObject([
      { shard: "web", pages: 3, clean: 3, made: 1, reused: 0 },
      { shard: "books", pages: 3, clean: 3, made: 3, reused: 0 },
    ]);
  });

  it("is not made twice", async () => {
    const { plan, report } = await run("v1");
    expect(plan).toMatchObject({ pages: 6, accepted: 6, stored: 6, prove: 0, submit: 0, disjointness: [] });
    expect(report).toMatchObject({ verdict: "clean", transactions: [] });
  });

  it("proves the entries that were added to the list", async () => {
    await growList(folder, 40, 5, PAGE);
    const grown = await run("v1", { refresh: true });
    expectEstimated(grown);
    expect(grown.plan).toMatchObject({ pages: 8, accepted: 6, prove: 2, submit: 2 });
    expect(grown.plan.disjointness).toEqual([{ keys: 200, entries: 5 }]);
    expect(grown.report.verdict).toBe("clean");
    expect(made(grown)).toEqual([
      ["web", 1],
      ["books", 1],
    ]);
  });

  it("proves only the new records of a shard that has grown", async () => {
    await grow(folder, "web", 200, 10);
    const grown = await run("v2");
    expectEstimated(grown);
    expect(grown.plan.disjointness).toEqual([{ keys: 10, entries: 45 }]);
    expect(made(grown)).toEqual([
      ["web/1", 0],
      ["web/2", 1],
      ["books", 0],
    ]);
    expect(grown.report.verdict).toBe("clean");
  });

  it("repeats a lost proof for its evidence, and sends no transaction for it", async () => {
    const proofs = join(folder, "out/proofs");
    for (const name of readdirSync(proofs))
      if (existsSync(join(proofs, name, "disjointness.json"))) rmSync(join(proofs, name), { recursive: true });
    rmSync(join(folder, "out/releases/v2/evidence.json"));
    const again = await run("v2");
    expect(again.plan.disjointness).toEqual([
      { keys: 200, entries: 45 },
      { keys: 10, entries: 45 },
    ]);
    expect(again.plan.submit).toBe(0);
    expect(again.report.verdict).toBe("clean");
    expect(again.report.transactions.map(({ what }) => what)).toEqual(["evidence"]);
  });

  it("names blocklisted records, and sends no transaction", async () => {
    const data = readFileSync(dataFile(folder, "web"), "utf8");
    writeFileSync(dataFile(folder, "web"), `${data}${JSON.stringify({ text: listedWork(3) })}\n`);
    const { report } = await run("v3");
    expect(report).toMatchObject({ verdict: "dirty", transactions: [], release: null, evidence: null });
    expect(report.findings.map(({ shard, row, line }) => [shard, row, line])).toEqual([["web/3", 211, 211]]);
    writeFileSync(dataFile(folder, "web"), data);
  });

  it("is refused before anything is read if the powers of tau are missing or different", async () => {
    const file = join(folder, "disjoint.config.json");
    const config = JSON.parse(readFileSync(file, "utf8"));
    writeFileSync(file, JSON.stringify({ ...config, powers: "missing" }));
    for (const mode of ["plan-only", "dry-run", "run"] as const)
      expect(await codeOf(() => run("v4", { mode })), mode).toBe("setup/no-powers");
    writeFileSync(file, JSON.stringify(config));
  });

  it("proves a new shard against both lists with one P, for the gas that was estimated", async () => {
    await growList(folder, 20, 40, PAGE, "further");
    await grow(folder, "web", 210, 10);
    const file = join(folder, "disjoint.config.json");
    const config = JSON.parse(readFileSync(file, "utf8"));
    const further = { folder: "further", publish: true, uri: "https://example.org/further" };
    writeFileSync(file, JSON.stringify({ ...config, blocklists: [...config.blocklists, further] }));
    const released = await run("v4");
    expectEstimated(released);
    expect(released.report.verdict).toBe("clean");
    expect(released.report.coverage.filter(({ shard }) => shard === "web/3").map((pair) => pair.made)).toEqual([1, 1]);
    const bundles = readdirSync(join(folder, "out/proofs"))
      .filter((name) => existsSync(join(folder, "out/proofs", name, "disjointness.json")))
      .map((name) => JSON.parse(readFileSync(join(folder, "out/proofs", name, "bundle.json"), "utf8")));
    const points = Map.groupBy(bundles, ({ commitment }) => commitment)
      .values()
      .map((same) => new Set(same.map(({ statements }) => JSON.stringify(statements.at(-1).proof.p))).size);
    // The older shards were proved against the older list before.
    expect([...points].toSorted()).toEqual([1, 2, 2]);
  });
});
