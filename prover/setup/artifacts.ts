import { randomBytes } from "node:crypto";
import { constants, copyFile, lstat, mkdir, readlink, rename, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { verificationKeyToSnarkjs } from "../groth16/verificationKey.ts";
import { loadNative } from "../native/index.ts";
import { artifactError } from "../shared/errors.ts";
import { stringifyJson } from "../shared/json.ts";
import { type OnProgress, silent } from "../shared/progress.ts";
import { PROJECT_ROOT } from "../shared/root.ts";
import { makeFolder } from "./cache.ts";
import { buildFolder, type CompiledCircuit, compileCircuit } from "./compile.ts";
import { makeDevelopmentSetup } from "./development.ts";
import { installedFileSha256 } from "./fileHash.ts";
import { LOCK_FORMAT } from "./lock.ts";
import { type Artifacts, loadVerifiedArtifacts, writeLock } from "./verifiedArtifacts.ts";
import { readZkey } from "./zkey.ts";

/** `root`: the folder that holds one folder per circuit. Default: `build/artifacts`. */
export type ArtifactOptions = { root?: string; onProgress?: OnProgress };

/**
 * Provides the artifacts of a circuit of `circuits/main`, from the folder `build/artifacts/<circuit>`.
 *
 * To use a ceremony's artifacts, put them there. They are used if their r1cs is that of the circuit's sources, and
 * never overwritten. Otherwise the circuit is compiled and a development key is made, once per content of the sources,
 * and the folder becomes a link into the cache.
 *
 * @param circuit its name (`exclusion_16x60`), or the path of its file
 * @throws artifact `setup/stale` when installed artifacts are for another r1cs, and whatever `gate` refuses
 * @example
 * const { lock } = await ensureArtifacts("exclusion_16x60");
 * console.log(lock.circuit); // exclusion_16x60
 */
export async function ensureArtifacts(circuit: string, options: ArtifactOptions = {}): Promise<Artifacts> {
  const path = circuitPath(circuit, options.root);
  const builds = buildFolder(options.root);
  const folder = join(builds, "artifacts", basename(path, ".circom"));
  const compiled = await compileCircuit(path, options);
  if (await isInstalled(folder)) return gateInstalled(folder, compiled);
  const cached = join(builds, "cache/artifacts", `${basename(LOCK_FORMAT)}-${compiled.source}`);
  await makeFolder(cached, (temporary) => fill(temporary, compiled, options.onProgress ?? silent));
  await link(folder, cached);
  return loadVerifiedArtifacts(folder);
}

/** Where a circuit's `component main` is: `circuit` is its path, or its name in `circuits/main`. */
export const circuitPath = (circuit: string, root = PROJECT_ROOT): string =>
  circuit.endsWith(".circom") ? circuit : join(root, "circuits/main", `${circuit}.circom`);

const isInstalled = (folder: string): Promise<boolean> =>
  lstat(folder).then(
    (entry) => !entry.isSymbolicLink(),
    () => false,
  );

async function gateInstalled(folder: string, compiled: CompiledCircuit): Promise<Artifacts> {
  const artifacts = await loadVerifiedArtifacts(folder);
  if (artifacts.lock.source === compiled.source) return artifacts;
  // A comment or another compiler changes the sources' hash, but a key is for the constraints, which are the r1cs.
  if (artifacts.lock.files["circuit.r1cs"] === (await installedFileSha256(compiled.r1cs))) return artifacts;
  throw artifactError(
    "setup/stale",
    `${folder} was made for other constraints of ${compiled.name} than the sources in circuits/ give`,
    "Check out the sources that the keys were made for, or move the folder away to get a development key.",
  );
}

async function fill(folder: string, compiled: CompiledCircuit, onProgress: OnProgress): Promise<void> {
  const zkey = join(folder, "circuit.zkey");
  await makeDevelopmentKey(compiled.r1cs, zkey, onProgress);
  await addCircuitFiles(folder, compiled);
  await writeLock(folder, { circuit: compiled.name, source: compiled.source, setup: "development", powersOfTau: null });
}

/** A proving key from a random trapdoor, made by the kernel if it has been built. */
export async function makeDevelopmentKey(r1cs: string, zkey: string, onProgress: OnProgress = silent): Promise<void> {
  const native = loadNative();
  if (native === undefined) await makeDevelopmentSetup(r1cs, zkey, { onProgress });
  else await native.developmentSetup({ r1cs, zkey, onProgress });
}

/** Completes a folder that holds a zkey: adds the compiled circuit and the zkey's verification key. */
export async function addCircuitFiles(folder: string, { r1cs, wasm, sym }: CompiledCircuit): Promise<void> {
  for (const path of [r1cs, wasm, sym]) await copyFile(path, join(folder, basename(path)), constants.COPYFILE_FICLONE);
  const { key } = await readZkey(join(folder, "circuit.zkey"));
  await writeFile(join(folder, "verification_key.json"), stringifyJson(verificationKeyToSnarkjs(key), 2));
}

/** Lets `folder` point to `target`, in one step even when it pointed elsewhere. */
async function link(folder: string, target: string): Promise<void> {
  const content = relative(dirname(folder), target);
  if ((await readlink(folder).catch(() => "")) === content) return;
  await mkdir(dirname(folder), { recursive: true });
  const temporary = `${folder}.${randomBytes(4).toString("hex")}.link`;
  await symlink(content, temporary, "junction");
  await rename(temporary, folder);
}
