import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";
import { writeDisclosure } from "../../../prover/bundle/disclosure.ts";
import { writeBundle } from "../../../prover/bundle/document.ts";
import { pageOf } from "../../../prover/bundle/verifyDisclosure.ts";
import { makeEvidence } from "../../../prover/evidence/make.ts";
import { verificationKeyToSnarkjs } from "../../../prover/groth16/verificationKey.ts";
import { toCommitment } from "../../../prover/shared/ids.ts";
import { stringifyJson } from "../../../prover/shared/json.ts";
import { PROJECT_ROOT } from "../../../prover/shared/root.ts";
import { bundleOf, evidenceScene, simulatedId, simulatedKey, simulatedProof } from "../../support/evidence.ts";
import { folderWith } from "../../support/folder.ts";

const ENTRY_POINT = join(PROJECT_ROOT, "prover/verify.ts");

/** Every module that is reached from `path`, those of packages by their names. */
async function reached(path: string, found = new Set<string>()): Promise<Set<string>> {
  if (found.has(path)) return found;
  found.add(path);
  const code = await readFile(path, "utf8");
  for (const [, specifier] of code.matchAll(/^(?:import|export)\s(?!type\b)[^;]*?from "([^"]+)";/gms))
    if (specifier!.startsWith(".")) await reached(resolve(dirname(path), specifier!), found);
    else found.add(specifier!);
  return found;
}

test("the verifier's entry point imports no file system, no prover and no native code", async () => {
  const modules = [...(await reached(ENTRY_POINT))];
  expect(modules.filter((name) => !name.startsWith("/") && !name.startsWith("@noble/"))).toEqual([]);
  expect(modules.filter((name) => /prover\/(native|keys|chain|source|tree|commitment|witness)\//.test(name))).toEqual(
    [],
  );
  expect(modules.length).toBeGreaterThan(8);
});

const SCRIPT = `
const { readFile } = await import("node:fs/promises");
const [entryPoint, ...paths] = process.argv.slice(1);
const files = await Promise.all(paths.map((path) => readFile(path)));
const [bundle, disclosure, key] = files.map((file) => Uint8Array.from(file));
const say = console.log;
for (const name of ["Buffer", "process", "global", "require"]) delete globalThis[name];
const { parseJson, readDocument, readVerificationKey, verifyBundle, verifyDisclosure } = await import(entryPoint);
const pinned = readDocument("key", "test", "", (reader) => readVerificationKey(reader, parseJson(key, "key"), "$"));
const circuits = [{ kind: "exclusion", key: pinned, pageSize: 16 }];
say(verifyBundle(bundle, circuits).verdict, verifyDisclosure(disclosure, { circuits }).verdict);`;

test("it verifies where there is neither Buffer nor process, as in a browser", async () => {
  const key = "0a".repeat(31);
  const commitment = toCommitment(3n);
  const disclosure = {
    key,
    scheme: "sha256",
    commitment,
    answer: "absent" as const,
    circuitId: simulatedId(),
    proof: simulatedProof(commitment, pageOf(key)),
  };
  const folder = folderWith({
    "bundle.json": writeBundle(bundleOf(commitment, "list", Buffer.from(""), [4n])),
    "disclosure.json": writeDisclosure(disclosure),
    "key.json": stringifyJson(verificationKeyToSnarkjs(simulatedKey())),
  });
  const files = ["bundle", "disclosure", "key"].map((name) => join(folder, `${name}.json`));
  const child = spawn(process.execPath, ["--input-type=module", "-e", SCRIPT, ENTRY_POINT, ...files]);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
  expect(await new Promise((done) => child.on("close", done))).toBe(0);
  expect(said).toBe("true true\n");
});

const PACK_SCRIPT = `
const { readFile } = await import("node:fs/promises");
const [entryPoint, path, policyText] = process.argv.slice(1);
const [pack, policy, say] = [Uint8Array.from(await readFile(path)), JSON.parse(policyText), console.log];
for (const name of ["Buffer", "process", "global", "require", "fetch"]) delete globalThis[name];
const { verifyPack } = await import(entryPoint);
const { verdict, checks, facts } = verifyPack(pack, { ...policy, circuits: new Map(policy.circuits) });
say(verdict, checks.filter(({ ok }) => !ok).length, facts.declared.model);`;

test("it verifies a whole evidence pack there", async () => {
  const folder = folderWith();
  const { parts, policy, keyPath } = await evidenceScene(folder);
  const { archive } = await makeEvidence(parts, { keyPath, out: folder });
  const { signers, lists, circuits } = policy;
  const known = JSON.stringify({ signers, lists, circuits: [...circuits] });
  const child = spawn(process.execPath, ["--input-type=module", "-e", PACK_SCRIPT, ENTRY_POINT, archive, known]);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
  expect(await new Promise((done) => child.on("close", done))).toBe(0);
  expect(said).toBe("true 0 example\n");
});
