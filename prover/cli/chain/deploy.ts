import { existsSync } from "node:fs";
import { requireFunds } from "../../chain/cost/funds.ts";
import { gasOfDeployment, readGas } from "../../chain/cost/gas.ts";
import { deployContracts, pageSizesOf } from "../../chain/deployment/deploy.ts";
import { requireRunnable } from "../../chain/deployment/opcodes.ts";
import type { Chain } from "../../rpc/connection.ts";
import { openPowers } from "../../setup/powers/open.ts";
import { usageError } from "../../shared/errors.ts";
import { writeFileAtomic } from "../../shared/files.ts";
import { stringifyJson } from "../../shared/json.ts";
import type { Run, Values } from "../commands/definition.ts";
import { exactly, optional } from "../values.ts";
import { parseRoles } from "./access.ts";
import { circuitsToDeploy, describeTaken } from "./circuits.ts";
import { deploymentPath, withChain } from "./where.ts";

export const runDeploy: Run = async ({ positionals, values, onProgress }) => {
  exactly(positionals, []);
  const roles = parseRoles(values);
  const folder = optional(values, "powers");
  const powers = folder === undefined ? undefined : await openPowers(folder);
  return withChain(values, async (chain) => {
    const path = newDeploymentPath(values, chain);
    const circuits = await circuitsToDeploy(values, roles);
    await requireRunnable(chain);
    await requireFunds(chain, gasOfDeployment(await readGas(), circuits.length, powers !== undefined));
    const { deployment, gas } = await deployContracts(chain, circuits, {
      roles,
      onProgress,
      ...(powers && { powers }),
    });
    await writeFileAtomic(path, stringifyJson(deployment, 2));
    const { chainId, ledger, blocklists } = deployment;
    const text = [
      `deployed on chain ${chainId}: ledger ${ledger}, blocklists ${blocklists}`,
      describeTaken(circuits, roles),
      ...(powers ? [`takes disjointness proofs with the powers of tau ${powers.id} (${powers.kind})`] : []),
      path,
    ].join("\n");
    return { verdict: true, json: { deployment, gas, pageSizes: pageSizesOf(circuits), file: path }, text };
  });
};

/**
 * Where the deployment's file is to be.
 *
 * @throws usage `chain/already-deployed` when one is there
 */
export function newDeploymentPath(values: Values, chain: Chain): string {
  const path = deploymentPath(values, chain);
  if (!existsSync(path)) return path;
  throw usageError(
    "chain/already-deployed",
    `${path} exists`,
    "Remove it to deploy again, or give another with --deployment.",
  );
}
