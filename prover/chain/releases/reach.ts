import { atBlock, type BlockRef } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { openContract, view } from "../../rpc/contract.ts";
import { parseCount } from "../../rpc/node/decode.ts";
import type { ListId } from "../../shared/ids.ts";
import type { UpTo } from "../../shared/verdict.ts";
import type { Deployment } from "../deployment/document.ts";
import { isCleanNow } from "../ledger/status.ts";

/**
 * Epochs of a list, counted from 1: the last one up to which something is clean (0: none), and the current one.
 */
export type EpochRange = { cleanEpoch: number; currentEpoch: number };

/**
 * The verdict of a shard's or release's status. `true`: clean of the current list; `behind`: clean up to an earlier
 * epoch; `open`: not clean up to any epoch, which does not mean that something was found.
 */
export const classifyReach = (reach: EpochRange): "true" | "behind" | "open" =>
  isCleanNow(reach) ? "true" : reach.cleanEpoch > 0 ? "behind" : "open";

/**
 * How far behind the list's current epoch that is, and since when the first epoch that is not clean was published.
 *
 * @param list its id on the chain, and its name for people
 * @throws chain `chain/bad-answer`, `chain/unreachable`
 */
export async function readUpTo(
  chain: Chain,
  deployment: Pick<Deployment, "blocklists">,
  list: { id: ListId; name: string },
  { cleanEpoch, currentEpoch }: EpochRange,
  blockRef: BlockRef,
): Promise<UpTo> {
  const blocklists = await openContract(chain, "Blocklists", deployment.blocklists);
  const pages = async (epoch: number) =>
    parseCount(await view(blocklists, "pageCountAt", list.id, epoch, atBlock(blockRef)), "pageCountAt");
  const next = (await view(blocklists, "epochOf", list.id, cleanEpoch + 1, atBlock(blockRef))) as { time: unknown };
  const since = new Date(1000 * parseCount(next.time, "time")).toISOString().replace(".000Z", "Z");
  const pagesBehind = (await pages(currentEpoch)) - (await pages(cleanEpoch));
  return { list: list.name, epoch: cleanEpoch, of: currentEpoch, pagesBehind, since };
}

/**
 * How far a statement about one epoch of a list is behind the current epoch; undefined if it is not.
 *
 * @throws chain `chain/unknown-list`, `chain/bad-answer`, `chain/unreachable`
 */
export async function readGrowth(
  chain: Chain,
  deployment: Pick<Deployment, "blocklists">,
  list: { id: ListId; name: string },
  epoch: number,
  blockRef: BlockRef,
): Promise<UpTo | undefined> {
  const blocklists = await openContract(chain, "Blocklists", deployment.blocklists);
  const currentEpoch = parseCount(await view(blocklists, "currentEpoch", list.id, atBlock(blockRef)), "currentEpoch");
  if (epoch >= currentEpoch) return undefined;
  return readUpTo(chain, deployment, list, { cleanEpoch: epoch, currentEpoch }, blockRef);
}
