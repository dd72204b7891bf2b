import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  computeCircuitId,
  readVerificationKey,
  type VerificationKey,
  WEAKNESSES,
  weaknessOf,
} from "../groth16/verificationKey.ts";
import { readDocument } from "../shared/document.ts";
import { writeFileAtomic } from "../shared/files.ts";
import { parseJson, stringifyJson } from "../shared/json.ts";
import { BUILD_FOLDER } from "../shared/root.ts";
import { installedFileSha256 } from "./fileHash.ts";
import { ARTIFACT_FILES, type ArtifactLock, asArtifact, HINT, LOCK_FORMAT, readLock, refusal } from "./lock.ts";
import { readR1csHeader } from "./r1cs.ts";
import { readZkey, type ZkeySummary } from "./zkey.ts";

/**
 * Artifacts that have been verified. Paths are absolute or relative as the folder was. `matrices`: where the native
 * kernel may keep the matrices of the zkey in compact form.
 */
export type Artifacts = {
  folder: string;
  lock: ArtifactLock;
  key: VerificationKey;
  r1cs: string;
  wasm: string;
  zkey: string;
  matrices: string;
};

/** Describes the five files of a folder in its `lock.json`, then verifies the folder. */
export async function writeLock(
  folder: string,
  from: Pick<ArtifactLock, "circuit" | "source" | "setup" | "powersOfTau">,
): Promise<Artifacts> {
  const { key, contributions } = await readZkey(join(folder, "circuit.zkey"));
  const { constraints } = await readR1csHeader(join(folder, "circuit.r1cs"));
  const files = Object.fromEntries(
    await Promise.all(
      ARTIFACT_FILES.map(async (name) => [name, await installedFileSha256(join(folder, name))] as const),
    ),
  ) as ArtifactLock["files"];
  const lock: ArtifactLock = {
    format: LOCK_FORMAT,
    ...from,
    circuitId: computeCircuitId(key),
    constraints,
    contributions,
    files,
  };
  await writeFileAtomic(join(folder, "lock.json"), stringifyJson(lock, 2));
  return loadVerifiedArtifacts(folder);
}

/**
 * Loads and verifies artifacts; nothing else does. Refuses a file whose hash differs from the lock, a verification key
 * that is not canonical or is not the zkey's, and a key that anyone can forge proofs for: a weak one (see
 * `weaknessOf`), or a ceremony's key without a contribution other than a beacon.
 *
 * @throws artifact `setup/lock-missing`, `setup/lock-invalid`, `setup/hash-differs`, `setup/delta-is-gamma`,
 * `setup/unbound-signals`, `setup/no-contribution`, `setup/key-invalid`, `setup/key-differs`, `setup/lock-differs`, and
 * those of `readZkey`
 */
export async function loadVerifiedArtifacts(folder: string): Promise<Artifacts> {
  const lock = await readLock(folder);
  for (const name of ARTIFACT_FILES) await checkHash(folder, name, lock.files[name]);
  const zkey = await readZkey(join(folder, "circuit.zkey"));
  refuseForgeable(zkey, lock);
  const key = await readKey(folder);
  if (!sameKey(key, zkey.key))
    throw refusal("setup/key-differs", `verification_key.json in ${folder} is not the key of circuit.zkey`);
  const { wires, publicSignals, constraints } = await readR1csHeader(join(folder, "circuit.r1cs"));
  const facts = { circuitId: computeCircuitId(key), constraints, contributions: zkey.contributions };
  if (zkey.wires !== wires || zkey.publicSignals !== publicSignals)
    throw refusal("setup/key-differs", `circuit.zkey in ${folder} is for another circuit than circuit.r1cs`);
  for (const [field, value] of Object.entries(facts))
    if (stringifyJson(lock[field as keyof typeof facts]) !== stringifyJson(value))
      throw refusal("setup/lock-differs", `${field} in ${folder}/lock.json is not what the files say`);
  const at = (name: (typeof ARTIFACT_FILES)[number]) => join(folder, name);
  const paths = { r1cs: at("circuit.r1cs"), wasm: at("circuit.wasm"), zkey: at("circuit.zkey") };
  // Named by the zkey's hash, so that no other key's matrices are ever taken for its own.
  const matrices = join(BUILD_FOLDER, "cache/matrices", lock.files["circuit.zkey"]);
  return { folder, lock, key, ...paths, matrices };
}

/**
 * The verification key that a lock pins, for verifiers, who need no proving key. Its hash and circuit id are checked
 * against the lock.
 *
 * @throws artifact `setup/lock-missing`, `setup/lock-invalid`, `setup/hash-differs`, `setup/key-invalid`,
 * `setup/delta-is-gamma`, `setup/unbound-signals`, `setup/no-contribution`, `setup/lock-differs`
 */
export async function readLockedKey(folder: string): Promise<{ lock: ArtifactLock; key: VerificationKey }> {
  const lock = await readLock(folder);
  await checkHash(folder, "verification_key.json", lock.files["verification_key.json"]);
  const key = await readKey(folder);
  refuseForgeable({ key, contributions: lock.contributions }, lock);
  if (computeCircuitId(key) !== lock.circuitId)
    throw refusal("setup/lock-differs", `computeCircuitId in ${folder}/lock.json is not the verification key's`);
  return { lock, key };
}

async function checkHash(folder: string, name: string, expected: string): Promise<void> {
  const path = join(folder, name);
  const actual = await installedFileSha256(path).catch((cause) => {
    throw refusal("setup/hash-differs", `${path} cannot be read`, cause);
  });
  if (actual !== expected)
    throw refusal("setup/hash-differs", `${path} has SHA-256 ${actual}, the lock says ${expected}`);
}

const WEAK_CODES = { forgeable: "setup/delta-is-gamma", unbound: "setup/unbound-signals" } as const;

function refuseForgeable({ key, contributions }: Pick<ZkeySummary, "key" | "contributions">, lock: ArtifactLock): void {
  const weakness = weaknessOf(key);
  if (weakness !== undefined)
    throw refusal(WEAK_CODES[weakness], `the key of ${lock.circuit} is refused: ${WEAKNESSES[weakness]}`);
  if (lock.setup === "ceremony" && !contributions.some(({ kind }) => kind === "contribution"))
    throw refusal(
      "setup/no-contribution",
      `the key of ${lock.circuit} has no contribution but public beacons: anyone can forge`,
    );
}

async function readKey(folder: string): Promise<VerificationKey> {
  const path = join(folder, "verification_key.json");
  const bytes = await readFile(path);
  return asArtifact("setup/key-invalid", () =>
    readDocument(path, "setup/invalid", HINT, (reader) => readVerificationKey(reader, parseJson(bytes, path), "$")),
  );
}

const sameKey = (a: VerificationKey, b: VerificationKey): boolean =>
  [a, b]
    .map(({ alpha, beta, gamma, delta, ic }) => [alpha, beta, gamma, delta, ic].flat(3).join())
    .every((text, _, [first]) => text === first);
