import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { circuitId, deltaIsGamma, readVerificationKey, type VerificationKey } from "../groth16/verificationKey.ts";
import { type DocumentReader, readDocument } from "../shared/document.ts";
import { artefactError, DisjointError } from "../shared/errors.ts";
import { sha256File, writeFileAtomic } from "../shared/files.ts";
import { parseJson, stringifyJson } from "../shared/json.ts";
import { readR1csHeader } from "./r1cs.ts";
import { type Contribution, readZkey, type ZkeySummary } from "./zkey.ts";

export const LOCK_FORMAT = "disjoint/artefact/v1";

export const ARTEFACT_FILES = [
  "circuit.r1cs",
  "circuit.wasm",
  "circuit.sym",
  "circuit.zkey",
  "verification_key.json",
] as const;

/** How the key came about. A development key's maker could forge, so chains other than local ones refuse it. */
export type Setup = "development" | "ceremony";

/** `lock.json`: pins everything that proving and verifying one circuit needs. */
export type ArtefactLock = {
  format: typeof LOCK_FORMAT;
  circuit: string;
  /** Hash of the circuit's sources and compiler (`CompiledCircuit.source`). */
  source: string;
  setup: Setup;
  /** BLAKE2b-512 of the ceremony's ptau file; null for a development key, which has none. */
  powersOfTau: string | null;
  circuitId: string;
  constraints: number;
  contributions: Contribution[];
  /** SHA-256 of each file beside the lock. */
  files: Record<(typeof ARTEFACT_FILES)[number], string>;
};

/** Artefacts that have passed the gate. Paths are absolute or relative as the folder was. */
export type Artefacts = {
  folder: string;
  lock: ArtefactLock;
  key: VerificationKey;
  r1cs: string;
  wasm: string;
  zkey: string;
};

/** Describes the five files of a folder in its `lock.json`, then sends the folder through the gate. */
export async function writeLock(
  folder: string,
  from: Pick<ArtefactLock, "circuit" | "source" | "setup" | "powersOfTau">,
): Promise<Artefacts> {
  const { key, contributions } = await readZkey(join(folder, "circuit.zkey"));
  const { constraints } = await readR1csHeader(join(folder, "circuit.r1cs"));
  const files = Object.fromEntries(
    await Promise.all(ARTEFACT_FILES.map(async (name) => [name, await sha256File(join(folder, name))] as const)),
  ) as ArtefactLock["files"];
  const lock: ArtefactLock = {
    format: LOCK_FORMAT,
    ...from,
    circuitId: circuitId(key),
    constraints,
    contributions,
    files,
  };
  await writeFileAtomic(join(folder, "lock.json"), stringifyJson(lock, 2));
  return gate(folder);
}

/**
 * The only way to artefacts. Refuses a file whose hash differs from the lock, a verification key that is not canonical
 * or is not the zkey's, and a key that anyone can forge for: delta equal to gamma, or for a ceremony's key no
 * contribution by anybody but a beacon.
 *
 * @throws artefact `keys/lock-missing`, `keys/lock-invalid`, `keys/hash-differs`, `keys/delta-is-gamma`,
 * `keys/no-contribution`, `keys/key-invalid`, `keys/key-differs`, `keys/lock-differs`, and those of `readZkey`
 */
export async function gate(folder: string): Promise<Artefacts> {
  const lock = await readLock(folder);
  for (const name of ARTEFACT_FILES) await checkHash(folder, name, lock.files[name]);
  const zkey = await readZkey(join(folder, "circuit.zkey"));
  refuseForgeable(zkey, lock);
  const key = await readKey(folder);
  if (!sameKey(key, zkey.key))
    throw refusal("key-differs", `verification_key.json in ${folder} is not the key of circuit.zkey`);
  const { wires, publicSignals, constraints } = await readR1csHeader(join(folder, "circuit.r1cs"));
  const facts = { circuitId: circuitId(key), constraints, contributions: zkey.contributions };
  if (zkey.wires !== wires || zkey.publicSignals !== publicSignals)
    throw refusal("key-differs", `circuit.zkey in ${folder} is for another circuit than circuit.r1cs`);
  for (const [field, value] of Object.entries(facts))
    if (stringifyJson(lock[field as keyof typeof facts]) !== stringifyJson(value))
      throw refusal("lock-differs", `${field} in ${folder}/lock.json is not what the files say`);
  const at = (name: (typeof ARTEFACT_FILES)[number]) => join(folder, name);
  return { folder, lock, key, r1cs: at("circuit.r1cs"), wasm: at("circuit.wasm"), zkey: at("circuit.zkey") };
}

/**
 * The verification key that a lock pins, for verifiers, who need no proving key: its hash and circuit id are held
 * against the lock.
 *
 * @throws artefact `keys/lock-missing`, `keys/lock-invalid`, `keys/hash-differs`, `keys/key-invalid`,
 * `keys/delta-is-gamma`, `keys/no-contribution`, `keys/lock-differs`
 */
