import type { Contract } from "ethers";
import { ContractFactory } from "ethers";
import { asAddress, asCount, asHash, badAnswer } from "./answers.ts";
import type { Chain } from "./connection.ts";
import { type ContractName, compiled } from "./contracts.ts";
import { type CircuitToDeploy, keyStruct, type Offices } from "./deploy.ts";
import type { DeployedCircuit, Deployment } from "./deployment.ts";
import { ask } from "./revert.ts";
import { contractAt, view } from "./send.ts";

/** A deployment as it is on its chain: who may change it for good, and every way in which it is not as it should be. */
export type Examination = { offices: Offices; faults: string[] };

/** What the ledger says of a circuit whose proofs it takes. */
const OPEN = 1;

/**
 * Compares a deployment with what would be deployed today: the code at every address with what its constructor makes of
 * the same arguments, immutables and all, and the ledger's circuits with the deployment's and with pinned keys.
 *
 * The node is asked for both codes; whoever does not trust it names a second one that must agree.
 *
 * @param pinned the circuits of the artefact lock, with their verification keys
 * @throws chain errors of `ask`, `chain/bad-answer`; artefact `chain/not-compiled`
 */
export async function examineDeployment(
  chain: Chain,
  deployment: Deployment,
  pinned: readonly CircuitToDeploy[],
): Promise<Examination> {
  const { blocklists, ledger, releases, circuits } = deployment;
  const ledgerContract = await contractAt(chain, "Ledger", ledger);
  const faults = [await codeFault(chain, "Blocklists", blocklists, [])];
  for (const circuit of circuits) faults.push(await verifierFault(chain, circuit, pinned));
  const code = await ask(() => chain.provider.getCode(ledger));
  if (code === "0x")
    return { offices: NOBODY_KNOWN, faults: [...present(faults), `Ledger ${ledger}: no code is there`] };
  const offices = await officesOf(ledgerContract);
  const admissions = circuits.map(({ verifier, entries }) => ({ verifier, entries }));
  faults.push(await codeFault(chain, "Ledger", ledger, [blocklists, offices, admissions]));
  faults.push(await codeFault(chain, "Releases", releases, [ledger]));
  return { offices, faults: [...present(faults), ...(await admissionFaults(ledgerContract, circuits))] };
}

const NOBODY_KNOWN: Offices = { owner: "", delay: 0, guardian: "" };

const present = (faults: readonly (string | undefined)[]) => faults.filter((fault) => fault !== undefined);

/** A creation that is only asked for answers with the code that it would leave, immutables filled in. */
async function codeFault(
  chain: Chain,
  name: ContractName,
  address: string,
  args: readonly unknown[],
): Promise<string | undefined> {
  const { abi, bytecode } = await compiled(name);
  const { data } = await new ContractFactory(abi, bytecode).getDeployTransaction(...args);
  const expected = await ask(() => chain.provider.call({ data }).catch(refused));
  const actual = await ask(() => chain.provider.getCode(address));
  if (actual === "0x") return `${name} ${address}: no code is there`;
  return actual === expected ? undefined : `${name} ${address}: the code is not what this version compiles to`;
}

/** The constructor does not take these arguments: nothing would be there. */
function refused(error: { code?: unknown }): undefined {
  if (error.code !== "CALL_EXCEPTION") throw error;
}

async function verifierFault(
  chain: Chain,
  { circuitId, entries, setup, verifier }: DeployedCircuit,
  pinned: readonly CircuitToDeploy[],
): Promise<string | undefined> {
  const known = pinned.find((circuit) => circuit.circuitId === circuitId);
  if (known === undefined) return `circuit ${circuitId}: not in the artefact lock`;
  if (known.entries !== entries || known.setup !== setup)
    return `circuit ${circuitId}: ${entries} entries, ${setup} key; the lock says ${known.entries}, ${known.setup}`;
  return codeFault(chain, "Groth16Verifier", verifier, [keyStruct(known.keyWords)]);
}

async function officesOf(ledger: Contract): Promise<Offices> {
  return {
    owner: asAddress(await view(ledger, "owner"), "owner"),
    delay: asCount(await view(ledger, "delay"), "delay"),
    guardian: asAddress(await view(ledger, "guardian"), "guardian"),
  };
}

/** The ledger may have admitted more circuits than it began with: those must be in the file, too, and all be open. */
async function admissionFaults(ledger: Contract, circuits: readonly DeployedCircuit[]): Promise<string[]> {
  const ids = await view(ledger, "circuits");
  if (!Array.isArray(ids)) throw badAnswer("circuits", ids);
  const admitted = ids.map((id) => asHash(id, "circuits"));
  const faults = admitted
    .filter((id) => !circuits.some(({ circuitId }) => circuitId === id))
    .map((id) => `circuit ${id}: the ledger takes its proofs, the deployment does not name it`);
  for (const { circuitId, verifier, entries } of circuits) {
    const [verifierThere, entriesThere, , trustThere] = (await view(ledger, "circuitOf", circuitId)) as unknown[];
    const trust = asCount(trustThere, "trust");
    if (asAddress(verifierThere, "verifier") !== verifier || asCount(entriesThere, "entries") !== entries)
      faults.push(`circuit ${circuitId}: the ledger has another verifier or page size`);
    else if (trust !== OPEN)
      faults.push(`circuit ${circuitId}: ${["unknown", "open", "stopped", "distrusted"][trust]}`);
  }
  return faults;
}
