import { atBlock, type BlockRef } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { openContract, view } from "../../rpc/contract.ts";
import { parseWord } from "../../rpc/node/decode.ts";
import type { Commitment, ListId } from "../../shared/ids.ts";
import { mapConcurrently } from "../../shared/promises.ts";
import type { Deployment } from "../deployment/document.ts";

/**
 * Which of a list's first `count` pages the ledger has accepted for a shard, in the state after a block.
 *
 * @throws chain `chain/bad-answer`, `chain/unreachable`
 */
export async function readAccepted(
  chain: Chain,
  deployment: Deployment,
  commitment: Commitment,
  list: ListId,
  count: number,
  blockRef: BlockRef,
): Promise<Set<number>> {
  const ledger = await openContract(chain, "Ledger", deployment.ledger);
  const accepted = new Set<number>();
  const words = await mapConcurrently(
    Array.from({ length: Math.ceil(count / 256) }, (_, word) => word),
    async (word) =>
      parseWord(await view(ledger, "acceptedWord", commitment, list, word, atBlock(blockRef)), "acceptedWord"),
  );
  for (const [word, bits] of words.entries()) {
    for (let page = 256 * word; page < Math.min(256 * (word + 1), count); page++)
      if ((bits >> BigInt(page & 0xff)) % 2n === 1n) accepted.add(page);
  }
  return accepted;
}
