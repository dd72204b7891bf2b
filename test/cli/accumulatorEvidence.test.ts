import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DisjointnessBundleJson } from "../../prover/bundle/disjointness.ts";
import { sha256 } from "../../prover/shared/files.ts";
import { type Anvil, startAnvil } from "../support/anvil.ts";
import { keyFile, temporaryFolder } from "../support/chain.ts";
import { disjoint, jsonOf } from "../support/cli.ts";
import { lockedCircuit } from "../support/lockedCircuit.ts";
import { TRAPDOOR } from "../support/simulator.ts";

// The whole way of a shard with an accumulator, by command: from the data to a pack that verifies.

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let anvil: Anvil;
let pack: string;
let policy: string[];
const at = (name: string) => join(folder.path, name);
const lines = (name: string, works: readonly string[]) =>
  writeFile(at(name), works.map((work) => `${work}\n`).join(""));
const numbered = (from: number, count: number) => Array.from({ length: count }, (_, i) => `work ${from + i}`);
const powers = () => ["--powers", at("powers")];
const lists = () => ["--list", at("list")];

/** A command that has to succeed, and what it says. */
async function run(...args: string[]): Promise<Record<string, string>> {
  const ran = await disjoint([...args, "--json"]);
  expect({ args, code: ran.code, stderr: ran.stderr.slice(0, 500) }).toMatchObject({ code: 0 });
  return jsonOf(ran);
}

const build = (input: string, ...more: string[]) =>
  run(
    ...["blocklist", "build", at(input), "--from", "lines", "--scheme", "text", "--page-size", "16"],
    ...powers(),
    ...["--out", at("list"), ...more],
  );

beforeAll(async () => {
  folder = await temporaryFolder();
  anvil = await startAnvil();
  const key = ["--key-file", await keyFile(folder.path)];
  const on = ["--rpc", anvil.url, "--deployment", at("deployment.json")];
  await lines("data.txt", numbered(0, 40));
  await lines("listed.txt", numbered(100, 20));
  await lines("more.txt", numbered(200, 3));
  await run("setup", "powers", "--development", "--keys", "64", "--entries", "32", "--out", at("powers"));
  const commit = ["commit", at("data.txt"), "--format", "lines", "--scheme", "text", "--out", at("shard")];
  await run(...commit, "--commitment", "accumulator", ...powers());
  await lockedCircuit(at("artifacts"), "exclusion_16x60", TRAPDOOR);
  await run("chain", "deploy", "--without-256", "--artifacts", at("artifacts"), ...powers(), ...on, ...key);
  let list = "";
  for (const [input, ...more] of [
    ["listed.txt", "--accumulator"],
    ["more.txt", "--append"],
  ] as const) {
    await build(input, ...more);
    await run("prove", at("shard"), ...lists(), ...powers(), "--out", at("proofs"));
    ({ list } = (await run("chain", "publish", at("list"), "--accumulators-only", ...on, ...key)) as { list: string });
    await run("chain", "submit", at("proofs/bundle.json"), "--list-id", list, ...on, ...key);
  }
  const { commitment } = JSON.parse(readFileSync(at("proofs/bundle.json"), "utf8")) as DisjointnessBundleJson;
  const described = { model: "example", version: "1.0", terms: "", parents: [], weights: "cd".repeat(32) };
  const shards = [{ commitment, schemes: ["text"], uri: "" }];
  await writeFile(at("release.json"), JSON.stringify({ format: "disjoint/release/v1", ...described, shards }));
  const { release } = await run("chain", "register", at("release.json"), ...on, ...key);
  const root = sha256(readFileSync(at("list/list.json")));
  const what = [commitment, "--list-id", `${list}=${root}`, "--release-id", release!];
  await run("chain", "collect-receipts", ...what, "--out", at("chain.json"), ...on);
  const declaration = {
    ...described,
    format: "disjoint/declaration/v1",
    vendor: "Example AI",
    time: "2026-01-31T12:00:00Z",
    terms: "https://example.org/terms",
    weights: { kind: "sha256", digest: "cd".repeat(32) },
    shards: [{ name: "web", commitment }],
  };
  await writeFile(at("declaration.json"), JSON.stringify(declaration));
  const { publicKey } = await run("attest", "key", at("signing.pem"));
  const parts = ["--declaration", at("declaration.json"), "--shard", at("shard"), ...lists()];
  const made = ["evidence", "make", at("proofs/bundle.json"), ...parts, "--chain", at("chain.json")];
  pack = (await run(...made, "--signing-key", at("signing.pem"), "--out", at("evidence"))).pack!;
  policy = ["--signer", `vendor=${publicKey}`, "--deployment", at("deployment.json"), "--release-id", release!];
});
afterAll(async () => {
  await anvil?.stop();
  await folder?.remove();
});

