import type { Chain } from "../../rpc/connection.ts";
import { openContract, view } from "../../rpc/contract.ts";
import { parseCount } from "../../rpc/node/decode.ts";
import { type SentTransaction, send } from "../../rpc/transaction.ts";
import { chainError } from "../../shared/errors.ts";
import type { ReleaseId } from "../../shared/ids.ts";
import { codeFault } from "../deployment/bytecode.ts";
import type { Deployment } from "../deployment/document.ts";

/** A root that is anchored, when (seconds since 1970), and the transaction; missing if it was anchored before. */
export type AnchoredRoot = { time: number; transaction?: SentTransaction };

/**
 * Compares the code at an address with that of the contract of anchors for a deployment's releases: another contract
 * may say any time of any root.
 *
 * @throws chain `chain/no-anchors`
 * @example
 * const { anchors } = await deployOptional(chain, deployment, "anchors");
 * await requireAnchors(chain, deployment, anchors);
 */
export async function requireAnchors(chain: Chain, { releases }: Deployment, anchors: string): Promise<void> {
  const fault = await codeFault(chain, "Anchors", anchors, [releases]);
  if (fault === undefined) return;
  throw chainError("chain/no-anchors", fault, "Give the address at which the contract was deployed for this registry.");
}

/** When a root was anchored for a release, in seconds since 1970; 0 if it was not. */
export async function readAnchorTime(chain: Chain, anchors: string, release: ReleaseId, root: string): Promise<number> {
  const contract = await openContract(chain, "Anchors", anchors);
  return parseCount(await view(contract, "timeOf", release, `0x${root}`), "timeOf");
}

/**
 * Anchors the root of a batch for a release, in one transaction. Only the vendor of the release may. Nothing is sent
 * for a root that is anchored.
 *
 * @param root 64 hexadecimal digits
 * @throws chain `chain/not-vendor` and those of every transaction
 * @example
 * const { anchors } = await deployOptional(chain, deployment, "anchors");
 * const { root } = makeOutputBatch(["ab".repeat(32)]);
 * const { time } = await anchorRoot(chain, anchors, release, root);
 * console.log(time > 0); // true
 */
export async function anchorRoot(
  chain: Chain,
  anchors: string,
  release: ReleaseId,
  root: string,
): Promise<AnchoredRoot> {
  const read = () => readAnchorTime(chain, anchors, release, root);
  const known = await read();
  if (known !== 0) return { time: known };
  const contract = await openContract(chain, "Anchors", anchors);
  const transaction = await send(chain, contract, "anchor", [release, `0x${root}`], async () => (await read()) !== 0);
  return { time: await read(), transaction };
}
