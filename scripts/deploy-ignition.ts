/**
 * Deploys the contracts with Hardhat Ignition, like `disjoint chain deploy`, but with a journal from which an
 * interrupted deployment resumes.
 *
 *     npm run deploy:ignition -- --rpc URL --key-file FILE [--eas ADDRESS] [--without-256]
 *       [--owner ADDRESS --delay SECONDS] [--guardian ADDRESS]
 */
import { deployByIgnition } from "../ignition/deploy.ts";
import { parseRoles } from "../prover/cli/chain/access.ts";
import { circuitsToDeploy, describeTaken } from "../prover/cli/chain/circuits.ts";
import { newDeploymentPath } from "../prover/cli/chain/deploy.ts";
import { addressIn, withChain } from "../prover/cli/chain/where.ts";
import type { Command, Run } from "../prover/cli/commands/definition.ts";
import { LEDGER_OPTIONS, ROLE_OPTIONS } from "../prover/cli/commands/deploy.ts";
import { address, CHAIN_OPTIONS } from "../prover/cli/commands/options.ts";
import { mainOf } from "../prover/cli/main.ts";
import { exactly, optional } from "../prover/cli/values.ts";
import { writeFileAtomic } from "../prover/shared/files.ts";
import { stringifyJson } from "../prover/shared/json.ts";

const EAS = address("eas", "Address of the Ethereum Attestation Service, to deploy a resolver for it.");

const run: Run = async ({ positionals, values, onProgress }) => {
  exactly(positionals, []);
  const roles = parseRoles(values);
  const eas = optional(values, "eas") && addressIn(values, "eas");
  const circuits = await circuitsToDeploy(values, roles);
  return withChain(values, async (chain) => {
    const path = newDeploymentPath(values, chain);
    const journal = `${path}.ignition`;
    const options = { roles, ...(eas && { eas }), journal, onProgress };
    const { deployment, resolver } = await deployByIgnition(chain, circuits, options);
    await writeFileAtomic(path, stringifyJson(deployment, 2));
    const { chainId, ledger, blocklists } = deployment;
    const also = resolver === undefined ? "" : `, resolver ${resolver}`;
    const taken = describeTaken(circuits, roles);
    const text = `deployed on chain ${chainId}: ledger ${ledger}, blocklists ${blocklists}${also}\n${taken}\n${path}`;
    return { verdict: true, json: { deployment, ...(resolver && { resolver }), file: path, journal }, text };
  });
};

const command: Command = {
  name: "deploy:ignition",
  summary: "Deploy the contracts with a verifier for every installed circuit through Hardhat Ignition",
  arguments: [],
  options: [...LEDGER_OPTIONS, EAS, ...ROLE_OPTIONS, ...CHAIN_OPTIONS],
  examples: [["npm run deploy:ignition -- --rpc https://node.example.org --key-file signer.key", "resumable"]],
  interrupted: "The journal beside the deployment's file is kept. Run the same command again: it goes on where it was.",
  load: async () => run,
};

process.exitCode = await mainOf(command, process.argv.slice(2));
