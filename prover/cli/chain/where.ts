import { join } from "node:path";
import { type Deployment, readDeploymentOn } from "../../chain/deployment/document.ts";
import { type Chain, openChain } from "../../rpc/connection.ts";
import type { AddressSource } from "../../rpc/node/address.ts";
import { usageError } from "../../shared/errors.ts";
import { getAddress, isAddress } from "../../shared/ethers.ts";
import { BUILD_FOLDER } from "../../shared/root.ts";
import { optional, required, type Values } from "../command.ts";

/** Which chain and which contracts: the options that all commands of the chain share. */
export const WHERE = "[--rpc URL [--witness-rpc URL] --key-file FILE | --state DIR] [--deployment FILE]";

export const WHERE_OPTIONS = {
  rpc: { type: "string" },
  "witness-rpc": { type: "string" },
  "key-file": { type: "string" },
  state: { type: "string" },
  deployment: { type: "string" },
} as const;

/** Opens the chain that the options name for as long as it is used. */
export async function withChain<T>(values: Values, use: (chain: Chain) => Promise<T>): Promise<T> {
  const rpc = addressOf(values, "rpc");
  const witness = addressOf(values, "witness-rpc");
  const keyFile = optional(values, "key-file");
  if (rpc !== undefined && optional(values, "state") !== undefined)
    throw usageError("cli/bad-option", "--rpc and --state exclude each other", "--state is for the embedded chain.");
  if (rpc === undefined && witness !== undefined)
    throw usageError("cli/missing-option", "--witness-rpc without --rpc", "A witness is a second node: name both.");
  const node = { ...(rpc && { rpc }), ...(witness && { verifyRpc: witness }), ...(keyFile && { keyFile }) };
  const chain = await openChain(rpc === undefined ? { state: stateFolder(values) } : node);
  try {
    return await use(chain);
  } finally {
    await chain.close();
  }
}

/** A node's address that is given, or `@FILE` for one in a file: arguments are seen by others. */
export function addressOf(values: Values, option: "rpc" | "witness-rpc"): AddressSource | undefined {
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
export function id(values: Values, option: "list" | "release"): string {
  const text = required(values, option);
  if (/^0x[0-9a-f]{64}$/.test(text)) return text;
  throw usageError("cli/bad-option", `--${option} ${text} is no id`, "The command that made it prints it.");
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
    `--confirmations ${text} is no number of blocks`,
    "For example --confirmations 12.",
  );
}

/** @throws usage `cli/missing-option`, `cli/bad-option` */
export function addressIn(values: Values, option: string): string {
  const text = required(values, option);
  if (isAddress(text)) return getAddress(text);
  throw usageError("cli/bad-option", `--${option} ${text} is no address`, "0x and 40 hexadecimal digits are expected.");
}
