import { findSameNames } from "../../registry/sameName.ts";
import type { ListSubject } from "../../registry/verdict.ts";
import { atBlock, type BlockRef } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { openContract, view } from "../../rpc/contract.ts";
import { logRanges } from "../../rpc/logs.ts";
import { badAnswer, parseAddress, parseHash, parseText } from "../../rpc/node/decode.ts";
import { DisjointError } from "../../shared/errors.ts";
import type { ListId } from "../../shared/ids.ts";
import { mapConcurrently } from "../../shared/promises.ts";
import type { Deployment } from "../deployment/document.ts";

/**
 * The other lists with a name equal to this list's, and their owners, in the state after a block. The contract has no
 * list of lists, so this reads the events of their creation. Null if the node refuses to give them.
 */
export async function readSameNames(
  chain: Chain,
  deployment: Deployment,
  list: ListId,
  blockRef: BlockRef,
): Promise<ListSubject["sameName"]> {
  const blocklists = await openContract(chain, "Blocklists", deployment.blocklists);
  const names = await readNames(chain, deployment, blockRef);
  const others = names && (findSameNames(names).get(list) ?? []);
  return (
    others &&
    mapConcurrently(others, async (other) => ({
      list: other.list,
      owner: parseAddress(await view(blocklists, "ownerOf", other.list, atBlock(blockRef)), "ownerOf"),
    }))
  );
}

async function readNames(
  chain: Chain,
  { blocklists, block = 0 }: Deployment,
  blockRef: BlockRef,
): Promise<{ list: string; name: string }[] | null> {
  const { interface: abi } = await openContract(chain, "Blocklists", blocklists);
  const { topicHash } = abi.getEvent("ListCreated")!;
  const names: { list: string; name: string }[] = [];
  try {
    for await (const { logs } of logRanges(chain, { address: blocklists, topics: [topicHash] }, block, blockRef))
      for (const log of logs) {
        const event = abi.parseLog(log);
        if (event === null) throw badAnswer("events", log.topics[0]);
        names.push({
          list: parseHash(event.args.list, "list"),
          name: parseText(event.args.config, 1, "metadata"),
        });
      }
  } catch (error) {
    if (error instanceof DisjointError && REFUSALS.includes(error.code)) return null;
    throw error;
  }
  return names;
}

/** What a node that keeps no old events, or gives few at a time, ends with. */
const REFUSALS: readonly string[] = ["chain/node-refuses", "chain/rate-limited"];
