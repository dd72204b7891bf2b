import type { Chain } from "../../rpc/connection.ts";
import { ask } from "../../rpc/node/errors.ts";
import { chainError } from "../../shared/errors.ts";
import { type Deployment, readDeploymentOn } from "./document.ts";

/**
 * Reads the deployment file of the chain that is connected to, and looks whether its contracts are there: a chain for
 * trials forgets them when it is started again.
 *
 * @throws chain `chain/no-contracts`; as `readDeploymentOn`
 */
export async function requireDeployment(chain: Chain, path: string): Promise<Deployment> {
  const deployment = await readDeploymentOn(chain, path);
  const { blocklists, ledger, releases } = deployment;
  const addresses = [blocklists, ledger, releases];
  const codes = await ask(() => Promise.all(addresses.map((address) => chain.provider.getCode(address))));
  const missing = addresses.find((_, i) => codes[i] === "0x");
  if (missing === undefined) return deployment;
  throw chainError(
    "chain/no-contracts",
    `chain ${chain.chainId} has no contract at ${missing}, where ${path} says that one is`,
    "Give the file of a deployment on this chain as `deployment`. Or deploy the contracts on it.",
  );
}
