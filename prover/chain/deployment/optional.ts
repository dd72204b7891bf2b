import type { Chain } from "../../rpc/connection.ts";
import { usageError } from "../../shared/errors.ts";
import { getCreateAddress } from "../../shared/ethers.ts";
import { codeFault } from "./bytecode.ts";
import { deployContract } from "./deploy.ts";
import type { Deployment } from "./document.ts";

/** An optional contract, by its field in a deployment's file. */
export type OptionalContract = "tokens" | "terms" | "anchors";

/** Contracts beside a deployment, by their fields in its file. Each is bound to the register of releases. */
const OPTIONAL = {
  tokens: "ReleaseTokens",
  terms: "Terms",
  anchors: "Anchors",
} as const satisfies Record<OptionalContract, string>;

/**
 * Deploys an optional contract of a deployment: `tokens` (ERC-721 tokens with royalties), `terms`, or `anchors`
 * (roots of releases).
 *
 * @returns the deployment with its address
 * @throws usage `chain/already-deployed`; chain errors of every transaction
 * @example
 * const withTerms = await deployOptional(chain, deployment, "terms");
 * console.log(withTerms.terms.length); // 42
 */
export async function deployOptional<N extends OptionalContract>(
  chain: Chain,
  deployment: Deployment,
  name: N,
): Promise<Deployment & Record<N, string>> {
  const known = deployment[name];
  if (known !== undefined)
    throw usageError(
      "chain/already-deployed",
      `the deployment has ${OPTIONAL[name]} at ${known}`,
      "Remove the address from the deployment's file to deploy another.",
    );
  const { address } = await deployContract(chain, OPTIONAL[name], [deployment.releases]);
  return { ...deployment, [name]: address } as Deployment & Record<N, string>;
}

/** @throws usage `chain/no-optional` */
export function addressOfOptional(deployment: Deployment, name: OptionalContract): string {
  const address = deployment[name];
  if (address !== undefined) return address;
  throw usageError(
    "chain/no-optional",
    `the deployment has no contract ${OPTIONAL[name]}`,
    "Deploy it first: its address is added to the deployment's file.",
  );
}

/** How the optional contracts of a deployment differ from what would be deployed today. */
export async function optionalFaults(chain: Chain, deployment: Deployment): Promise<string[]> {
  const { releases, tokens } = deployment;
  const faults: (string | undefined)[] = [];
  for (const name of ["terms", "anchors"] as const) {
    const address = deployment[name];
    if (address !== undefined) faults.push(await codeFault(chain, OPTIONAL[name], address, [releases]));
  }
  if (tokens !== undefined) {
    // The first contract that it creates is the code of all royalty accounts, and only it may mint.
    const account = getCreateAddress({ from: tokens, nonce: 1 });
    faults.push(await codeFault(chain, OPTIONAL.tokens, tokens, [releases], { created: account }));
    faults.push(await codeFault(chain, "RoyaltyAccount", account, [], { creator: tokens }));
  }
  return faults.filter((fault) => fault !== undefined);
}
