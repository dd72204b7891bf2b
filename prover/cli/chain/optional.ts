import { deployOptional, type OptionalContract } from "../../chain/deployment/optional.ts";
import { writeFileAtomic } from "../../shared/files.ts";
import { stringifyJson } from "../../shared/json.ts";
import type { Run } from "../commands/definition.ts";
import { exactly } from "../values.ts";
import { deploymentPath, withDeployment } from "./where.ts";

/** Deploys an optional contract, and adds its address to the deployment's file. */
export const runDeployOptional =
  (name: OptionalContract): Run =>
  async ({ positionals, values }) => {
    exactly(positionals, []);
    return withDeployment(values, async (chain, deployment) => {
      const file = deploymentPath(values, chain);
      const extended = await deployOptional(chain, deployment, name);
      await writeFileAtomic(file, stringifyJson(extended, 2));
      const address = extended[name];
      return { verdict: true, json: { [name]: address, file }, text: `${name} ${address}\n${file}` };
    });
  };
