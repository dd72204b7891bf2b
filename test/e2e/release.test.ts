import { appendFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readDeployment } from "../../prover/chain/deployment/document.ts";
import { readPublishedList } from "../../prover/chain/lists/list.ts";
import { readEvidenceUri } from "../../prover/chain/releases/evidence.ts";
import { loadConfig } from "../../prover/release/config/load.ts";
import { type ReleaseOptions, runRelease } from "../../prover/release/release.ts";
import { readConfirmedBlock } from "../../prover/rpc/block.ts";
import { openChain } from "../../prover/rpc/connection.ts";
import { toListId, toReleaseId } from "../../prover/shared/ids.ts";
import { temporaryFolder } from "../support/chain.ts";
import { codeOf } from "../support/errors.ts";
import { countEvents } from "../support/factEvents.ts";
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
const SHARDS = { web: 200, books: 100 };

let scene: ReleaseScene;
let folder: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ path: folder, remove } = await temporaryFolder());
  const circuits = ["exclusion_16x60"];
  scene = await makeReleaseScene({ folder, shards: SHARDS, entries: 17, pageSize: PAGE, circuits });
}, 900_000);
afterAll(async () => {
  await scene?.stop();
  await remove?.();
});

const run = async (tag: string, options: Partial<ReleaseOptions> = {}) =>
  runRelease(await loadConfig(folder), { tag, ...options });
const made = ({ report }: Awaited<ReturnType<typeof run>>) => report.coverage.map((pair) => [pair.shard, pair.made]);

/** Pages of the vendor's own list that were published. */
async function pagesOnChain(): Promise<number> {
  const chain = await openChain({ rpc: scene.anvil.url });
  const deployment = await readDeployment(join(folder, "deployment.json"));
  const { listId } = (await run("v2", { mode: "plan-only" })).report.coverage[0]!;
  const { pages } = await readPublishedList(chain, deployment, toListId(listId!), await readConfirmedBlock(chain));
  await chain.close();
  return pages.length;
}

