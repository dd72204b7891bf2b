import { type Chain, openChain } from "../../rpc/connection.ts";
import { DisjointError } from "../../shared/errors.ts";
import type { Config } from "../config/config.ts";

/**
 * Opens the chain with the signer, whose address identifies the vendor. A plan needs no key unless the signer publishes
 * some of the lists itself; without a key the plan cannot tell what is registered under the tag, and says so.
 */
export async function openReleaseChain(
  { chain, blocklists }: Config,
  isRun: boolean,
): Promise<{ chain: Chain; withoutVendor: string }> {
  try {
    return { chain: await openChain(chain), withoutVendor: "" };
  } catch (error) {
    const needsKey = isRun || blocklists.some(({ publish }) => publish);
    const isWithoutKey = error instanceof DisjointError && error.code === "chain/no-key-file";
    if (!("rpc" in chain) || needsKey || !isWithoutKey) throw error;
    const { rpc, verifyRpc } = chain;
    const opened = await openChain({ rpc, ...(verifyRpc && { verifyRpc }) });
    return { chain: opened, withoutVendor: `there is no key of the signer: ${error.message}` };
  }
}
