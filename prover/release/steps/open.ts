import { type Chain, openChain } from "../../rpc/connection.ts";
import { DisjointError } from "../../shared/errors.ts";
import type { Config } from "../config/config.ts";

/**
 * The chain, with the signer: by its address the chain knows the vendor. Who only plans may do without the key,
 * unless lists of the signer's own are among the configured ones; then nobody can say what the tag stands for, which
 * is what the plan says.
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