describe("a release", () => {
  it("is planned without a proof or a transaction", async () => {
    const { plan, report, checks } = await run("v1", { mode: "plan-only" });
    expect(checks.filter(({ ok }) => ok !== true)).toEqual([]);
    expect(plan).toMatchObject({ pages: 4, accepted: 0, prove: 4, submit: 4, circuits: { exclusion_16x60: 4 } });
    expect(report).toMatchObject({ verdict: "open", transactions: [], release: null });
    expect((await run("v1", { mode: "dry-run" })).report).toMatchObject({ verdict: "open", findings: [] });
    expect(existsSync(join(folder, "out/proofs"))).toBe(false);
    await expect(run("v1", { refresh: true })).rejects.toMatchObject({ code: "release/unknown-tag" });
  });

  it("is made by one call, and its evidence is registered on the chain", async () => {
    const { report, transactions } = await run("v1");
    expectEstimated({ report, transactions });
    expect(report.verdict).toBe("clean");
    expect(report.coverage).toMatchObject([
      { shard: "web", pages: 2, clean: 2, made: 2, reused: 0 },
      { shard: "books", pages: 2, clean: 2, made: 2, reused: 0 },
    ]);
    expect(existsSync(report.evidence!.path)).toBe(true);
    const chain = await openChain({ rpc: scene.anvil.url });
    const deployment = await readDeployment(join(folder, "deployment.json"));
    expect(await readEvidenceUri(chain, deployment, toReleaseId(report.release!))).toBe(report.evidence!.cid);
    await chain.close();
  });

  it("is not made twice", async () => {
    const first = await run("v1");
    const second = await run("v1");
    expect(first.plan).toMatchObject({ accepted: 4, stored: 4, prove: 0, submit: 0 });
    expect(second.report).toMatchObject({ verdict: "clean", transactions: [], evidence: first.report.evidence });
  });

  it("refuses to hand out a bundle that was tampered with", async () => {
    const folders = readdirSync(join(folder, "out/proofs"));
    const bundle = join(folder, "out/proofs", folders[0]!, "bundle.json");
    const note = join(folder, "out/releases/v1/evidence.json");
    const kept = readFileSync(bundle, "utf8");
    const noted = readFileSync(note, "utf8");
    const document = JSON.parse(kept);
    const [one, other] = document.statements;
    [one.proof, other.proof] = [other.proof, one.proof];
    writeFileSync(bundle, JSON.stringify(document));
    expect(await codeOf(() => run("v1"))).toBe("release/bad-bundle");
    writeFileSync(bundle, kept);
    expect(readFileSync(note, "utf8")).toBe(noted);
    expect((await run("v1")).report).toMatchObject({ verdict: "clean", transactions: [] });
  });

  it("proves only the new records of a shard, under a new tag", async () => {
    await grow(folder, "web", SHARDS.web, 10);
    for (const mode of ["plan-only", "dry-run", "run"] as const)
      expect(await codeOf(() => run("v1", { mode })), mode).toBe("release/tag-taken");
    const grown = await run("v2");
    expectEstimated(grown);
    expect(grown.plan).toMatchObject({ pages: 6, accepted: 4, prove: 2, submit: 2 });
    expect(made(grown)).toEqual([
      ["web/1", 0],
      ["web/2", 2],
      ["books", 0],
    ]);
  });

  it("is refused under its tag in every mode when the output folder is lost", async () => {
    renameSync(join(folder, "out"), join(folder, "kept"));
    for (const mode of ["plan-only", "dry-run", "run"] as const)
      for (const refresh of [false, true])
        expect(await codeOf(() => run("v1", { mode, refresh })), `${mode} ${refresh}`).toBe("release/state-lost");
    expect(existsSync(join(folder, "out/shards"))).toBe(false);
    rmSync(join(folder, "out"), { recursive: true, force: true });
    renameSync(join(folder, "kept"), join(folder, "out"));
  });

  it("proves one page for each shard when the list grows by one, for an old tag, too", async () => {
    await growList(folder, 17, 5, PAGE);
    expect(await codeOf(() => run("v1"))).toBe("release/tag-taken");
    expect(await pagesOnChain()).toBe(2);
    const grown = await run("v2");
    expectEstimated(grown);
    expect(await pagesOnChain()).toBe(3);
    expect(grown.plan).toMatchObject({ pages: 9, accepted: 6, prove: 3, submit: 3 });
    const old = await run("v1", { refresh: true });
    expect(old.plan).toMatchObject({ pages: 6, accepted: 6, prove: 0 });
    expect(old.report).toMatchObject({ verdict: "clean", transactions: [{ what: "evidence" }] });
    expect(old.report.coverage.map(({ shard }) => shard)).toEqual(["web", "books"]);
  });

  it("names blocklisted records with their current place, and sends no transaction", async () => {
    const data = readFileSync(dataFile(folder, "web"), "utf8");
    writeFileSync(dataFile(folder, "web"), `${JSON.stringify({ text: listedWork(3) })}\n${data}`);
    appendFileSync(dataFile(folder, "books"), `${JSON.stringify({ text: listedWork(20) })}\n`);
    const { report } = await run("v3");
    expect(report).toMatchObject({ verdict: "dirty", transactions: [], release: null, evidence: null });
    expect(
      report.findings.map(({ shard, file, row, line, reason, page }) => [
        shard,
        file.split("/").at(-1),
        row,
        line,
        reason,
        page,
      ]),
    ).toEqual([
      ["web/3", "web.jsonl", 1, 1, "", expect.any(Number)],
      ["books/2", "books.jsonl", SHARDS.books + 1, SHARDS.books + 1, "", 2],
    ]);
    expect((await run("v3", { mode: "dry-run" })).report.verdict).toBe("dirty");
    writeFileSync(dataFile(folder, "web"), data);
    writeFileSync(
      dataFile(folder, "books"),
      readFileSync(dataFile(folder, "books"), "utf8").split("\n").slice(0, -2).join("\n").concat("\n"),
    );
    expect((await run("v3")).report).toMatchObject({
      verdict: "clean",
      transactions: [{ what: "register" }, { what: "evidence" }],
    });
  });

  it("commits a layer again once any of its records is gone", async () => {
    const lines = readFileSync(dataFile(folder, "books"), "utf8").split("\n");
    writeFileSync(dataFile(folder, "books"), lines.slice(1).join("\n"));
    const shrunk = await run("v4");
    expect(made(shrunk)).toEqual([
      ["web/1", 0],
      ["web/2", 0],
      ["books", 3],
    ]);
  });

  it("emits one event for every fact", async () => {
    const { facts, releases } = await countEvents(scene);
    expect(facts).toEqual({ events: 12, different: 12 });
    expect(releases).toEqual({ events: 4, different: 4 });
  });
});
