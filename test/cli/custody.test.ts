import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import type { Values } from "../../prover/cli/commands/definition.ts";
import { sha256 } from "../../prover/shared/files.ts";
import { disjoint, jsonOf } from "../support/cli.ts";
import { runCommand } from "../support/command.ts";
import { codeOf } from "../support/errors.ts";
import { manifestOf } from "../support/evidence.ts";
import { folderWith } from "../support/folder.ts";
import { installed } from "../support/installed.ts";
import { GROWN, LIST, REGISTRY, RELEASE } from "../support/outputs.ts";

const COPY =
  'import { readFileSync, writeFileSync } from "node:fs"; const [, , from, to] = process.argv; ' +
  'console.log("copying", process.argv.slice(4)); writeFileSync(to, readFileSync(from) + "+");';

/** A shard, its data, two programs, and a key. */
async function scene() {
  const folder = folderWith({
    "shard/manifest.json": JSON.stringify(manifestOf(77n)),
    "data.txt": "data",
    "copy.mjs": COPY,
  });
  const at = (name: string) => join(folder, name);
  mkdirSync(at("steps"));
  const { json } = await runCommand("attest key", [at("key.pem")]);
  const signer = [`vendor=${(json as { publicKey: string }).publicKey}`];
  const step = (name: string, materials: string[], product: string, command: string[]) =>
    runCommand("step run", command, {
      name,
      materials,
      products: [product],
      code: [at("copy.mjs")],
      "signing-key": at("key.pem"),
      out: at(`steps/${name}.json`),
    });
  const copy = (from: string, to: string) => [process.execPath, at("copy.mjs"), at(from), at(to)];
  await step("tokenize", [`shard:${at("shard")}`], at("tokens.txt"), copy("data.txt", "tokens.txt"));
  await step("train", [at("tokens.txt")], at("weights.bin"), copy("tokens.txt", "weights.bin"));
  return { at, signer, copy };
}

