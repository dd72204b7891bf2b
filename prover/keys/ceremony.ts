import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { copyFile, mkdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { zKey } from "snarkjs";
import { withWorkers } from "../groth16/workers.ts";
import { artefactError, DisjointError, dataError, usageError } from "../shared/errors.ts";
import { type OnProgress, silent } from "../shared/progress.ts";
import { addCircuitFiles, circuitPath } from "./artefacts.ts";
import { makeFolder } from "./cache.ts";
import { compile } from "./compile.ts";
import { KNOWN_POWERS_OF_TAU } from "./knownPowersOfTau.ts";
import { type Artefacts, gate, writeLock } from "./lock.ts";
import { type Contribution, readZkey } from "./zkey.ts";

/** Where phase 1 comes from: a prepared ptau file, and its BLAKE2b-512 unless it is a file of a known ceremony. */
export type PowersOfTau = { ptau: string; ptauHash?: string };

export type CeremonyOptions = { root?: string; onProgress?: OnProgress };

/**
 * Starts phase 2 for a circuit. Anyone can forge for the key that this makes until somebody has contributed.
 *
 * @param to path of the zkey to write
 * @throws artefact `keys/unknown-ptau`, `keys/ptau-unfit`
 */
export async function startCeremony(circuit: string, from: PowersOfTau, to: string, options: CeremonyOptions = {}) {
  await recognise(from);
  const compiled = await compile(circuitPath(circuit, options.root), options);
  report(options, `specialising the powers of tau for ${compiled.name}`);
  await replace(to, async (temporary) => {
    let problem = "";
    const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: (message: string) => (problem = message) };
    const result = await attempt("ptau-unfit", from.ptau, () =>
      zKey.newZKey(compiled.r1cs, from.ptau, temporary, logger),
    );
    if (result === -1) throw unfit(from.ptau, problem);
  });
}

/**
 * Adds a contribution with entropy of the operating system, and of a file if one is given. The secret exists only while
 * this runs; one honest contributor is enough.
 *
 * @returns the contribution, whose hash its maker should publish
 */
export async function contribute(from: string, to: string, name: string, entropyFile?: string): Promise<Contribution> {
  const extra = entropyFile === undefined ? Buffer.alloc(0) : await readEntropy(entropyFile);
  const entropy = createHash("sha512").update(randomBytes(64)).update(extra).digest("hex");
  await replace(to, (temporary) =>
    attempt("malformed", from, () => zKey.contribute(from, temporary, checkedName(name), entropy)),
  );
  return lastContribution(to);
}

/**
 * Closes a ceremony with a public random value that nobody could know before: 2^iterations rounds of SHA-256 over it.
 *
 * @throws usage `keys/beacon` for a value that is no hexadecimal text of 1 to 255 bytes, or iterations out of 10 to 63
 */
export async function applyBeacon(
  from: string,
  to: string,
  beacon: { hash: string; iterations: number; name?: string },
) {
  const { hash, iterations, name = "" } = beacon;
  if (!/^([0-9a-f]{2}){1,255}$/.test(hash) || !Number.isInteger(iterations) || iterations < 10 || iterations > 63)
    throw usageError(
      "keys/beacon",
      `beacon ${hash} with 2^${iterations} rounds`,
      "Give 1 to 255 bytes in hex, 10 to 63.",
    );
  await replace(to, (temporary) =>
    attempt("malformed", from, () => zKey.beacon(from, temporary, checkedName(name), hash, iterations)),
  );
  return lastContribution(to);
}

/**
 * Verifies a ceremony from the circuit's sources and phase 1 on, every contribution included, and makes a folder of
 * artefacts from it whose lock says `ceremony`.
 *
 * @param folder must not exist yet
 * @throws artefact `keys/ceremony` when a step does not follow from the one before; whatever `gate` refuses
 */
