import {
  type CircuitToDeploy,
  describeSizes,
  NO_ROLES,
  type Roles,
  requireExtensible,
} from "../../chain/deployment/deploy.ts";
import { keyToWords } from "../../groth16/verificationKey.ts";
import { readPinnedCircuits } from "../../setup/pinned.ts";
import type { Values } from "../commands/definition.ts";
import { optional } from "../values.ts";

/**
 * The circuits that a ledger is to take proofs of: those whose artifacts are installed, or in the folder of
 * --artifacts.
 *
 * @param roles of the ledger, if it is a new one
 * @throws usage `chain/fixed-circuits` unless --without-256 is given; as `readPinnedCircuits`
 */
export async function circuitsToDeploy(values: Values, roles?: Roles): Promise<(CircuitToDeploy & { name: string })[]> {
  const pinned = await readPinnedCircuits(optional(values, "artifacts"));
  const circuits = pinned.map(({ name, circuitId, pageSize, setup, key }) => ({
    name,
    circuitId,
    entries: pageSize,
    setup,
    keyWords: keyToWords(key),
  }));
  if (roles !== undefined) requireExtensible(circuits, roles, values["without-256"] === true);
  return circuits;
}

/** Which pages a new ledger takes proofs for, and whether that can change. */
export const describeTaken = (circuits: readonly CircuitToDeploy[], { owner }: Roles): string =>
  `proofs are taken for pages of ${describeSizes(circuits)} entries; ` +
  (owner === NO_ROLES.owner ? "nobody can add a circuit" : `${owner} can propose further circuits`);
