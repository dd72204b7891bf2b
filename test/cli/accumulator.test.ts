import { readFileSync, statSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DisjointnessBundleJson } from "../../prover/bundle/disjointness.ts";
import { temporaryFolder } from "../support/chain.ts";
import { disjoint, jsonOf, type Ran } from "../support/cli.ts";
import { lockedCircuit } from "../support/lockedCircuit.ts";
import { leaks } from "../support/secrets.ts";
import { TRAPDOOR } from "../support/simulator.ts";

let committed: Ran;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const at = (name: string) => join(folder.path, name);
const bundle = (name = "proofs") =>
  JSON.parse(readFileSync(at(`${name}/bundle.json`), "utf8")) as DisjointnessBundleJson;
const run = (...args: string[]): Promise<Ran> => disjoint([...args, "--json"]);
const withPowers = () => ["--powers", at("powers")];
const lines = (name: string, works: readonly string[]) =>
  writeFile(at(name), works.map((work) => `${work}\n`).join(""));
const numbered = (from: number, count: number) => Array.from({ length: count }, (_, i) => `work ${from + i}`);
const build = (input: string, ...more: string[]) =>
  run(
    "blocklist",
    "build",
    at(input),
    "--from",
    "lines",
    "--scheme",
    "text",
    "--page-size",
    "16",
    ...withPowers(),
    "--out",
    at("list"),
    ...more,
  );
const prove = () => run("prove", at("shard"), "--list", at("list"), ...withPowers(), "--out", at("proofs"));
const verify = (...more: string[]) => run("verify", at("proofs/bundle.json"), ...more);

beforeAll(async () => {
  folder = await temporaryFolder();
  await lines("data.txt", numbered(0, 40));
  await lines("listed.txt", numbered(100, 20));
  await lines("more.txt", numbered(200, 3));
  await lines("further.txt", numbered(300, 2));
  await lines("held.txt", ["work 7"]);
  const commit = ["commit", at("data.txt"), "--format", "lines", "--scheme", "text", "--out", at("shard")];
  const sizes = ["--keys", "64", "--entries", "32"];
  expect(await run("setup", "powers", "--development", ...sizes, "--out", at("powers"))).toMatchObject({ code: 0 });
  committed = await run(...commit, "--commitment", "accumulator", ...withPowers());
  expect(committed).toMatchObject({ code: 0 });
  expect(await build("listed.txt", "--accumulator")).toMatchObject({ code: 0 });
});
afterAll(() => folder.remove());