describe("a chain of custody", () => {
  it("leads from weights to the shard, and is refused without a step", async () => {
    const { at, signer } = await scene();
    const given = { steps: at("steps"), signer, commitment: ["77"] };
    const good = await runCommand("lineage verify", [at("weights.bin")], given);
    expect(good.text).toContain("come from 1 committed shard");
    expect(good.verdict).toBe(true);
    const { json } = good;
    const { root, weights } = json as { root: string; weights: string };
    expect((await runCommand("lineage verify", [weights], { ...given, root })).verdict).toBe(true);
    expect((await runCommand("lineage verify", [weights], { ...given, commitment: ["78"] })).outcome).toBe("false");
    const drawn = await runCommand("lineage show", [weights], { ...given, as: "dot" });
    expect(drawn.text).toMatch(/^digraph lineage \{[\s\S]*"train"/);
    expect((await runCommand("lineage show", [weights], given)).text).toContain("by tokenize, signed by vendor");
    const { checks, text } = await runCommand("lineage verify", [weights], { ...given, signer: [] });
    expect(text).toMatch(/^false: /);
    expect(checks!.filter(({ ok }) => !ok).map(({ id }) => id)).toEqual(["signature", "signature"]);
    expect(await codeOf(() => runCommand("lineage verify", [weights], { ...given, root: "1" }))).toBe("cli/bad-option");
    expect(await codeOf(() => runCommand("lineage verify", [weights], { ...given, steps: at("none") }))).toBe(
      "cli/bad-option",
    );
  });

  it("is recorded by one process, whose command has options like ours and prints to stderr", async () => {
    const { at, copy } = await scene();
    const ran = await disjoint([
      ...["step", "run", "--name", "again", "--products", at("more.txt"), "--signing-key", at("key.pem"), "--json"],
      ...["--materials", at("data.txt"), "--out", at("steps/again.json"), "--"],
      ...[...copy("data.txt", "more.txt"), "--quiet", "--token", "s3cret"],
    ]);
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain("copying [ '--quiet', '--token', 's3cret' ]");
    const said = jsonOf<{ source: { command: { command: string[] } } }>(ran);
    expect(said.source.command.command.slice(-3)).toEqual(["--quiet", "--token", "[redacted]"]);
    expect(ran.stdout).not.toContain("s3cret");
  });

  it("extends to an output whose key is rotated and revoked", async () => {
    const folder = folderWith({ "answer.txt": "answer", "digests.txt": `${sha256("answer")}\n${sha256("other")}\n` });
    const at = (name: string) => join(folder, name);
    const keyOf = async (name: string) => {
      const { json } = await runCommand("attest key", [at(name)]);
      return (json as { publicKey: string }).publicKey;
    };
    const vendor = await keyOf("vendor.pem");
    const first = await keyOf("first.pem");
    const second = await keyOf("second.pem");
    const { release } = RELEASE;
    const own = { "signing-key": at("vendor.pem") };
    const add = (key: string) =>
      runCommand("output keys add", [at("keys.json")], {
        ...own,
        "public-key": key,
        "release-id": release,
        weights: RELEASE.weights,
      });
    await add(first);
    await runCommand("output sign", [at("answer.txt")], {
      "release-id": release,
      "signing-key": at("first.pem"),
      out: at("sig.json"),
    });
    writeFileSync(at("registry.json"), JSON.stringify(REGISTRY.snapshot));
    const given = { signature: at("sig.json"), "key-list": at("keys.json"), signer: [`vendor=${vendor}`] };
    const asked = { ...given, snapshot: at("registry.json"), "release-id": release };
    const good = await runCommand("output verify", [at("answer.txt")], { ...asked, "list-id": [LIST.list] });
    expect(good.text).toMatch(/^true: "answer.txt" is an output of release 0x/);
    expect(good.text).toContain('against "opt-outs": clean up to epoch 2 of 2');
    const all = await runCommand("output verify", [at("answer.txt")], asked);
    expect(all.text).toContain('against "grown": behind by 2 epochs');
    const behind = await runCommand("output verify", [at("answer.txt")], { ...asked, "list-id": [GROWN.list] });
    expect(behind.outcome).toBe("behind");
    expect((await runCommand("output verify", [at("answer.txt")], given)).text).toContain("not asked");
    await add(second);
    expect((await runCommand("output verify", [at("answer.txt")], given)).verdict).toBe(true);
    const { json } = await runCommand("output batch", [at("digests.txt")], { out: at("batch") });
    const { root } = json as { root: string };
    await runCommand("output prove", [at("answer.txt")], { batch: at("batch"), out: at("proof.json") });
    const soon = Math.ceil(Date.now() / 1000);
    const revoke = { ...own, "public-key": first, reason: "stolen", at: new Date(1000 * (soon + 10)).toISOString() };
    await runCommand("output keys revoke", [at("keys.json")], revoke);
    expect((await runCommand("output verify", [at("answer.txt")], given)).outcome).toBe("false");
    const anchored = { ...given, proof: at("proof.json"), anchor: [`${root}=${soon}`], sequence: "3" };
    expect((await runCommand("output verify", [at("answer.txt")], anchored)).verdict).toBe(true);
    writeFileSync(at("answer.txt"), "Answer");
    const { checks } = await runCommand("output verify", [at("answer.txt")], anchored);
    expect(checks!.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(["output", "output-proof", "key-valid"]);
    const bad = (values: Values) => codeOf(() => runCommand("output verify", [at("answer.txt")], values));
    expect(await bad({ ...given, sequence: "0" })).toBe("cli/bad-option");
    expect(await bad({ ...given, anchor: ["x"] })).toBe("cli/bad-option");
    expect(await bad({ ...given, "key-list": at("none") })).toBe("custody/not-found");
    const late = { ...revoke, at: "tomorrow" };
    expect(await codeOf(() => runCommand("output keys revoke", [at("keys.json")], late))).toBe("cli/bad-option");
    expect(await codeOf(() => runCommand("output keys revoke", [at("sig.json")], revoke))).toBe("custody/invalid");
    const noHex = { ...own, "public-key": "1" };
    expect(await codeOf(() => runCommand("output keys add", [at("keys.json")], noHex))).toBe("cli/bad-option");
  });

  it("does not read a token that others can read", async () => {
    const { at } = await scene();
    writeFileSync(at("token"), "t");
    chmodSync(at("token"), 0o644);
    const values = {
      url: "http://127.0.0.1:1",
      run: "1",
      products: [at("weights.bin")],
      "signing-key": at("key.pem"),
      out: at("x"),
    };
    const run = (file: string) => codeOf(() => runCommand("step import mlflow", [], { ...values, "token-file": file }));
    expect(await run(at("token"))).toBe("custody/open-token");
    expect(await run(at("none"))).toBe("custody/not-found");
    chmodSync(at("token"), 0o600);
    expect(await run(at("token"))).toBe("custody/tracking-server");
  });
});

test("a pack is recorded under its names on storage networks, and no other file is accepted as it", async () => {
  const folder = folderWith({ "pack.car": "pack" });
  const at = (name: string) => join(folder, name);
  const given = { recorded: at("storage.json") };
  await runCommand("storage anchor", [at("pack.car")], { out: at("storage.json") });
  expect((await runCommand("storage verify", [at("pack.car")], given)).text).toMatch(/^true: /);
  writeFileSync(at("pack.car"), "Pack");
  const { checks } = await runCommand("storage verify", [at("pack.car")], given);
  expect(checks!.map(({ name, ok }) => [name, ok])).toEqual([
    ["storage-file", false],
    ["filecoin-piece", false],
    ["arweave-root", false],
  ]);
  const fetched = (url: string) => codeOf(() => runCommand("storage fetch", [url], { ...given, out: at("x") }));
  expect(await fetched("file:///x")).toBe("cli/arguments");
  expect(await fetched("http://127.0.0.1:1/x")).toBe("custody/gateway");
  expect(await codeOf(() => runCommand("storage verify", [at("pack.car")], { recorded: at("pack.car") }))).toBe(
    "custody/invalid",
  );
});

test("a root is anchored once, in one transaction, for a release", async () => {
  const state = folderWith();
  const where = { state };
  await runCommand("chain deploy", [], { ...where, artifacts: installed(), "without-256": true });
  const path = join(state, "release.json");
  const shards = [{ commitment: "77", schemes: ["sha256"], uri: "" }];
  const content = { model: "m", version: "1", weights: "ab".repeat(32), parents: [], terms: "", shards };
  writeFileSync(path, JSON.stringify({ format: "disjoint/release/v1", ...content }));
  const { json: registered } = await runCommand("chain register", [path], where);
  const { json: deployed } = await runCommand("output anchor deploy", [], where);
  const given = {
    ...where,
    "release-id": (registered as { release: string }).release,
    anchors: (deployed as { anchors: string }).anchors,
  };
  const root = "8c".repeat(32);
  const first = await runCommand("output anchor add", [root], given);
  const second = await runCommand("output anchor add", [root], given);
  expect(first.text).toMatch(new RegExp(`^${root}=[0-9]+\nis anchored by 0x[0-9a-f]{64}, at 20`));
  expect(first.json).toMatchObject({ root, transaction: expect.stringMatching(/^0x/) });
  expect(second.json).toMatchObject({ time: (first.json as { time: number }).time, transaction: null });
  expect(await codeOf(() => runCommand("output anchor add", ["8c"], given))).toBe("cli/arguments");
  const foreign = { ...given, "release-id": `0x${root}` };
  expect(await codeOf(() => runCommand("output anchor add", ["9d".repeat(32)], foreign))).toMatch(/^chain\//);
});