export async function finishCeremony(
  circuit: string,
  from: PowersOfTau,
  zkey: string,
  folder: string,
  options: CeremonyOptions = {},
): Promise<Artefacts> {
  const powersOfTau = await recognise(from);
  const compiled = await compile(circuitPath(circuit, options.root), options);
  report(options, `verifying the ceremony of ${compiled.name}`);
  const follows = await attempt("ceremony", zkey, () =>
    quietly(() => zKey.verifyFromR1cs(compiled.r1cs, from.ptau, zkey)),
  );
  if (follows !== true) throw doesNotFollow(zkey);
  const made = await makeFolder(folder, async (temporary) => {
    await copyFile(zkey, join(temporary, "circuit.zkey"));
    await addCircuitFiles(temporary, compiled);
    await writeLock(temporary, { circuit: compiled.name, source: compiled.source, setup: "ceremony", powersOfTau });
  });
  if (!made) throw usageError("keys/exists", `${folder} exists`, "Name a folder that does not exist yet.");
  return gate(folder);
}

/**
 * Refuses powers of tau that nobody vouches for.
 *
 * @returns the file's BLAKE2b-512
 */
async function recognise({ ptau, ptauHash }: PowersOfTau): Promise<string> {
  const hash = createHash("blake2b512");
  try {
    for await (const chunk of createReadStream(ptau, { highWaterMark: 1 << 20 })) hash.update(chunk as Uint8Array);
  } catch (cause) {
    throw unfit(ptau, (cause as Error).message, cause);
  }
  const actual = hash.digest("hex");
  if (ptauHash === undefined ? KNOWN_POWERS_OF_TAU.has(actual) : ptauHash.toLowerCase() === actual) return actual;
  throw artefactError(
    "keys/unknown-ptau",
    `${ptau} has BLAKE2b-512 ${actual}, which is not ${ptauHash ?? "that of a known ceremony's file"}`,
    "Fetch the file again, or state the hash that its ceremony published.",
  );
}

/** Lets `make` write a file that takes the place of `path` only when it is whole. */
async function replace(path: string, make: (temporary: string) => Promise<unknown>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.part`;
  try {
    await make(temporary);
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Runs a step of snarkjs, whose own errors say what they met in the files and mean that those are bad. */
async function attempt<T>(what: string, path: string, step: () => Promise<T>): Promise<T> {
  try {
    return await withWorkers(step);
  } catch (cause) {
    if (cause instanceof DisjointError) throw cause;
    throw artefactError(`keys/${what}`, `${path}: ${(cause as Error).message}`, "Fetch the file again.", cause);
  }
}

/** Snarkjs says on stdout what is wrong with a contribution; stdout belongs to the result of a command. */
async function quietly<T>(step: () => Promise<T>): Promise<T> {
  const log = console.log;
  console.log = console.error;
  try {
    return await step();
  } finally {
    console.log = log;
  }
}

async function lastContribution(path: string): Promise<Contribution> {
  const { contributions } = await readZkey(path);
  return contributions.at(-1)!;
}

async function readEntropy(path: string): Promise<Buffer> {
  const bytes = await readFile(path).catch((cause) => {
    throw dataError("keys/entropy", `${path} cannot be read`, "Name a readable file, or leave it out.", cause);
  });
  if (bytes.length > 0) return bytes;
  throw dataError("keys/entropy", `${path} is empty`, "Name a file with random bytes, or leave it out.");
}

function checkedName(name: string): string {
  if (/^[\x20-\x7e]{0,64}$/.test(name)) return name;
  throw usageError(
    "keys/name",
    `${JSON.stringify(name)} is no name for a contribution`,
    "Use at most 64 ASCII characters.",
  );
}

const report = ({ onProgress = silent }: CeremonyOptions, what: string) => onProgress({ stage: "keys", done: 0, what });

const unfit = (ptau: string, problem: string, cause?: unknown) =>
  artefactError(
    "keys/ptau-unfit",
    `${ptau}: ${problem}`,
    "Use a prepared ptau file of at least the circuit's size.",
    cause,
  );

const doesNotFollow = (zkey: string) =>
  artefactError("keys/ceremony", `${zkey} does not follow from its circuit and powers of tau`, "Do not use this key.");
