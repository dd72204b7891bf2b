import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { writeBundle } from "../../prover/bundle/document.ts";
import { sha256 } from "../../prover/shared/files.ts";
import { toCommitment } from "../../prover/shared/ids.ts";
import { installedCircuit } from "../support/artifacts.ts";
import { runCommand } from "../support/command.ts";
import { codeOf } from "../support/errors.ts";
import { listRoot, manifestOf } from "../support/evidence.ts";
import { folderWith } from "../support/folder.ts";
import { productArtifacts, proveProduct } from "../support/groth16.ts";

/**
 * A folder with a bundle, its list and shard, a declaration, a key and, as if it were ours, the tests' small circuit.
 */
async function workplace() {
  const { artifacts, proof, publicSignals } = await proveProduct(3n);
  const [commitment, pageDigest] = publicSignals as [bigint, bigint];
  const root = listRoot("opt-out", [pageDigest]);
  const bundle = writeBundle({
    commitment: toCommitment(commitment),
    scheme: "sha256",
    blocklist: { name: "opt-out", root: sha256(root) },
    statements: [{ page: 0, pageSize: 16, pageDigest, circuitId: artifacts.lock.circuitId, proof }],
  });
  const declaration = {
    format: "disjoint/declaration/v1",
    vendor: "Example AI",
    model: "example",
    version: "1.0",
    terms: "https://example.org/terms",
    weights: { kind: "sha256", digest: "cd".repeat(32) },
    parents: [],
    time: "2026-01-31T12:00:00Z",
    shards: [{ name: "web", commitment: String(commitment) }],
  };
  const folder = folderWith({
    "bundle.json": bundle,
    "list/list.json": root,
    "Report.md": "what is proved",
    "shard/manifest.json": JSON.stringify(manifestOf(commitment)),
    "declaration.json": JSON.stringify(declaration),
  });
  const at = (name: string) => join(folder, name);
  const values = {
    declaration: at("declaration.json"),
    shard: [at("shard")],
    list: [at("list")],
    "signing-key": at("key.pem"),
    artifacts: await installedCircuit(at("artifacts")),
    attach: [at("Report.md")],
    out: at("out"),
  };
  return { at, values, root: sha256(root) };
}

test("a pack is made and verified under its policy alone, as an archive and as a folder", async () => {
  const { at, values, root } = await workplace();
  const { publicKey } = (await runCommand("attest key", [at("key.pem")])).json as { publicKey: string };
  const made = await runCommand("evidence make", [at("bundle.json")], values);
  const { pack, folder, cid } = made.json as { pack: string; folder: string; cid: string };
  expect(basename(pack)).toBe(`${cid}.car`);
  const again = await runCommand("evidence make", [at("bundle.json")], { ...values, out: at("again") });
  expect(again.json).toMatchObject({ cid });

  const policy = { signer: [`vendor=${publicKey}`], "list-root": [`opt-out=${root}`] };
  const { circuitId } = (await productArtifacts()).lock;
  const ways: Record<string, string | string[]>[] = [{ circuit: [`${circuitId}=16`] }, { artifacts: values.artifacts }];
  for (const trusted of ways)
    for (const path of [pack, folder]) {
      const found = await runCommand("verify", [path], { ...policy, ...trusted });
      expect(found).toMatchObject({ verdict: true, json: { cid, signedBy: ["vendor"] } });
      expect(found.text).toMatch(
        /^true: no entry of "opt-out" is in "web"\n {2}release .*\n {2}list .* up to epoch 1, 1 page; .*\n {2}signed by .*\n {2}chain .*\n {2}caveat/,
      );
      const details = found.details!.join("\n");
      expect(details).toMatch(
        /^policy: signer "vendor" .*\npolicy: list "opt-out" .*\npolicy: circuit 0x.*\npolicy: chain: none$/m,
      );
      expect(details).toContain('stated, not proved: "attachment-report.md"');
    }
  const isTrue = async (changed: Record<string, string[]>) =>
    (await runCommand("verify", [pack], { ...policy, circuit: [`${circuitId}=16`], ...changed })).verdict;
  expect(await isTrue({})).toBe(true);
  expect(await isTrue({ signer: [] })).toBe(false);
  expect(await isTrue({ "list-root": [] })).toBe(false);
  expect(await isTrue({ circuit: [`${circuitId}=256`] })).toBe(false);
  expect((await readFile(pack)).includes("PRIVATE KEY")).toBe(false);

  await mkdir(join(folder, "more"));
  expect((await runCommand("verify", [folder], { ...policy, circuit: [`${circuitId}=16`] })).verdict).toBe(false);
});

