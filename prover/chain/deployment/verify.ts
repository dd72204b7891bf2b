import type { Chain } from "../../rpc/connection.ts";
import { openContract } from "../../rpc/contract.ts";
import { ask } from "../../rpc/node/errors.ts";
import { codeFault, verifierFault } from "./bytecode.ts";
import { type CircuitState, readCircuitStates, readRoles } from "./circuits.ts";
import type { CircuitToDeploy, Roles } from "./deploy.ts";
import type { DeployedCircuit, Deployment } from "./document.ts";

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
  const { blocklists, ledger, releases, circuits } = deployment;
  const ledgerContract = await openContract(chain, "Ledger", ledger);
  const faults = [await codeFault(chain, "Blocklists", blocklists, [])];
  for (const circuit of circuits) faults.push(await verifierFault(chain, circuit, pinned));
  const code = await ask(() => chain.provider.getCode(ledger));
  if (code === "0x")
    return { roles: UNKNOWN_ROLES, faults: [...present(faults), `Ledger ${ledger}: no code is there`] };
  const roles = await readRoles(ledgerContract);
  const admissions = circuits.map(({ verifier, entries }) => ({ verifier, entries }));
  faults.push(await codeFault(chain, "Ledger", ledger, [blocklists, roles, admissions]));
  faults.push(await codeFault(chain, "Releases", releases, [ledger]));
  return {
    roles,
    faults: [...present(faults), ...admissionFaults(await readCircuitStates(ledgerContract), circuits)],
  };
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
