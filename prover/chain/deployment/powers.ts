import type { Powers } from "../../accumulator/powers.ts";
import { artifactError } from "../../shared/errors.ts";
import { isLocal } from "./local.ts";

/** Powers of tau whose disjointness proofs the ledger is to accept. */
export type PowersToDeploy = Pick<Powers, "id" | "kind">;

/** The page size under which a ledger has powers of tau: their proofs are for whole lists. */
export const WHOLE_LISTS = 0;

/**
 * Refuses powers of tau whose tau someone may know.
 *
 * @throws artifact `chain/development-powers` on a public chain
 */
export function requireCeremony({ id, kind }: PowersToDeploy, chainId: number): void {
  if (kind === "ceremony" || isLocal(chainId)) return;
  throw artifactError(
    "chain/development-powers",
    `the powers of tau ${id} are development powers, and chain ${chainId} is not a local one`,
    "Anyone who made them can forge proofs. Use the powers of tau of a ceremony.",
  );
}