export async function readLockedKey(folder: string): Promise<{ lock: ArtefactLock; key: VerificationKey }> {
  const lock = await readLock(folder);
  await checkHash(folder, "verification_key.json", lock.files["verification_key.json"]);
  const key = await readKey(folder);
  refuseForgeable({ key, contributions: lock.contributions }, lock);
  if (circuitId(key) !== lock.circuitId)
    throw refusal("lock-differs", `circuitId in ${folder}/lock.json is not the verification key's`);
  return { lock, key };
}

/** Reads a lock alone, without looking at the files it names. */
export async function readLock(folder: string): Promise<ArtefactLock> {
  const path = join(folder, "lock.json");
  const bytes = await readFile(path).catch((cause) => {
    throw refusal("lock-missing", `${path} cannot be read`, cause);
  });
  return asArtefact("lock-invalid", () =>
    readDocument(path, "keys", REMEDY, (reader) => readLockFields(reader, parseJson(bytes, path))),
  );
}

function readLockFields(reader: DocumentReader, value: unknown): ArtefactLock {
  const HASH = /^[0-9a-f]{64}$/;
  const lock = reader.object(value, "$", [
    ...["format", "circuit", "source", "setup", "powersOfTau", "circuitId", "constraints", "contributions", "files"],
  ]);
  const files = reader.object(lock.files, "$.files", [...ARTEFACT_FILES]);
  return {
    format: reader.literal(lock.format, "$.format", LOCK_FORMAT),
    circuit: reader.text(lock.circuit, "$.circuit", /^[A-Za-z0-9_-]{1,64}$/, "a circuit name"),
    source: reader.text(lock.source, "$.source", HASH, "a SHA-256"),
    setup: reader.text(lock.setup, "$.setup", /^(development|ceremony)$/, "development or ceremony") as Setup,
    powersOfTau:
      lock.setup === "development"
        ? reader.literal(lock.powersOfTau, "$.powersOfTau", null)
        : reader.text(lock.powersOfTau, "$.powersOfTau", /^[0-9a-f]{128}$/, "a BLAKE2b-512"),
    circuitId: reader.text(lock.circuitId, "$.circuitId", /^0x[0-9a-f]{64}$/, "a circuit id"),
    constraints: reader.integer(lock.constraints, "$.constraints", 1, 2 ** 28),
    contributions: reader.array(lock.contributions, "$.contributions").map((entry, i) => {
      const at = `$.contributions[${i}]`;
      const { kind, name, hash } = reader.object(entry, at, ["kind", "name", "hash"]);
      return {
        kind: reader.text(kind, `${at}.kind`, /^(contribution|beacon)$/, "a kind") as Contribution["kind"],
        name: reader.text(name, `${at}.name`, /^.{0,64}$/su, "text of at most 64 characters"),
        hash: reader.text(hash, `${at}.hash`, /^[0-9a-f]{128}$/, "a BLAKE2b-512"),
      };
    }),
    files: Object.fromEntries(
      ARTEFACT_FILES.map((name) => [name, reader.text(files[name], `$.files.${name}`, HASH, "a SHA-256")]),
    ) as ArtefactLock["files"],
  };
}

async function checkHash(folder: string, name: string, expected: string): Promise<void> {
  const path = join(folder, name);
  const actual = await sha256File(path).catch((cause) => {
    throw refusal("hash-differs", `${path} cannot be read`, cause);
  });
  if (actual !== expected) throw refusal("hash-differs", `${path} has SHA-256 ${actual}, the lock says ${expected}`);
}

function refuseForgeable({ key, contributions }: Pick<ZkeySummary, "key" | "contributions">, lock: ArtefactLock): void {
  if (deltaIsGamma(key))
    throw refusal("delta-is-gamma", `the key of ${lock.circuit} has delta equal to gamma: anyone can forge`);
  if (lock.setup === "ceremony" && !contributions.some(({ kind }) => kind === "contribution"))
    throw refusal(
      "no-contribution",
      `the key of ${lock.circuit} has no contribution but public beacons: anyone can forge`,
    );
}

async function readKey(folder: string): Promise<VerificationKey> {
  const path = join(folder, "verification_key.json");
  const bytes = await readFile(path);
  return asArtefact("key-invalid", () =>
    readDocument(path, "keys", REMEDY, (reader) => readVerificationKey(reader, parseJson(bytes, path), "$")),
  );
}

const sameKey = (a: VerificationKey, b: VerificationKey): boolean =>
  [a, b]
    .map(({ alpha, beta, gamma, delta, ic }) => [alpha, beta, gamma, delta, ic].flat(3).join())
    .every((text, _, [first]) => text === first);

/** A bad document is bad data; where the document is an artefact it is the artefact that is at fault. */
function asArtefact<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof DisjointError) throw refusal(what, error.message, error);
    throw error;
  }
}

const REMEDY = "Fetch the artefacts again from whoever published them, or remove the folder and make them again.";
const refusal = (what: string, message: string, cause?: unknown) =>
  artefactError(`keys/${what}`, message, REMEDY, cause);
