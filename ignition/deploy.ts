import {
  errorDeploymentResultToExceptionMessage,
  HardhatArtifactResolver,
} from "@nomicfoundation/hardhat-ignition/helpers";
import { type DeploymentParameters, DeploymentResultType, deploy } from "@nomicfoundation/ignition-core";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import {
  type CircuitToDeploy,
  keyStruct,
  NO_ROLES,
  type Roles,
  requireFit,
} from "../prover/chain/deployment/deploy.ts";
import { DEPLOYMENT_FORMAT, type Deployment } from "../prover/chain/deployment/document.ts";
import { type PowersToDeploy, requireCeremony } from "../prover/chain/deployment/powers.ts";
import { examineDeployment } from "../prover/chain/deployment/verify.ts";
import type { Chain } from "../prover/rpc/connection.ts";
import { requireSigner } from "../prover/rpc/contract.ts";
import { compiled } from "../prover/rpc/node/artifacts.ts";
import { parseAddress } from "../prover/rpc/node/decode.ts";
import { chainError } from "../prover/shared/errors.ts";
import { toCircuitId } from "../prover/shared/ids.ts";
import { type OnProgress, silent } from "../prover/shared/progress.ts";
import { PROJECT_ROOT } from "../prover/shared/root.ts";
import { type Contracts, disjointModule } from "./modules/Disjoint.ts";
import { easModule } from "./modules/EasResolver.ts";
import { providerOf } from "./provider.ts";

/** `name`: the circuit's name, as in circuits/main. */
type NamedCircuit = CircuitToDeploy & { name: string };

/**
 * `journal`: the folder where Ignition records what it has done, to resume after a crash; without one, nothing is
 * recorded. `eas`: the address of an attestation service to deploy a resolver for.
 */
type IgnitionOptions = {
  roles?: Roles;
  powers?: PowersToDeploy;
  eas?: string;
  journal?: string;
  onProgress?: OnProgress;
};

/** The deployment as `disjoint chain deploy` writes it, and the resolver's address if there is one. */
export type Ignited = { deployment: Deployment; resolver?: string };

/**
 * Deploys with Hardhat Ignition what `deployContracts` deploys, under the same conditions, and compares the deployed
 * code.
 *
 * @throws artifact `chain/development-key` and `chain/development-powers` on a public chain, `chain/not-compiled`;
 * chain `chain/ignition-failed`, `chain/deployment-differs`
 */
export async function deployByIgnition(
  chain: Chain,
  circuits: readonly NamedCircuit[],
  { roles = NO_ROLES, powers, eas, journal, onProgress = silent }: IgnitionOptions = {},
): Promise<Ignited> {
  for (const circuit of circuits) requireFit(circuit, chain.chainId);
  if (powers !== undefined) requireCeremony(powers, chain.chainId);
  const disjoint = disjointModule(
    circuits.map(({ name }) => name),
    powers !== undefined,
  );
  const parameters = {
    Disjoint: Object.assign({ ...roles, ...(powers && { powers: powers.id }) }, ...circuits.map(parametersOf)),
    ...(eas && { EasResolver: { service: eas } }),
  };
  const total = circuits.length + (powers === undefined ? 3 : 4) + (eas === undefined ? 0 : 2);
  let done = 0;
  const onSend = () => onProgress({ stage: "chain", done: done++, total, what: "deploying through Ignition" });
  const ignite = (module: Contracts) => run(chain, module, parameters, onSend, journal);
  const at = await ignite(disjoint);
  const deployment: Deployment = {
    format: DEPLOYMENT_FORMAT,
    chainId: chain.chainId,
    blocklists: at("Disjoint#Blocklists"),
    ledger: at("Disjoint#Ledger"),
    releases: at("Disjoint#Releases"),
    circuits: circuits.map(({ name, circuitId, entries, setup }) => ({
      circuitId: toCircuitId(circuitId),
      entries,
      setup,
      verifier: at(`Disjoint#Groth16Verifier_${name}`),
    })),
    ...(powers && { powers: { id: powers.id, setup: powers.kind, verifier: at("Disjoint#DisjointnessVerifier") } }),
  };
  const { faults } = await examineDeployment(chain, deployment, circuits);
  if (faults.length > 0) throw differs(faults);
  if (eas === undefined) return { deployment };
  return { deployment, resolver: (await ignite(easModule(disjoint)))("EasResolver#EasResolver") };
}

const parametersOf = ({ name, entries, keyWords }: NamedCircuit) => ({
  [`${name}_key`]: keyStruct(keyWords),
  [`${name}_entries`]: entries,
});

/** Runs a module, or the rest of it, and returns a function from a contract's id to its address. */
async function run(
  chain: Chain,
  module: Contracts,
  parameters: DeploymentParameters,
  onSend: () => void,
  journal: string | undefined,
): Promise<(id: string) => string> {
  await compiled("Ledger");
  const { artifacts } = await createHardhatRuntimeEnvironment(
    { paths: { artifacts: "build/contracts" } },
    {},
    PROJECT_ROOT,
  );
  const result = await deploy({
    provider: providerOf(chain, onSend),
    artifactResolver: new HardhatArtifactResolver(artifacts),
    ignitionModule: module,
    deploymentParameters: parameters,
    accounts: [await requireSigner(chain).getAddress()],
    config: { blockPollingInterval: chain.polling.pollingInterval },
    ...(journal !== undefined && { deploymentDir: journal }),
  });
  if (result.type !== DeploymentResultType.SUCCESSFUL_DEPLOYMENT)
    throw failed(errorDeploymentResultToExceptionMessage(result), journal);
  return (id) => parseAddress(result.contracts[id]?.address, id);
}

const failed = (message: string, journal: string | undefined) =>
  chainError(
    "chain/ignition-failed",
    message,
    journal === undefined
      ? "Run the command again."
      : `Run the command again: it goes on from ${journal}. Remove that folder to start a new deployment.`,
  );

const differs = (faults: readonly string[]) =>
  chainError(
    "chain/deployment-differs",
    `the deployed contracts differ from the compiled ones: ${faults.join("; ")}`,
    "Ask another node, and check that the artifact lock and the compiled contracts are of one version.",
  );
