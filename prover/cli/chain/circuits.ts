import type { CircuitToDeploy } from "../../chain/deploy.ts";
import { keyToWords } from "../../groth16/verificationKey.ts";
import { readPinnedCircuits } from "../../keys/pinned.ts";
import { optional, type Values } from "../command.ts";

/**
 * The circuits that a ledger is to take proofs of: those whose artefacts are installed, or in the folder of --artefacts.
 *
 * @throws as `readPinnedCircuits`
 */
export async function circuitsToDeploy(values: Values): Promise<(CircuitToDeploy & { name: string })[]> {
  const pinned = await readPinnedCircuits(optional(values, "artefacts"));
  return pinned.map(({ name, circuitId, pageSize, setup, key }) => ({
    ...{ name, circuitId, entries: pageSize, setup },
    keyWords: keyToWords(key),
  }));
}
