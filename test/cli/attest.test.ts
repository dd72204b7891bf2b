import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { writeBundle } from "../../prover/bundle/document.ts";
import { readPinnedCircuits } from "../../prover/setup/pinned.ts";
import { toCommitment } from "../../prover/shared/ids.ts";
import { installedCircuit } from "../support/artifacts.ts";
import { runCommand } from "../support/command.ts";
import { codeOf } from "../support/errors.ts";
import { folderWith } from "../support/folder.ts";
import { proveProduct } from "../support/groth16.ts";

let bundle: string;

beforeAll(async () => {
  const { artifacts, proof, publicSignals } = await proveProduct(3n);
  const [commitment, pageDigest] = publicSignals as [bigint, bigint];
  bundle = writeBundle({
    commitment: toCommitment(commitment),
    scheme: "sha256",
    blocklist: { name: "list", root: "0".repeat(64) },
    statements: [{ page: 0, pageSize: 16, pageDigest, circuitId: artifacts.lock.circuitId, proof }],
  });
});

test("a key is made, a bundle is signed, and the statement verified with its signer's name", async () => {
  const folder = folderWith({ "bundle.json": bundle });
  const at = (name: string) => join(folder, name);
  const { json } = await runCommand("attest key", [at("key.pem")]);
  const { publicKey } = json as { publicKey: string };
  expect((await stat(at("key.pem"))).mode & 0o777).toBe(0o600);
  const stated = [`weights=${"ab".repeat(32)}`];
  await runCommand("attest sign", [at("bundle.json")], {
    "signing-key": at("key.pem"),
    out: at("envelope.json"),
    stated,
  });

  const artifacts = await installedCircuit(folderWith());
  const check = (signer: string[]) =>
    runCommand("verify", [at("envelope.json"), at("bundle.json")], { signer, artifacts: artifacts });
  const verdict = await check([`vendor=${publicKey}`]);
  expect(verdict).toMatchObject({ verdict: true, json: { signedBy: ["vendor"], scope: "statements" } });
  expect(verdict.text).toMatch(/^ {2}stated only {2}"weights" (ab){32} was made from these shards$/m);
  expect(verdict.details).toContain(`stated, not proved: "weights" ${"ab".repeat(32)}`);
  expect(await check([`vendor=${"00".repeat(32)}`])).toMatchObject({ verdict: false });
  expect(await check([])).toMatchObject({ verdict: false });
  expect(await readFile(at("envelope.json"), "utf8")).not.toContain("PRIVATE");
});

test("options that make no sense are usage errors", async () => {
  const folder = folderWith({ "bundle.json": bundle, "envelope.json": `{"payloadType":""}` });
  const path = join(folder, "bundle.json");
  const envelope = join(folder, "envelope.json");
  const artifacts = await installedCircuit(folderWith());
  expect(await codeOf(() => runCommand("attest sign", [], { "signing-key": "k", out: "o" }))).toBe("cli/arguments");
  expect(await codeOf(() => runCommand("attest sign", [path], { "signing-key": "k" }))).toBe("cli/missing-option");
  expect(await codeOf(() => runCommand("attest sign", [path], { "signing-key": "k", out: "o", stated: ["x=1"] }))).toBe(
    "cli/bad-option",
  );
  expect(await codeOf(() => runCommand("verify", [envelope, path], { signer: ["vendor"], artifacts: artifacts }))).toBe(
    "cli/bad-option",
  );
  expect(await codeOf(() => runCommand("verify", [envelope, path], { list: ["a", "b"], artifacts: artifacts }))).toBe(
    "cli/bad-option",
  );
  expect(await codeOf(() => runCommand("attest sign", [join(folder, "no")], { "signing-key": "k", out: "o" }))).toBe(
    "attest/not-found",
  );
});

test("artifacts under another circuit's name are not pinned: the page size would be wrong", async () => {
  const folder = await installedCircuit(folderWith(), "exclusion_256x365");
  expect(await codeOf(() => readPinnedCircuits(folder))).toBe("setup/lock-differs");
});
