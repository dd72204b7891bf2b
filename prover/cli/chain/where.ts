import { join } from "node:path";
import { type Deployment, readDeploymentOn } from "../../chain/deployment/document.ts";
import { type Chain, openChain } from "../../rpc/connection.ts";
import type { AddressSource } from "../../rpc/node/address.ts";
import { usageError } from "../../shared/errors.ts";
import { getAddress, isAddress } from "../../shared/ethers.ts";
import { type ListId, type ReleaseId, toListId, toReleaseId } from "../../shared/ids.ts";
import { BUILD_FOLDER } from "../../shared/root.ts";
import type { Values } from "../commands/definition.ts";
import { optional, required } from "../values.ts";

/** Opens the chain that the options name for as long as it is used. */
export async function withChain<T>(values: Values, use: (chain: Chain) => Promise<T>): Promise<T> {
  const rpc = addressOf(values, "rpc");
  const verifyRpc = addressOf(values, "verify-rpc");
  const keyFile = optional(values, "key-file");
  if (rpc !== undefined && optional(values, "state") !== undefined)
    throw usageError("cli/bad-option", "--rpc and --state exclude each other", "--state is for the embedded chain.");
  if (rpc === undefined && verifyRpc !== undefined)
    throw usageError("cli/missing-option", "--verify-rpc without --rpc", "It names a second node: name both.");
  const node = { ...(rpc && { rpc }), ...(verifyRpc && { verifyRpc }), ...(keyFile && { keyFile }) };
  const chain = await openChain(rpc === undefined ? { state: stateFolder(values) } : node);
  try {
    return await use(chain);
  } finally {
    await chain.close();
  }
}

/** A node's address that is given, or `@FILE` for one in a file: arguments are seen by others. */
export function addressOf(values: Values, option: "rpc" | "verify-rpc"): AddressSource | undefined {
  const text = optional(values, option);
  return text?.startsWith("@") ? { file: text.slice(1) } : text;
}

/** The same with the contracts that are deployed there. */
export const withDeployment = <T>(
  values: Values,
  use: (chain: Chain, deployment: Deployment) => Promise<T>,
): Promise<T> =>
  withChain(values, async (chain) => use(chain, await readDeploymentOn(chain, deploymentPath(values, chain))));

export const stateFolder = (values: Values): string => optional(values, "state") ?? join(BUILD_FOLDER, "chain");

export const deploymentPath = (values: Values, { chainId }: Chain): string =>
  optional(values, "deployment") ?? join(stateFolder(values), `deployment-${chainId}.json`);

/** @throws usage `cli/bad-option` */
export const listIdIn = (values: Values): ListId => toListId(idIn(required(values, "list-id"), "--list-id "));

/** @throws usage `cli/bad-option` */
export const releaseIdIn = (values: Values): ReleaseId =>
  toReleaseId(idIn(required(values, "release-id"), "--release-id "));

/**
 * An id of the chain. `what`: what stands before it in an error.
 *
 * @throws usage `cli/bad-option`
 */
export function idIn(text: string, what = ""): string {
  if (/^0x[0-9a-f]{64}$/.test(text)) return text;
  throw usageError(
    "cli/bad-option",
    `${what}${text} is not an id`,
    "`disjoint chain lists` and `disjoint chain releases` print the ids on a chain.",
  );
}

/**
 * Blocks on top of what is read or written before it counts.
 *
 * @throws usage `cli/bad-option`
 */
export function confirmationsIn(values: Values): number {
  const text = optional(values, "confirmations") ?? "0";
  if (/^(0|[1-9][0-9]{0,5})$/.test(text)) return Number(text);
  throw usageError(
    "cli/bad-option",
    `--confirmations ${text} must be a number of blocks`,
    "For example --confirmations 12.",
  );
}

/** @throws usage `cli/missing-option`, `cli/bad-option` */
export function addressIn(values: Values, option: string): string {
  const text = required(values, option);
  if (isAddress(text)) return getAddress(text);
  throw usageError(
    "cli/bad-option",
    `--${option} ${text} must be an address`,
    "0x and 40 hexadecimal digits are expected.",
  );
}
