import type { Chain } from "../../rpc/connection.ts";
import { openContract } from "../../rpc/contract.ts";
import { ask } from "../../rpc/node/errors.ts";
import { appendAll } from "../../shared/collections.ts";
import { codeFault, verifierFault } from "./bytecode.ts";
import { type CircuitState, readCircuitStates, readRoles } from "./circuits.ts";
import type { CircuitToDeploy, Roles } from "./deploy.ts";
import type { DeployedCircuit, DeployedPowers, Deployment } from "./document.ts";
import { optionalFaults } from "./optional.ts";
import { WHOLE_LISTS } from "./powers.ts";

/** A deployment as it is on its chain: who may change it, and everything that is wrong with it. */
type Examination = { roles: Roles; faults: string[] };

/**
 * Compares a deployment with what would be deployed today: the code at every address with what its constructor makes of
 * the same arguments, immutables and all, and the ledger's circuits with the deployment's and with pinned keys.
 *
 * The node is asked for both codes; to trust it less, name a second node that must agree.
 *
 * @param pinned the circuits of the artifact lock, with their verification keys
 * @throws chain errors of `ask`, `chain/bad-answer`; artifact `chain/not-compiled`
 */
export async function examineDeployment(
  chain: Chain,
  deployment: Deployment,
  pinned: readonly CircuitToDeploy[],
): Promise<Examination> {
  const { blocklists, ledger, releases, circuits, powers } = deployment;
  const ledgerContract = await openContract(chain, "Ledger", ledger);
  const faults = [await codeFault(chain, "Blocklists", blocklists, [])];
  for (const circuit of circuits) faults.push(await verifierFault(chain, circuit, pinned));
  const code = await ask(() => chain.provider.getCode(ledger));
  if (code === "0x")
    return { roles: UNKNOWN_ROLES, faults: [...present(faults), `Ledger ${ledger}: no code is there`] };
  const roles = await readRoles(ledgerContract);
  const admissions = circuits.map(({ verifier, entries }) => ({ verifier, entries }));
  if (powers) admissions.push({ verifier: powers.verifier, entries: WHOLE_LISTS });
  faults.push(await codeFault(chain, "Ledger", ledger, [blocklists, roles, admissions]));
  faults.push(await codeFault(chain, "Releases", releases, [ledger]));
  appendAll(faults, await optionalFaults(chain, deployment));
  const admitted = await readCircuitStates(ledgerContract);
  if (powers) appendAll(faults, await powersFaults(chain, powers, admitted));
  const others = admitted.filter(({ circuitId }) => circuitId !== powers?.id);
  return { roles, faults: [...present(faults), ...admissionFaults(others, circuits)] };
}

const UNKNOWN_ROLES: Roles = { owner: "", delay: 0, guardian: "" };

const present = (faults: readonly (string | undefined)[]) => faults.filter((fault) => fault !== undefined);

/** The ledger may have admitted more circuits than it began with: those must be in the file, too, and all be open. */
function admissionFaults(admitted: readonly CircuitState[], circuits: readonly DeployedCircuit[]): string[] {
  const faults = admitted
    .filter(({ circuitId }) => !circuits.some((circuit) => circuit.circuitId === circuitId))
    .map(({ circuitId }) => `circuit ${circuitId}: the ledger takes its proofs, the deployment does not name it`);
  for (const { circuitId, verifier, entries } of circuits) {
    const there = admitted.find((circuit) => circuit.circuitId === circuitId);
    if (there?.verifier !== verifier || there.entries !== entries)
      faults.push(`circuit ${circuitId}: the ledger has another verifier or page size`);
    else if (there.status !== "active") faults.push(`circuit ${circuitId}: ${there.status}`);
  }
  return faults;
}

/** How powers of tau differ from what a deployment says: the verifier's code, and what the ledger has admitted. */
async function powersFaults(
  chain: Chain,
  { id, verifier }: DeployedPowers,
  admitted: readonly CircuitState[],
): Promise<string[]> {
  const code = await codeFault(chain, "DisjointnessVerifier", verifier, [id]);
  const there = admitted.find(({ circuitId }) => circuitId === id);
  const isAdmitted = there?.verifier === verifier && there.entries === WHOLE_LISTS;
  return [
    ...(code === undefined ? [] : [code]),
    ...(isAdmitted ? [] : [`powers of tau ${id}: the ledger has another verifier, or does not take their proofs`]),
    ...(isAdmitted && there.status !== "active" ? [`powers of tau ${id}: ${there.status}`] : []),
  ];
}
