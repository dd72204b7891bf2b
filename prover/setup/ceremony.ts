import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { artifactError, usageError } from "../shared/errors.ts";
import { type OnProgress, silent } from "../shared/progress.ts";
import { loadSnarkjs } from "../shared/snarkjs.ts";
import { addCircuitFiles, circuitPath } from "./artifacts.ts";
import { makeFolder } from "./cache.ts";
import { compileCircuit } from "./compile.ts";
import { type PowersOfTau, recognise, unfit } from "./powersOfTau.ts";
import { attempt, replace } from "./step.ts";
import { type Artifacts, loadVerifiedArtifacts, writeLock } from "./verifiedArtifacts.ts";

/** `root`: as for artifacts. */
export type CeremonyOptions = { root?: string; onProgress?: OnProgress };

/**
 * Starts phase 2 for a circuit. Anyone can forge proofs for the resulting key until somebody has contributed.
 *
 * @param to path of the zkey to write
 * @throws artifact `setup/unknown-ptau`, `setup/ptau-unfit`
 */
export async function startCeremony(circuit: string, from: PowersOfTau, to: string, options: CeremonyOptions = {}) {
  await recognise(from);
  const compiled = await compileCircuit(circuitPath(circuit, options.root), options);
  const { zKey } = await loadSnarkjs();
  report(options, `specialising the powers of tau for ${compiled.name}`);
  await replace(to, async (temporary) => {
    let problem = "";
    const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: (message: string) => (problem = message) };
    const result = await attempt("setup/ptau-unfit", from.ptau, () =>
      zKey.newZKey(compiled.r1cs, from.ptau, temporary, logger),
    );
    if (result === -1) throw unfit(from.ptau, problem);
  });
}

/**
 * Verifies a ceremony from the circuit's sources and phase 1 on, including every contribution, and makes a folder of
 * artifacts from it whose lock says `ceremony`.
 *
 * @param folder must not exist yet
 * @throws artifact `setup/ceremony` when a step does not follow from the one before; whatever `gate` refuses
 */
export async function finishCeremony(
  circuit: string,
  from: PowersOfTau,
  zkey: string,
  folder: string,
  options: CeremonyOptions = {},
): Promise<Artifacts> {
  const powersOfTau = await recognise(from);
  const compiled = await compileCircuit(circuitPath(circuit, options.root), options);
  const { zKey } = await loadSnarkjs();
  report(options, `verifying the ceremony of ${compiled.name}`);
  const { result: follows, said } = await attempt("setup/ceremony", zkey, () =>
    quietly(() => zKey.verifyFromR1cs(compiled.r1cs, from.ptau, zkey)),
  );
  if (follows !== true) throw doesNotFollow(zkey, said);
  const made = await makeFolder(folder, async (temporary) => {
    await copyFile(zkey, join(temporary, "circuit.zkey"));
    await addCircuitFiles(temporary, compiled);
    await writeLock(temporary, { circuit: compiled.name, source: compiled.source, setup: "ceremony", powersOfTau });
  });
  if (!made) throw usageError("setup/exists", `${folder} exists`, "Choose a folder that does not exist yet.");
  return loadVerifiedArtifacts(folder);
}

/**
 * snarkjs writes to stdout what is wrong with a contribution: that is captured for the error, and printed nowhere else.
 */
async function quietly<T>(step: () => Promise<T>): Promise<{ result: T; said: string[] }> {
  const log = console.log;
  const said: string[] = [];
  console.log = (...words: unknown[]) => said.push(words.join(" ").trim());
  try {
    return { result: await step(), said };
  } finally {
    console.log = log;
  }
}

const report = ({ onProgress = silent }: CeremonyOptions, what: string) => onProgress({ stage: "keys", done: 0, what });

const doesNotFollow = (zkey: string, said: readonly string[]) =>
  artifactError(
    "setup/ceremony",
    [`${zkey} does not follow from its circuit and powers of tau`, ...said].join("; "),
    "Do not use this key.",
  );
