import type { Deployment } from "../../chain/deployment/document.ts";
import { readAccepted } from "../../chain/ledger/accepted.ts";
import { isMerkle, type MerkleManifest } from "../../commitment/shard/manifest.ts";
import { type BlockRef, readConfirmedBlock } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { mapConcurrently } from "../../shared/promises.ts";
import type { Config } from "../config/config.ts";
import type { CountedList } from "./counting.ts";
import { planDisjointnessPair } from "./disjointness.ts";
import { planRelease } from "./plan.ts";
import { plannable, storedProofs, type TrustedCircuits, takenNow, trustedCircuits } from "./proofs.ts";
import type { PagePair, ReleasePair } from "./prove.ts";
import type { CommittedShard } from "./shards.ts";

type Scene = { config: Config; chain: Chain; deployment: Deployment };

/** Every shard with every list, and what is left to do for them. */
export async function planPairs(
  scene: Scene,
  shards: readonly CommittedShard[],
  lists: readonly CountedList[],
): Promise<ReleasePair[]> {
  const blockRef = await readConfirmedBlock(scene.chain);
  const circuits = await trustedCircuits(scene.config, scene.chain, scene.deployment, blockRef);
  const pairs = shards.flatMap((shard) => lists.map((list) => ({ shard, list })));
  return mapConcurrently(pairs, async ({ shard, list }): Promise<ReleasePair> => {
    const { manifest } = shard;
    return isMerkle(manifest)
      ? planPagePair(scene, { ...shard, manifest }, list, circuits, blockRef)
      : planDisjointnessPair(scene, { ...shard, manifest }, list, blockRef);
  });
}

async function planPagePair(
  { config, chain, deployment }: Scene,
  shard: CommittedShard<MerkleManifest>,
  list: CountedList,
  { open, counting }: TrustedCircuits,
  blockRef: BlockRef,
): Promise<PagePair> {
  const { pages } = list.counting;
  const accepted = await readAccepted(chain, deployment, shard.commitment, list.id, pages.length, blockRef);
  const takes = takenNow(pages, open, config.circuits);
  const reusable = (page: number) => (accepted.has(page) ? counting : takes(page));
  const stored = storedProofs(config, shard, list, reusable);
  const known = { shard, list, accepted, stored, reusable, circuits: plannable(open) };
  return planRelease([known], config.circuits)[0]!;
}
