import type { Chain } from "../../rpc/connection.ts";
import { openContract, requireSigner, view } from "../../rpc/contract.ts";
import { type ContractName, compiled } from "../../rpc/node/artifacts.ts";
import { parseAddress, parseHash } from "../../rpc/node/decode.ts";
import { ask } from "../../rpc/node/errors.ts";
import { readSenderState, receiptOf, signAndSend, waitForEffect, withMargin } from "../../rpc/transaction.ts";
import type { Setup } from "../../shared/circuit.ts";
import { minOf } from "../../shared/collections.ts";
import { artifactError, chainError, usageError } from "../../shared/errors.ts";
import { ContractFactory, getCreateAddress, ZeroAddress } from "../../shared/ethers.ts";
import { type CircuitId, toCircuitId } from "../../shared/ids.ts";
import { type OnProgress, silent } from "../../shared/progress.ts";
import { DEPLOYMENT_FORMAT, type DeployedCircuit, type Deployment } from "./document.ts";
import { isLocal } from "./local.ts";
import { type PowersToDeploy, requireCeremony, WHOLE_LISTS } from "./powers.ts";

/**
 * A circuit whose proofs the ledger is to accept. `keyWords`: the 20 words of its verification key, whose hash must be
 * `circuitId` (0x, 64 hexadecimal digits).
 */
export type CircuitToDeploy = { circuitId: CircuitId; entries: number; setup: Setup; keyWords: readonly bigint[] };

/**
 * Who may change the circuits. Without an owner no circuit can be added; without a guardian none can be paused. `delay`
 * in seconds.
 */
export type Roles = { owner: string; delay: number; guardian: string };

/** No roles: nothing about the ledger can ever be changed. */
export const NO_ROLES: Roles = { owner: ZeroAddress, delay: 0, guardian: ZeroAddress };

/** What a deployment is to have beside circuits. */
export type DeployOptions = { roles?: Roles; powers?: PowersToDeploy; onProgress?: OnProgress };

/** `gas`: of each contract. */
export type DeployResult = { deployment: Deployment; gas: Record<string, bigint> };

/**
 * Deploys the lists, one verifier a circuit, one for powers of tau if there are any, and the ledger that is bound to
 * them, and the register of releases.
 *
 * @param options `powers`: the powers of tau whose disjointness proofs the ledger is to accept, by default none
 * @throws artifact `chain/development-key` and `chain/development-powers` on a public chain, `chain/circuit-differs`;
 * chain errors of `send`
 * @example
 * const artifacts = await ensureArtifacts("exclusion_16x60");
 * const { deployment } = await deployContracts(chain, [toCircuitToDeploy(artifacts)]);
 * console.log(deployment.circuits.length); // 1
 */
export async function deployContracts(
  chain: Chain,
  circuits: readonly CircuitToDeploy[],
  { roles = NO_ROLES, powers, onProgress = silent }: DeployOptions = {},
): Promise<DeployResult> {
  for (const circuit of circuits) requireFit(circuit, chain.chainId);
  if (powers !== undefined) requireCeremony(powers, chain.chainId);
  const gas: Record<string, bigint> = {};
  const blocks: number[] = [];
  const total = circuits.length + (powers === undefined ? 3 : 4);
  const put = async (label: string, make: () => Promise<DeployedContract>): Promise<string> => {
    onProgress({ stage: "chain", done: Object.keys(gas).length, total, what: `deploying ${label}` });
    const { address, gasUsed, block } = await make();
    gas[label] = gasUsed;
    blocks.push(block);
    return address;
  };
  const blocklists = await put("Blocklists", () => deployContract(chain, "Blocklists", []));
  const deployed: DeployedCircuit[] = [];
  for (const circuit of circuits) {
    const label = `Groth16Verifier ${circuit.circuitId.slice(0, 10)}`;
    const verifier = await put(label, () => deployVerifier(chain, circuit));
    const { entries, setup } = circuit;
    deployed.push({ circuitId: toCircuitId(circuit.circuitId), entries, verifier, setup });
  }
  const admissions = deployed.map(({ verifier, entries }) => ({ verifier, entries }));
  const deployedPowers = powers && {
    id: powers.id,
    setup: powers.kind,
    verifier: await put("DisjointnessVerifier", () => deployContract(chain, "DisjointnessVerifier", [powers.id])),
  };
  if (deployedPowers) admissions.push({ verifier: deployedPowers.verifier, entries: WHOLE_LISTS });
  const ledger = await put("Ledger", () => deployContract(chain, "Ledger", [blocklists, roles, admissions]));
  const releases = await put("Releases", () => deployContract(chain, "Releases", [ledger]));
  const { chainId } = chain;
  return {
    deployment: {
      format: DEPLOYMENT_FORMAT,
      chainId,
      block: minOf(blocks),
      blocklists,
      ledger,
      releases,
      circuits: deployed,
      ...(deployedPowers && { powers: deployedPowers }),
    },
    gas,
  };
}

