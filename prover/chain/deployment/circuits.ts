import type { Contract } from "ethers";
import { at, type Moment, momentOf } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { contractAt, view } from "../../rpc/contract.ts";
import { asAddress, asCount, asHash, badAnswer } from "../../rpc/node/decode.ts";
import type { Offices } from "./deploy.ts";
import type { Deployment } from "./document.ts";

/** What a circuit's proofs are worth; it only ever goes down the list (contracts/interfaces/ICircuits.sol). */
export type Trust = "unknown" | "open" | "stopped" | "distrusted";

/** In the contracts' order. */
export const TRUST: readonly Trust[] = ["unknown", "open", "stopped", "distrusted"];

/** A circuit as a ledger has it; one that was never admitted is unknown, with zeros. */
export type CircuitState = { circuitId: string; trust: Trust; verifier: string; entries: number };

/** Who may change a ledger's circuits, what it has admitted, and from when on what is proposed may be (seconds since 1970). */
export type LedgerCircuits = {
  offices: Offices;
  circuits: CircuitState[];
  proposals: { circuitId: string; admissibleAt: number }[];
  at: Moment;
};

/**
 * The circuits of a ledger, after one block.
 *
 * @param candidates circuits that may have been proposed: the ledger has no list of them
 */
export async function readCircuits(
  chain: Chain,
  deployment: Deployment,
  candidates: readonly string[] = [],
): Promise<LedgerCircuits> {
  const [ledger, moment] = [await contractAt(chain, "Ledger", deployment.ledger), await momentOf(chain)];
  const proposals = await Promise.all(
    candidates.map(async (circuitId) => ({ circuitId, admissibleAt: await admissibleAt(ledger, circuitId, moment) })),
  );
  return {
    offices: await officesOf(ledger),
    circuits: await circuitsIn(ledger, moment),
    proposals: proposals.filter((proposal) => proposal.admissibleAt !== 0),
    at: moment,
  };
}

/** Who may change a ledger's circuits, for good. */
export async function officesOf(ledger: Contract): Promise<Offices> {
  return {
    owner: asAddress(await view(ledger, "owner"), "owner"),
    delay: asCount(await view(ledger, "delay"), "delay"),
    guardian: asAddress(await view(ledger, "guardian"), "guardian"),
  };
}

/** Every circuit that was admitted, in that order; now, or in the state after a moment. */
export async function circuitsIn(ledger: Contract, moment?: Moment): Promise<CircuitState[]> {
  const ids = await view(ledger, "circuits", ...tagOf(moment));
  if (!Array.isArray(ids)) throw badAnswer("circuits", ids);
  return Promise.all(ids.map((id) => circuitIn(ledger, asHash(id, "circuits"), moment)));
}

/** A circuit by its id, admitted or not. */
export async function circuitIn(ledger: Contract, circuitId: string, moment?: Moment): Promise<CircuitState> {
  // By position: a list has `entries` of its own.
  const [verifier, entries, , value] = (await view(ledger, "circuitOf", circuitId, ...tagOf(moment))) as unknown[];
  const trust = TRUST[asCount(value, "trust")];
  if (trust === undefined) throw badAnswer(`trust in circuit ${circuitId}`, value);
  return { circuitId, trust, verifier: asAddress(verifier, "verifier"), entries: asCount(entries, "entries") };
}

/** When a proposal may be admitted, seconds since 1970; 0 when there is none. */
export const admissibleAt = async (ledger: Contract, circuitId: string, moment?: Moment): Promise<number> =>
  asCount(await view(ledger, "admissibleAt", circuitId, ...tagOf(moment)), "admissibleAt");

const tagOf = (moment: Moment | undefined) => (moment === undefined ? [] : [at(moment)]);
