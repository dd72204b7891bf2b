import { existsSync } from "node:fs";
import { deploy } from "../../chain/deploy.ts";
import { keyToWords } from "../../groth16/verificationKey.ts";
import { readPinnedCircuits } from "../../keys/pinned.ts";
import { usageError } from "../../shared/errors.ts";
import { writeFileAtomic } from "../../shared/files.ts";
import { stringifyJson } from "../../shared/json.ts";
import { type Command, exactly, optional } from "../command.ts";
import { deploymentPath, WHERE, WHERE_OPTIONS, withChain } from "./where.ts";

export const deployCommand: Command = {
  name: "chain deploy",
  summary: "Deploy the contracts with a verifier for every installed circuit",
  usage: `[--artefacts DIR] ${WHERE}`,
  options: { ...WHERE_OPTIONS, artefacts: { type: "string" } },
  run: async ({ positionals, values, onProgress }) => {
    exactly(positionals, []);
    return withChain(values, async (chain) => {
      const path = deploymentPath(values, chain);
      if (existsSync(path)) throw alreadyDeployed(path);
      const pinned = await readPinnedCircuits(optional(values, "artefacts"));
      const circuits = pinned.map(({ circuitId, pageSize, setup, key }) => ({
        ...{ circuitId, entries: pageSize, setup },
        keyWords: keyToWords(key),
      }));
      const { deployment, gas } = await deploy(chain, circuits, { onProgress });
      await writeFileAtomic(path, stringifyJson(deployment, 2));
      const { chainId, ledger, blocklists } = deployment;
      const text = `deployed on chain ${chainId}: ledger ${ledger}, blocklists ${blocklists}\n${path}`;
      return { verdict: true, json: { deployment, gas, file: path }, text };
    });
  },
};

const alreadyDeployed = (path: string) =>
  usageError(
    "chain/already-deployed",
    `${path} exists`,
    "Remove it to deploy anew, or name another with --deployment.",
  );
