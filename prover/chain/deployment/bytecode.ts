import type { Chain } from "../../rpc/connection.ts";
import { type ContractName, compiled } from "../../rpc/node/artifacts.ts";
import { ask, revertData } from "../../rpc/node/errors.ts";
import { ContractFactory } from "../../shared/ethers.ts";
import { type CircuitToDeploy, keyStruct } from "./deploy.ts";
import type { DeployedCircuit } from "./document.ts";

/**
 * Other contracts that a contract's code names: its `creator`, and the one that it has `created`, whose address depends
 * on its own.
 */
type Related = { creator?: string; created?: string };

/** A creation that is only asked for answers with the code that it would leave, immutables filled in. */
export async function codeFault(
  chain: Chain,
  name: ContractName,
  address: string,
  args: readonly unknown[],
  { creator, created }: Related = {},
): Promise<string | undefined> {
  const { abi, bytecode } = await compiled(name);
  const { data } = await new ContractFactory(abi, bytecode).getDeployTransaction(...args);
  const from = creator === undefined ? {} : { from: creator };
  const answer = await ask(() => chain.provider.call({ data, ...from }).catch(refused));
  const actual = await ask(() => chain.provider.getCode(address));
  if (actual === "0x") return `${name} ${address}: no code is there`;
  const expected = created === undefined ? answer : withCreated(answer, actual, created);
  return actual === expected ? undefined : `${name} ${address}: the code is not what this version compiles to`;
}

/** The expected code with the created contract's address where the actual code has it. */
function withCreated(expected: string | undefined, actual: string, created: string): string | undefined {
  const word = created.slice(2).toLowerCase();
  const at = actual.indexOf(word);
  if (at < 0) return undefined;
  return expected?.replaceAll(expected.slice(at, at + word.length), word);
}

/** The constructor does not take these arguments: nothing would be there. */
function refused(error: unknown): undefined {
  if (revertData(error) === undefined) throw error;
}

/** How a verifier is not that of a circuit of the artifact lock. */
export async function verifierFault(
  chain: Chain,
  { circuitId, entries, setup, verifier }: DeployedCircuit,
  pinned: readonly CircuitToDeploy[],
): Promise<string | undefined> {
  const known = pinned.find((circuit) => circuit.circuitId === circuitId);
  if (known === undefined) return `circuit ${circuitId}: not in the artifact lock`;
  if (known.entries !== entries || known.setup !== setup)
    return `circuit ${circuitId}: ${entries} entries, ${setup} key; the lock says ${known.entries}, ${known.setup}`;
  return codeFault(chain, "Groth16Verifier", verifier, [keyStruct(known.keyWords)]);
}
