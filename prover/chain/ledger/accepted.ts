import { at, type Moment } from "../../rpc/block.ts";
import { eachAtOnce } from "../../rpc/concurrency.ts";
import type { Chain } from "../../rpc/connection.ts";
import { contractAt, view } from "../../rpc/contract.ts";
import { asWord } from "../../rpc/node/decode.ts";
import type { Deployment } from "../deployment/document.ts";

/**
 * Which of a list's first `count` pages the ledger has accepted for a shard, as its state says after one block.
 *
 * @throws chain `chain/bad-answer`, `chain/unreachable`
 */
export async function readAccepted(
  chain: Chain,
  deployment: Deployment,
  commitment: bigint,
  list: string,
  count: number,
  moment: Moment,
): Promise<Set<number>> {
  const ledger = await contractAt(chain, "Ledger", deployment.ledger);
  const accepted = new Set<number>();
  const words = await eachAtOnce(
    Array.from({ length: Math.ceil(count / 256) }, (_, word) => word),
    async (word) => asWord(await view(ledger, "acceptedWord", commitment, list, word, at(moment)), "acceptedWord"),
  );
  for (const [word, bits] of words.entries()) {
    for (let page = 256 * word; page < Math.min(256 * (word + 1), count); page++)
      if ((bits >> BigInt(page & 0xff)) % 2n === 1n) accepted.add(page);
  }
  return accepted;
}