describe("a shard with an accumulator", () => {
  it("is proved against a whole list at once, and the bundle verifies with the list", async () => {
    const proved = await prove();
    expect(proved).toMatchObject({ code: 0 });
    const stated = (what: string) => expect.stringMatching(new RegExp(`^${what}, about \\d+ MiB of memory$`, "m"));
    expect(committed.stderr).toEqual(stated("accumulator 0%: 40 keys"));
    expect(proved.stderr).toEqual(stated("prove 0%: the whole of [^,]+, up to epoch 1"));
    expect(bundle().statements.map(({ from, to }) => [from, to])).toEqual([[0, 1]]);
    const verdict = await verify("--list", at("list"), ...withPowers());
    expect(verdict).toMatchObject({ code: 0 });
    expect(jsonOf(verdict)).toMatchObject({ verdict: true, scope: "list", policy: { powers: [bundle().powers] } });
  });

  it("says what was not checked where only ids and root documents are known", async () => {
    const { stdout } = await disjoint([
      ...["verify", at("proofs/bundle.json"), "--list", at("list/list.json")],
      ...["--powers-id", bundle().powers],
    ]);
    expect(stdout).toContain("is stated by its publisher");
    expect(stdout).toContain("how they were made was not checked");
    expect(await verify("--powers-id", `0x${"12".repeat(32)}`)).toMatchObject({ code: 1 });
  });

  it("is proved against the entries that were added to a list, and not again against the others", async () => {
    expect(await build("more.txt", "--append")).toMatchObject({ code: 0 });
    expect(await verify("--list", at("list"), ...withPowers())).toMatchObject({ code: 6 });
    const [before] = bundle().statements;
    expect(jsonOf(await prove())).toMatchObject({ made: 1, reused: 1 });
    expect(bundle().statements.map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [1, 2],
    ]);
    expect(bundle().statements[0]).toEqual(before);
    expect(await verify("--list", at("list"), ...withPowers())).toMatchObject({ code: 0 });
  });

  it("is clean on the chain of the lists in the publisher's accumulators, and of nothing else", async () => {
    const onChain = ["--state", at("chain")];
    await lockedCircuit(at("artifacts"), "exclusion_16x60", TRAPDOOR);
    const deploy = ["chain", "deploy", "--without-256", "--artifacts", at("artifacts"), ...withPowers(), ...onChain];
    expect(await run(...deploy)).toMatchObject({ code: 0 });
    const published = jsonOf(await run("chain", "publish", at("list"), "--accumulators-only", ...onChain));
    const listId = ["--list-id", String(published.list)];
    const status = () => run("status", bundle().commitment, ...listId, ...onChain);
    expect(await status()).toMatchObject({ code: 7 });
    expect(await run("chain", "submit", at("proofs/bundle.json"), ...listId, ...onChain)).toMatchObject({ code: 3 });
    await rm(at("proofs"), { recursive: true });
    expect(await build("further.txt", "--append")).toMatchObject({ code: 0 });
    expect(await run("chain", "publish", at("list"), "--accumulators-only", ...onChain)).toMatchObject({ code: 0 });
    expect(await prove()).toMatchObject({ code: 0 });
    const submitted = await run("chain", "submit", at("proofs/bundle.json"), ...listId, ...onChain);
    expect(jsonOf(submitted)).toMatchObject({ accepted: 1, already: 0 });
    expect(jsonOf(await status())).toMatchObject({ state: "unknown", proved: "clean", cleanEpoch: 2 });
    const again = await run("chain", "submit", at("proofs/bundle.json"), ...listId, ...onChain);
    expect(jsonOf(again)).toMatchObject({ accepted: 0, already: 1 });
  });

  it("is reviewed where the chain has no pages of it: only with the powers to compute its accumulators", async () => {
    const onChain = ["--state", at("chain")];
    const first = jsonOf(await run("chain", "publish", at("list"), "--accumulators-only", ...onChain));
    const { owner } = jsonOf(await run("chain", "list", "show", String(first.list), ...onChain));
    const another = ["--state", at("reviewed")];
    const deploy = ["chain", "deploy", "--without-256", "--artifacts", at("artifacts"), ...withPowers(), ...another];
    expect(await run(...deploy)).toMatchObject({ code: 0 });
    const reviewer = ["--reviewer", String(owner), "--threshold", "1"];
    const published = await run("chain", "publish", at("list"), "--accumulators-only", ...reviewer, ...another);
    const reviewed = [String(jsonOf(published).list), at("list"), ...another];
    expect(await run("chain", "list", "review", ...reviewed, "--powers", at("nowhere"))).toMatchObject({ code: 5 });
    const confirmed = await run("chain", "list", "review", ...reviewed, ...withPowers());
    expect(jsonOf(confirmed)).toMatchObject({ epoch: 1, currentEpoch: 1 });
  });

  it.each([
    ["work 7", "present"],
    ["work 100", "absent"],
  ])("answers about %s that it is %s", async (work, answer) => {
    const asked = ["--value", work];
    const file = at(`${answer}.json`);
    const told = await run("disclose", at("shard"), ...asked, "--scheme", "text", ...withPowers(), "--out", file);
    expect(jsonOf(told)).toMatchObject({ answer });
    expect(await run("verify", file, ...asked, ...withPowers())).toMatchObject({ code: 0 });
    expect(await run("verify", file, "--value", "work 8", ...withPowers())).toMatchObject({ code: 1 });
  });

  it("names the records of a listed work, and makes no proof", async () => {
    expect(await build("held.txt", "--append")).toMatchObject({ code: 0 });
    const found = await prove();
    expect(found).toMatchObject({ code: 1 });
    expect(jsonOf(found)).toMatchObject({ present: [{ records: [{ row: 8 }] }] });
    expect(bundle().statements).toHaveLength(1);
  });

  it("is not proved against a list whose accumulators do not match its entries", async () => {
    const path = at("list/list.json");
    const list = JSON.parse(readFileSync(path, "utf8"));
    list.accumulators.epochs[1].added = list.accumulators.epochs[0].added;
    await writeFile(at("other.json"), JSON.stringify(list, undefined, 2));
    const bytes = readFileSync(path);
    await writeFile(path, readFileSync(at("other.json")));
    expect(await verify("--list", at("list"), ...withPowers())).toMatchObject({ code: 3 });
    await writeFile(path, bytes);
  });

  it("keeps its salt and coefficients to itself", () => {
    for (const name of ["salt", "coefficients.bin"]) expect(statSync(at(`shard/${name}`)).mode & 0o777).toBe(0o600);
    const salt = BigInt(readFileSync(at("shard/salt"), "utf8").trim());
    const shown = ["proofs/bundle.json", "present.json", "absent.json", "shard/manifest.json"];
    expect(leaks([salt], new Map(shown.map((name) => [name, readFileSync(at(name))])))).toEqual([]);
  });
});