const verify = (...options: string[]) => disjoint(["verify", pack, ...policy, ...options]);

test("a pack verifies with the list and the powers, and says that the accumulators were recomputed", async () => {
  const ran = await verify(...lists(), ...powers(), "--rpc", anvil.url);
  expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 0, stderr: "" });
  expect(ran.stdout).toMatch(/^ {2}accumulators +those of "list" were computed again from its entries$/m);
  expect(ran.stdout).toMatch(/^ {2}caveat +powers of tau for development/m);
  expect(ran.stdout).not.toContain("recomputed");
});

test("offline, with ids and roots alone, it says what was not recomputed and not checked", async () => {
  const { powers: id } = JSON.parse(readFileSync(at("proofs/bundle.json"), "utf8")) as DisjointnessBundleJson;
  const root = sha256(readFileSync(at("list/list.json")));
  const ran = await verify("--offline", "--list-root", `list=${root}`, "--powers-id", id);
  expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 0, stderr: "" });
  expect(ran.stdout).toMatch(/^ {2}caveat +that the accumulators of "list" .* was not recomputed/m);
  expect(ran.stdout).toMatch(/^ {2}caveat +powers of tau are trusted as named/m);
  expect(ran.stdout).toMatch(/^ {2}caveat +that the blocks are of that chain is stated only/m);
});

test("a certificate shows the rights holder of one work that the release does not have it", async () => {
  const work = ["--value", "work 210"];
  const out = ["--out", at("certificate.json")];
  const refused = await disjoint(["certificate", ...work, ...lists(), ...powers(), "--pack", pack, ...out]);
  expect(refused).toMatchObject({ code: 3 });
  const listed = ["--value", "work 201"];
  const made = await run("certificate", ...listed, ...lists(), ...powers(), "--pack", pack, ...out);
  expect(made).toMatchObject({ releases: 1, without: [], outcome: "true" });
  const told = await disjoint(["verify", at("certificate.json"), ...listed, ...lists(), ...powers()]);
  expect({ code: told.code, stderr: told.stderr }).toEqual({ code: 0, stderr: "" });
  expect(told.stdout).toMatch(/^ {2}excluded by .*1 shard that is said to make it does not hold the work$/m);
  expect(told.stdout).toMatch(/^ {2}caveat +powers of tau for development/m);
  const other = await disjoint(["verify", at("certificate.json"), "--value", "work 200", ...lists(), ...powers()]);
  expect(other).toMatchObject({ code: 1 });
});

test("it does not hold with other powers of tau, and is behind once the list has grown", async () => {
  expect(await verify(...lists(), "--powers-id", `0x${"12".repeat(32)}`)).toMatchObject({ code: 1 });
  await lines("further.txt", numbered(300, 2));
  await build("further.txt", "--append");
  const ran = await verify(...lists(), ...powers());
  expect(ran.code).toBe(6);
  expect(ran.stdout).toMatch(/^behind: of "list" true up to epoch 2 of 3/);
});
