import type { Deployment } from "../../chain/deployment/document.ts";
import { readAccepted } from "../../chain/ledger/accepted.ts";
import { readConfirmedBlock } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { mapConcurrently } from "../../shared/promises.ts";
import type { Config } from "../config/config.ts";
import type { CountedList } from "./counting.ts";
import { planRelease } from "./plan.ts";
import { plannable, storedProofs, takenNow, trustedCircuits } from "./proofs.ts";
import type { ReleasePair } from "./prove.ts";
import type { CommittedShard } from "./shards.ts";

/** Every shard with every list, and what is left to do for them. */
export async function planPairs(
  { config, chain, deployment }: { config: Config; chain: Chain; deployment: Deployment },
  shards: readonly CommittedShard[],
  lists: readonly CountedList[],
): Promise<ReleasePair[]> {
  const blockRef = await readConfirmedBlock(chain);
  const pairs = shards.flatMap((shard) => lists.map((list) => ({ shard, list })));
  const [{ open, counting }, all] = await Promise.all([
    trustedCircuits(config, chain, deployment, blockRef),
    mapConcurrently(pairs, ({ shard, list }) =>
      readAccepted(chain, deployment, shard.commitment, list.id, list.counting.pages.length, blockRef),
    ),
  ]);
  const known = pairs.map(({ shard, list }, i) => {
    const accepted = all[i]!;
    const takes = takenNow(list.counting.pages, open, config.circuits);
    const reusable = (page: number) => (accepted.has(page) ? counting : takes(page));
    const stored = storedProofs(config, shard, list, reusable);
    return { shard, list, accepted, stored, reusable, circuits: plannable(open) };
  });
  return planRelease(known, config.circuits);
}
