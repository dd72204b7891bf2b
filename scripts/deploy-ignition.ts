/**
 * Deploys the contracts through Hardhat Ignition: as `disjoint chain deploy`, with a journal that a deployment which was
 * cut off goes on from.
 *
 *     npm run deploy:ignition -- --rpc URL --key-file FILE [--eas ADDRESS] [--owner ADDRESS --delay SECONDS] [--guardian ADDRESS]
 */
import { deployByIgnition } from "../ignition/deploy.ts";
import { NOBODY } from "../prover/chain/deploy.ts";
import { circuitsToDeploy } from "../prover/cli/chain/circuits.ts";
import { newDeploymentPath } from "../prover/cli/chain/deploy.ts";
import { addressIn, WHERE, WHERE_OPTIONS, withChain } from "../prover/cli/chain/where.ts";
import { type Command, exactly, optional, type Values } from "../prover/cli/command.ts";
import { mainOf } from "../prover/cli/main.ts";
import { usageError } from "../prover/shared/errors.ts";
import { writeFileAtomic } from "../prover/shared/files.ts";
import { stringifyJson } from "../prover/shared/json.ts";

const command: Command = {
  name: "deploy:ignition",
  summary: "Deploy the contracts with a verifier for every installed circuit through Hardhat Ignition",
  usage: `[--artefacts DIR] [--eas ADDRESS] [--owner ADDRESS --delay SECONDS] [--guardian ADDRESS] ${WHERE}`,
  options: {
    ...WHERE_OPTIONS,
    ...{ artefacts: { type: "string" }, eas: { type: "string" } },
    ...{ owner: { type: "string" }, delay: { type: "string" }, guardian: { type: "string" } },
  },
  run: async ({ positionals, values, onProgress }) => {
    exactly(positionals, []);
    const address = (option: string) =>
      optional(values, option) === undefined ? undefined : addressIn(values, option);
    const offices = {
      owner: address("owner") ?? NOBODY.owner,
      delay: delayIn(values),
      guardian: address("guardian") ?? NOBODY.guardian,
    };
    const eas = address("eas");
    const circuits = await circuitsToDeploy(values);
    return withChain(values, async (chain) => {
      const path = newDeploymentPath(values, chain);
      const journal = `${path}.ignition`;
      const options = { offices, ...(eas && { eas }), journal, onProgress };
      const { deployment, resolver } = await deployByIgnition(chain, circuits, options);
      await writeFileAtomic(path, stringifyJson(deployment, 2));
      const { chainId, ledger, blocklists } = deployment;
      const also = resolver === undefined ? "" : `, resolver ${resolver}`;
      const text = `deployed on chain ${chainId}: ledger ${ledger}, blocklists ${blocklists}${also}\n${path}`;
      return { verdict: true, json: { deployment, ...(resolver && { resolver }), file: path, journal }, text };
    });
  },
};

function delayIn(values: Values): number {
  const text = optional(values, "delay") ?? "0";
  if (/^(0|[1-9][0-9]{0,9})$/.test(text)) return Number(text);
  throw usageError("cli/bad-option", `--delay ${text} is no number of seconds`, "For example --delay 172800.");
}

process.exitCode = await mainOf(command, process.argv.slice(2));
