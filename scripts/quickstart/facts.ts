import * as disjoint from "../../prover/index.ts";
import { openContract } from "../../prover/rpc/contract.ts";
import { send } from "../../prover/rpc/transaction.ts";

/** The proofs of a bundle in the form of the contract's arguments. */
export async function replay(
  chain: disjoint.Chain,
  { ledger }: disjoint.Deployment,
  list: string,
  { circuitId, commitment, proof }: disjoint.ProvedPage,
): Promise<unknown> {
  const contract = await openContract(chain, "Ledger", ledger);
  return send(chain, contract, "submit", [circuitId, commitment, list, 0, proof], async () => false);
}

/** The code of the error that something must end in. */
export async function refusalOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
  } catch (error) {
    if (error instanceof disjoint.DisjointError) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error("what must be refused was accepted");
}
