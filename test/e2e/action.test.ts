import { execFileSync } from "node:child_process";
import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ActionRun, runAction } from "../support/action.ts";
import { temporaryFolder } from "../support/chain.ts";
import { dataFile, growList, listedWork, makeReleaseScene, type ReleaseScene } from "../support/releaseScene.ts";

/** A repository with two shards and a list of one page, cloned as a workflow does, and the action's runs in it. */
let scene: ReleaseScene;
let workspace: string;
let secrets: string;
let remove: () => Promise<void>;
const runs: Record<string, ActionRun> = {};

const git = (cwd: string, ...args: string[]) =>
  execFileSync("git", ["-c", "user.name=vendor", "-c", "user.email=vendor@example.org", ...args], { cwd });
const act = (command: string, tag: string) =>
  runAction(workspace, { command, tag, secrets, state: "out", "upload-sarif": "true" });
const report = () => JSON.parse(readFileSync(join(workspace, "disjoint-reports/report.json"), "utf8"));

/** The signer's key goes out of the repository, into a folder of secrets that the action is given. */
function mountSecret(folder: string, mount: string): string {
  const path = join(folder, "disjoint.config.json");
  const config = JSON.parse(readFileSync(path, "utf8"));
  writeFileSync(path, JSON.stringify({ ...config, chain: { ...config.chain, signer: { secret: "chain-key" } } }));
  mkdirSync(mount);
  renameSync(join(folder, "account-0"), join(mount, "chain-key"));
  return mount;
}

beforeAll(async () => {
  const temporary = await temporaryFolder();
  remove = temporary.remove;
  scene = await makeReleaseScene({
    folder: join(temporary.path, "sample"),
    shards: { books: 30, web: 20 },
    entries: 16,
    pageSize: 16,
    circuits: ["exclusion_16x60"],
  });
  secrets = mountSecret(scene.folder, join(temporary.path, "secrets"));
  git(scene.folder, "init", "-q", "-b", "main");
  git(scene.folder, "add", "-A");
  git(scene.folder, "commit", "-qm", "A corpus");
  workspace = join(temporary.path, "workspace");
  git(temporary.path, "clone", "-q", scene.folder, workspace);
  // Git keeps no modes: keys come from a step that writes them, as in examples/workflows.
  chmodSync(join(workspace, "signing.pem"), 0o600);

  runs.clean = await act("release", "v1");
  await growList(workspace, 16, 3, 16);
  runs.grown = await act("freshness", "v1");
  appendFileSync(dataFile(workspace, "web"), `${JSON.stringify({ id: 20, text: listedWork(7) })}\n`);
  runs.dirty = await act("release", "v2");
  writeFileSync(join(workspace, "disjoint.config.json"), "{}");
  runs.broken = await act("release", "v3");
}, 600_000);

afterAll(async () => {
  await scene.stop();
  await remove();
});

test("passes for a clean corpus, with evidence, a summary and outputs", () => {
  const { failed, ran, outputs, summary, log } = runs.clean!;
  expect(failed, log).toBe(false);
  expect(ran.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(outputs).toMatchObject({ status: "clean", findings: "0", made: "2" });
  expect(outputs.release).toMatch(/^0x[0-9a-f]{64}$/);
  expect(outputs.evidence).toMatch(/^b[a-z2-7]{58}$/);
  expect(existsSync(resolve(workspace, outputs["evidence-path"]!))).toBe(true);
  expect(summary).toMatch(/^## ✅ v1 is clean/);
  expect(log).toMatch(/^::notice::v1 is clean/m);
});

test("proves the new page of a list in a freshness run", () => {
  expect(runs.grown!.failed, runs.grown!.log).toBe(false);
  expect(runs.grown!.outputs).toMatchObject({ status: "clean", made: "2", release: runs.clean!.outputs.release });
});

test("fails for a blocklisted record, with an annotation at its line, in the summary and in every report", () => {
  const { failed, outputs, log, summary, skipped } = runs.dirty!;
  expect(failed).toBe(true);
  expect(outputs).toMatchObject({ status: "dirty", findings: "1", made: "0", release: "", evidence: "" });
  expect(log).toMatch(/^::error file=data\/web\.jsonl,line=21,title=blocklisted by "opt-outs"::record 21 /m);
  expect(summary).toMatch(/^## ❌ v2 is NOT clean: 1 record of 1 blocklisted work present$/m);
  expect(skipped).toEqual(["Upload the evidence"]);
});

test("uploads files that exist, and leaves only GitHub's own actions to GitHub", () => {
  expect(runs.dirty!.used.map(({ uses }) => uses)).toEqual([
    "actions/cache@v4",
    "actions/cache/restore@v4",
    "actions/cache/save@v4",
    "github/codeql-action/upload-sarif@v3",
    "actions/upload-artifact@v4",
  ]);
  const { used, outputs } = runs.clean!;
  const paths = used.filter(({ uses }) => uses.startsWith("actions/upload")).map((each) => each.with.path!);
  expect(paths).toEqual(["disjoint-reports", outputs["evidence-path"]]);
  expect(used[0]!.with.key).toMatch(/^disjoint-build-[0-9a-f]{40}$/);
});

test("fails without a verdict, says so, and leaves no report of an earlier run", () => {
  const { failed, outputs, log, summary } = runs.broken!;
  expect(failed).toBe(true);
  expect(outputs).toMatchObject({ status: "error", findings: "", evidence: "" });
  expect(log).toMatch(/^::error title=disjoint::ended with exit code 2/m);
  expect(log).toMatch(/config\/invalid/);
  expect(summary).toMatch(/exit code 2 and no verdict/);
  expect(report).toThrow();
});
