import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";
import { writeBundle } from "../../../prover/bundle/document.ts";
import { PROJECT_ROOT } from "../../../prover/shared/root.ts";
import { folderWith } from "../../support/folder.ts";
import { proveProduct } from "../../support/groth16.ts";

const DOOR = join(PROJECT_ROOT, "prover/verify.ts");

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

test("the verifier's door leads to no file system, no prover and no native code", async () => {
  const modules = [...(await reached(DOOR))];
  expect(modules.filter((name) => !name.startsWith("/") && !name.startsWith("@noble/"))).toEqual([]);
  expect(modules.filter((name) => /prover\/(native|keys|chain|source|tree|commitment|witness)\//.test(name))).toEqual(
    [],
  );
  expect(modules.length).toBeGreaterThan(8);
});

const SCRIPT = `
const { readFile } = await import("node:fs/promises");
const [door, bundlePath, keyPath] = process.argv.slice(1);
const [bundle, key] = await Promise.all([readFile(bundlePath), readFile(keyPath)]).then((files) => files.map((file) => Uint8Array.from(file)));
const say = console.log;
for (const name of ["Buffer", "process", "global", "require"]) delete globalThis[name];
const { parseJson, readDocument, readVerificationKey, verifyBundle } = await import(door);
const pinned = readDocument("key", "test", "", (reader) => readVerificationKey(reader, parseJson(key, "key"), "$"));
say(verifyBundle(bundle, [{ kind: "exclusion", key: pinned, pageSize: 16 }]).verdict);`;

test("it verifies where there is neither Buffer nor process, as in a browser", async () => {
  const { artefacts, proof, publicSignals } = await proveProduct(3n);
  const [commitment, pageDigest] = publicSignals as [bigint, bigint];
  const text = writeBundle({
    ...{ commitment, scheme: "sha256", blocklist: { name: "list", root: "0".repeat(64) } },
    statements: [{ page: 0, pageSize: 16, pageDigest, circuitId: artefacts.lock.circuitId, proof }],
  });
  const folder = folderWith({ "bundle.json": text });
  const files = [join(folder, "bundle.json"), join(artefacts.folder, "verification_key.json")];
  const child = spawn(process.execPath, ["--input-type=module", "-e", SCRIPT, DOOR, ...files]);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
  expect(await new Promise((done) => child.on("close", done))).toBe(0);
  expect(said).toBe("true\n");
});