test("steps in a pack are checked with it, and said to be signed only", async () => {
  const { at, values, root } = await workplace();
  const { publicKey } = (await runCommand("attest key", [at("key.pem")])).json as { publicKey: string };
  const step = { name: "copy", products: [at("weights.bin")], "signing-key": at("key.pem") };
  const copy = [process.execPath, "-e", `require("node:fs").writeFileSync(${JSON.stringify(at("weights.bin"))}, "w")`];
  await mkdir(at("steps"));
  const materials = [`shard:${at("shard")}`];
  await runCommand("step run", copy, { ...step, materials, out: at("steps/copy.json") });
  const declaration = JSON.parse(await readFile(at("declaration.json"), "utf8"));
  declaration.weights.digest = sha256("w");
  await writeFile(at("declaration.json"), JSON.stringify(declaration));
  const given = { ...values, steps: at("steps") };
  const made = await runCommand("evidence make", [at("bundle.json")], given);
  const { pack, steps } = made.json as { pack: string; steps: { root: string; count: number } };
  expect(made.text).toContain(`1 step with the root ${steps.root}`);

  const signer = [`vendor=${publicKey}`];
  const policy = { signer, "list-root": [`opt-out=${root}`], artifacts: values.artifacts };
  const { text, json, verdict } = await runCommand("verify", [pack], policy);
  expect(verdict).toBe(true);
  expect(text).toContain(`1 step, signed by "vendor", from these weights to every shard; root ${steps.root}`);
  expect(text).toContain("that each command read nothing but what its step names");
  expect(json).toMatchObject({ lineage: { root: steps.root, shards: [declaration.shards[0].commitment] } });
  const stranger = await runCommand("verify", [pack], { ...policy, signer: [`vendor=${"4c".repeat(32)}`] });
  expect(stranger.checks!.flatMap(({ ok, name }) => (ok ? [] : name))).toContain("signature-0-copy");

  const walked = await runCommand("lineage verify", [pack], { signer });
  expect(walked).toMatchObject({ verdict: true, json: { root: steps.root } });
  expect((await runCommand("lineage verify", [pack], { signer, root: "0".repeat(64) })).verdict).toBe(false);
  expect((await runCommand("lineage show", [pack], { signer })).text).toContain("by copy, signed by vendor");

  declaration.weights.digest = sha256("other weights");
  await writeFile(at("declaration.json"), JSON.stringify(declaration));
  expect(await codeOf(() => runCommand("evidence make", [at("bundle.json")], given))).toBe("evidence/lineage");
  const { json: bare } = await runCommand("evidence make", [at("bundle.json")], { ...values, out: at("bare") });
  const without = (bare as { pack: string }).pack;
  expect(await codeOf(() => runCommand("lineage verify", [without], { signer }))).toBe("cli/bad-option");
  expect((await runCommand("verify", [without], policy)).text).toContain("stated only  that these weights were made");
});

test("what cannot be packed is reported before anything is written", async () => {
  const { at, values } = await workplace();
  await runCommand("attest key", [at("key.pem")]);
  const code = (positionals: string[], changed: Record<string, string | string[]>) =>
    codeOf(() => runCommand("evidence make", positionals, { ...values, ...changed }));
  expect(await code([], {})).toBe("cli/arguments");
  expect(await code([at("bundle.json")], { list: [at("nowhere")] })).toBe("evidence/not-found");
  expect(await code([at("bundle.json")], { attach: [at("list")] })).toBe("evidence/not-found");
  expect(await code([at("bundle.json")], { artifacts: at("list") })).toBe("setup/no-artifacts");
  await writeFile(at("declaration.json"), "{}");
  expect(await code([at("bundle.json")], {})).toBe("evidence/invalid");
  const pack = folderWith({ "statement.dsse.json": "" });
  expect(await codeOf(() => runCommand("verify", [pack], { circuit: ["0x1=17"] }))).toBe("cli/bad-option");
});

test(
  "a circuit counts by its lock unless the reader names circuits by their ids, for a bundle and for a " + "statement",
  async () => {
    const { at, values } = await workplace();
    const { publicKey } = (await runCommand("attest key", [at("key.pem")])).json as { publicKey: string };
    await runCommand("attest sign", [at("bundle.json")], { "signing-key": at("key.pem"), out: at("statement.json") });
    const { circuitId } = (await productArtifacts()).lock;
    const files = {
      bundle: { names: [at("bundle.json")], policy: {} },
      statement: {
        names: [at("statement.json"), at("bundle.json")],
        policy: { signer: [`vendor=${publicKey}`] },
      },
    };
    for (const { names, policy } of Object.values(files)) {
      const verified = (circuit: string[]) =>
        runCommand("verify", names, { ...policy, artifacts: values.artifacts, ...(circuit.length > 0 && { circuit }) });
      const byLock = await verified([]);
      expect(byLock).toMatchObject({ verdict: true });
      expect(byLock.text).toMatch(/^ {2}caveat +a development key: its maker can forge/m);
      expect(byLock.details!.join()).toContain(", a development key: its maker can forge");
      const byId = await verified([`${circuitId.toUpperCase().replace("0X", "0x")}=16`]);
      expect(byId).toMatchObject({ verdict: true });
      expect(byId.details!.join()).toContain(", named by --circuit, ");
      for (const other of [`0x${"1".repeat(64)}=16`, `${circuitId}=256`, `${circuitId}=1`])
        expect(await verified([other])).toMatchObject({ verdict: false });
    }
  },
);