/**
 * Refuses a key whose trapdoor someone may know.
 *
 * @throws artifact `chain/development-key` on a public chain
 */
export function requireFit({ circuitId, setup }: CircuitToDeploy, chainId: number): void {
  if (setup === "ceremony" || isLocal(chainId)) return;
  throw artifactError(
    "chain/development-key",
    `circuit ${circuitId} has a development key, and chain ${chainId} is not a local one`,
    "Anyone who made that key can forge proofs. Make a key in a ceremony.",
  );
}

/**
 * Refuses a ledger that can never accept pages of 256 entries, which most lists have: it lacks such a circuit, and no
 * one could add it.
 *
 * @param without256 whether that is what is wanted
 * @throws usage `chain/fixed-circuits`
 */
export function requireExtensible(
  circuits: readonly Pick<CircuitToDeploy, "entries">[],
  { owner }: Roles,
  without256 = false,
): void {
  if (without256 || owner !== ZeroAddress || circuits.some(({ entries }) => entries === 256)) return;
  throw usageError(
    "chain/fixed-circuits",
    `the ledger would take proofs for pages of ${describeSizes(circuits)} entries only, and nobody could ever add ` +
      `a circuit`,
    "Install artifacts for pages of 256 as well (proving against such a list makes development keys). " +
      "Or give an `owner` who may add circuits. Or allow it by `without256`.",
  );
}

/** The page sizes of circuits, ascending. */
export const pageSizesOf = (circuits: readonly Pick<CircuitToDeploy, "entries">[]): number[] =>
  [...new Set(circuits.map(({ entries }) => entries))].sort((a, b) => a - b);

/** The same in words. */
export const describeSizes = (circuits: readonly Pick<CircuitToDeploy, "entries">[]): string =>
  new Intl.ListFormat("en").format(pageSizesOf(circuits).map(String));

const circuitDiffers = (expected: string, own: string) =>
  artifactError(
    "chain/circuit-differs",
    `the verification key has circuit id ${own}, not ${expected}`,
    "The artifact lock and the verification key do not belong together: make the keys again.",
  );

/** The 20 words as the constructor's struct: alpha, beta, gamma, delta, ic. */
export function keyStruct(words: readonly bigint[]): unknown[] {
  const alpha = words.slice(0, 2);
  const beta = words.slice(2, 6);
  const gamma = words.slice(6, 10);
  const delta = words.slice(10, 14);
  return [alpha, beta, gamma, delta, [words.slice(14, 16), words.slice(16, 18), words.slice(18, 20)]];
}

/** A contract that is there, and what that took. */
type DeployedContract = { address: string; gasUsed: bigint; block: number };

/**
 * Deploys a verifier of a circuit's key.
 *
 * @throws artifact `chain/circuit-differs`
 */
export async function deployVerifier(
  chain: Chain,
  { circuitId, keyWords }: CircuitToDeploy,
): Promise<DeployedContract> {
  const deployed = await deployContract(chain, "Groth16Verifier", [keyStruct(keyWords)]);
  const verifier = await openContract(chain, "Groth16Verifier", deployed.address);
  const own = parseHash(await view(verifier, "circuitId"), "circuitId");
  if (own !== circuitId.toLowerCase()) throw circuitDiffers(circuitId, own);
  return deployed;
}

/** Deploys one contract and waits until its code is there. */
export async function deployContract(
  chain: Chain,
  name: ContractName,
  args: readonly unknown[],
): Promise<DeployedContract> {
  const { abi, bytecode } = await compiled(name);
  const from = await requireSigner(chain).getAddress();
  const { data } = await new ContractFactory(abi, bytecode).getDeployTransaction(...args);
  const [{ nonce, fees }, gas] = await ask(() =>
    Promise.all([readSenderState(chain), chain.provider.estimateGas({ from, data })]),
  );
  const hash = await signAndSend(chain, { data, gasLimit: withMargin(gas), nonce }, fees);
  const address = getCreateAddress({ from, nonce });
  // Only this transaction can make a contract at this address, so its receipt comes, if later than the code.
  const code = () => ask(() => chain.provider.getCode(address));
  const isThere = async () => (await code()) !== "0x" && (await receiptOf(chain, hash)) !== null;
  const { gasUsed, block } = await waitForEffect(chain, hash, `deployment of ${name}`, isThere);
  if (gasUsed === undefined || block === undefined)
    throw chainError("chain/bad-answer", `no receipt of the deployment ${hash}`, "Use another node.");
  return { address: parseAddress(address, name), gasUsed, block };
}
