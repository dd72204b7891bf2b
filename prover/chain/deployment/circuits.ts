import type { Contract } from "ethers";
import { atBlock, type BlockRef, readConfirmedBlock } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { openContract, view } from "../../rpc/contract.ts";
import { badAnswer, parseAddress, parseCount, parseHash } from "../../rpc/node/decode.ts";
import { type CircuitId, toCircuitId } from "../../shared/ids.ts";
import type { Roles } from "./deploy.ts";
import type { Deployment } from "./document.ts";

/** What a circuit's proofs are worth; it only ever goes down the list (contracts/interfaces/ICircuits.sol). */
export type CircuitStatus = "unknown" | "active" | "paused" | "revoked";

/** In the contracts' order. */
export const CIRCUIT_STATUSES: readonly CircuitStatus[] = ["unknown", "active", "paused", "revoked"];

/** A circuit as a ledger has it; one that was never admitted is unknown, with zeros. */
export type CircuitState = { circuitId: CircuitId; status: CircuitStatus; verifier: string; entries: number };

/**
 * Who may change a ledger's circuits, what it has admitted, and from when on what is proposed may be (seconds since
 * 1970).
 */
export type LedgerCircuits = {
  roles: Roles;
  circuits: CircuitState[];
  proposals: { circuitId: CircuitId; admissibleAt: number }[];
  at: BlockRef;
};

/**
 * The circuits of a ledger, after one block.
 *
 * @param candidates circuits that may have been proposed: the ledger has no list of them
 */
export async function readCircuits(
  chain: Chain,
  deployment: Deployment,
  candidates: readonly CircuitId[] = [],
): Promise<LedgerCircuits> {
  const ledger = await openContract(chain, "Ledger", deployment.ledger);
  const blockRef = await readConfirmedBlock(chain);
  const proposals = await Promise.all(
    candidates.map(async (circuitId) => ({ circuitId, admissibleAt: await admissibleAt(ledger, circuitId, blockRef) })),
  );
  return {
    roles: await readRoles(ledger),
    circuits: await readCircuitStates(ledger, blockRef),
    proposals: proposals.filter((proposal) => proposal.admissibleAt !== 0),
    at: blockRef,
  };
}

/** Who may change a ledger's circuits. */
export async function readRoles(ledger: Contract): Promise<Roles> {
  return {
    owner: parseAddress(await view(ledger, "owner"), "owner"),
    delay: parseCount(await view(ledger, "delay"), "delay"),
    guardian: parseAddress(await view(ledger, "guardian"), "guardian"),
  };
}

/** Every circuit that was admitted, in that order; now, or in the state after a block. */
export async function readCircuitStates(ledger: Contract, blockRef?: BlockRef): Promise<CircuitState[]> {
  const ids = await view(ledger, "circuits", ...tagOf(blockRef));
  if (!Array.isArray(ids)) throw badAnswer("circuits", ids);
  return Promise.all(ids.map((id) => readCircuitState(ledger, toCircuitId(parseHash(id, "circuits")), blockRef)));
}

/** A circuit by its id, admitted or not. */
export async function readCircuitState(
  ledger: Contract,
  circuitId: CircuitId,
  blockRef?: BlockRef,
): Promise<CircuitState> {
  // By position: a list has `entries` of its own.
  const [verifier, entries, , value] = (await view(ledger, "circuitOf", circuitId, ...tagOf(blockRef))) as unknown[];
  const status = CIRCUIT_STATUSES[parseCount(value, "status")];
  if (status === undefined) throw badAnswer(`status of circuit ${circuitId}`, value);
  return { circuitId, status, verifier: parseAddress(verifier, "verifier"), entries: parseCount(entries, "entries") };
}

/** When a proposal may be admitted, in seconds since 1970; 0 if there is none. */
export const admissibleAt = async (ledger: Contract, circuitId: CircuitId, blockRef?: BlockRef): Promise<number> =>
  parseCount(await view(ledger, "admissibleAt", circuitId, ...tagOf(blockRef)), "admissibleAt");

const tagOf = (blockRef: BlockRef | undefined) => (blockRef === undefined ? [] : [atBlock(blockRef)]);
