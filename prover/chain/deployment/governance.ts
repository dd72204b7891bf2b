import type { Contract } from "ethers";
import type { Chain } from "../../rpc/connection.ts";
import { openContract, requireSigner } from "../../rpc/contract.ts";
import { type SentTransaction, send, sendUnless } from "../../rpc/transaction.ts";
import { artifactError, chainError, usageError } from "../../shared/errors.ts";
import type { CircuitId } from "../../shared/ids.ts";
import { verifierFault } from "./bytecode.ts";
import { admissibleAt, CIRCUIT_STATUSES, type CircuitStatus, readCircuitState, readRoles } from "./circuits.ts";
import { type CircuitToDeploy, deployVerifier, requireFit } from "./deploy.ts";
import type { DeployedCircuit, Deployment } from "./document.ts";

// Changes which circuits a ledger accepts proofs of. Nothing is sent that has already taken effect.

const ledgerOf = (chain: Chain, { ledger }: Deployment) => openContract(chain, "Ledger", ledger);

/**
 * Announces a circuit, with a verifier of its key that is deployed for it. For the owner.
 *
 * @returns when it may be admitted, seconds since 1970; null when it was admitted before
 * @throws usage `chain/circuit-admitted` when it was paused or revoked; chain `chain/not-owner`; artifact
 * `chain/development-key` on a public chain, `chain/circuit-differs`
 */
export async function proposeCircuit(
  chain: Chain,
  deployment: Deployment,
  circuit: CircuitToDeploy,
): Promise<{ admissibleAt: number | null; transactions: SentTransaction[] }> {
  requireFit(circuit, chain.chainId);
  const { circuitId, entries } = circuit;
  const ledger = await ledgerOf(chain, deployment);
  const { status } = await readCircuitState(ledger, circuitId);
  if (status === "active") return { admissibleAt: null, transactions: [] };
  if (status !== "unknown") throw cameAndWent(circuitId, status);
  const due = await admissibleAt(ledger, circuitId);
  if (due !== 0) return { admissibleAt: due, transactions: [] };
  await requireOwner(chain, ledger);
  const { address: verifier } = await deployVerifier(chain, circuit);
  const isProposed = async () => (await admissibleAt(ledger, circuitId)) !== 0;
  const sent = await send(chain, ledger, "propose", [{ verifier, entries }], isProposed);
  return { admissibleAt: await admissibleAt(ledger, circuitId), transactions: [sent] };
}

/** A verifier is not deployed for a proposal that would be refused. */
async function requireOwner(chain: Chain, ledger: Contract): Promise<void> {
  const { owner } = await readRoles(ledger);
  const self = await requireSigner(chain).getAddress();
  if (owner === self) return;
  throw chainError("chain/not-owner", `${self} does not own the ledger, ${owner} does`, "Sign with the owner's key.");
}

const cameAndWent = (circuitId: CircuitId, status: CircuitStatus) =>
  usageError(
    "chain/circuit-admitted",
    `circuit ${circuitId} was admitted once and is ${status}`,
    "A paused or revoked circuit never becomes active again: make new keys, and propose that circuit.",
  );

/** Takes a proposal back. For the owner, and for the guardian as a veto. */
export const withdrawCircuit = (
  chain: Chain,
  deployment: Deployment,
  circuitId: CircuitId,
): Promise<SentTransaction[]> =>
  sendToLedger(chain, deployment, "withdraw", [circuitId], async (ledger) => {
    return (await admissibleAt(ledger, circuitId)) === 0;
  });

/**
 * Admits a circuit that was proposed, after the delay. Anyone may.
 *
 * @param known the circuit as the artifact lock has it
 * @returns it as a deployment's file has it
 * @throws artifact `chain/circuit-differs` when what was proposed is no verifier of that key; chain
 * `chain/not-proposed`, `chain/too-early`
 */
export async function admitCircuit(
  chain: Chain,
  deployment: Deployment,
  known: CircuitToDeploy,
): Promise<{ circuit: DeployedCircuit; transactions: SentTransaction[] }> {
  const { circuitId, setup } = known;
  const transactions = await sendToLedger(chain, deployment, "admit", [circuitId], async (ledger) => {
    return (await readCircuitState(ledger, circuitId)).status !== "unknown";
  });
  const { status, ...there } = await readCircuitState(await ledgerOf(chain, deployment), circuitId);
  if (status !== "active") throw cameAndWent(circuitId, status);
  const circuit = { ...there, setup };
  const fault = await verifierFault(chain, circuit, [known]);
  if (fault === undefined) return { circuit, transactions };
  throw artifactError("chain/circuit-differs", fault, "Have the guardian pause it, and do not use its proofs.");
}

/**
 * Pauses a circuit: the ledger accepts no further proofs of it, for good. For the guardian.
 *
 * @throws chain `chain/not-guardian`, `chain/unknown-circuit`
 */
export const pauseCircuit = (
  chain: Chain,
  deployment: Deployment,
  circuitId: CircuitId,
  reason: string,
): Promise<SentTransaction[]> =>
  sendToLedger(chain, deployment, "pause", [circuitId, reason], isAtLeast("paused", circuitId));

/**
 * Revokes a circuit: the ledger accepts no further proofs of it, and those accepted before no longer count. For the
 * guardian.
 *
 * @throws chain `chain/not-guardian`, `chain/unknown-circuit`
 */
export const revokeCircuit = (
  chain: Chain,
  deployment: Deployment,
  circuitId: CircuitId,
  reason: string,
): Promise<SentTransaction[]> =>
  sendToLedger(chain, deployment, "revoke", [circuitId, reason], isAtLeast("revoked", circuitId));

/** Whether a circuit's status has moved that far. */
const isAtLeast = (wanted: CircuitStatus, circuitId: CircuitId) => async (ledger: Contract) => {
  const { status } = await readCircuitState(ledger, circuitId);
  return CIRCUIT_STATUSES.indexOf(status) >= CIRCUIT_STATUSES.indexOf(wanted);
};

/** Sends a call to the ledger unless its effect is there. */
async function sendToLedger(
  chain: Chain,
  deployment: Deployment,
  method: string,
  args: readonly unknown[],
  isSo: (ledger: Contract) => Promise<boolean>,
): Promise<SentTransaction[]> {
  const ledger = await ledgerOf(chain, deployment);
  return sendUnless(chain, ledger, method, args, () => isSo(ledger));
}
