import type { Blocklist } from "../../blocklist/list.ts";
import type { Deployment } from "../../chain/deployment/document.ts";
import { readDisjointEpoch } from "../../chain/ledger/disjointness.ts";
import type { AccumulatorManifest } from "../../commitment/shard/manifest.ts";
import type { BlockRef } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { dataError } from "../../shared/errors.ts";
import { planDisjointness, type Span } from "../../statements/planDisjointness.ts";
import type { Config } from "../config/config.ts";
import { epochOfSpan, isAccepted, lastPublishedEpoch } from "./accumulators.ts";
import type { CountedList } from "./counting.ts";
import type { DisjointnessWork } from "./plan.ts";
import { proofFolder } from "./proofs.ts";
import type { CommittedShard } from "./shards.ts";

/**
 * A shard with an accumulator and a list, what is known about them, and what is left to do. `accepted` and `stored`:
 * the numbers of the pages that the ledger has accepted, or that proofs in the output folder are about; `prove`:
 * proofs to make, and `work` how large they are; `submit`: proofs that the ledger lacks.
 */
export type DisjointnessPair = {
  shard: CommittedShard<AccumulatorManifest>;
  list: CountedList;
  accepted: ReadonlySet<number>;
  stored: ReadonlySet<number>;
  prove: Span[];
  work: DisjointnessWork[];
  submit: Span[];
};

/** What is left to do for a shard with an accumulator and a list. @throws data `release/no-accumulators` */
export async function planDisjointnessPair(
  { config, chain, deployment }: { config: Config; chain: Chain; deployment: Deployment },
  shard: CommittedShard<AccumulatorManifest>,
  list: CountedList,
  blockRef: BlockRef,
): Promise<DisjointnessPair> {
  const { counting, published } = list;
  if (counting.accumulators?.powers !== shard.manifest.powers) throw otherPowers(shard, list);
  const reached = await readDisjointEpoch(chain, deployment, list.id, shard.commitment, blockRef);
  const [x, y] = shard.manifest.accumulator.map(BigInt) as [bigint, bigint];
  const planned = { commitment: shard.commitment, manifest: shard.manifest, accumulator: [x, y] as const };
  const accepts = (span: Span) => isAccepted(counting, span, published);
  const { known, missing } = await planDisjointness(planned, counting, proofFolder(config, shard, list), accepts);
  if (!missing.every(accepts)) throw notPublished(list);
  return {
    shard,
    list,
    accepted: pagesUpTo(counting, lastPublishedEpoch(counting, published, reached)?.epoch ?? 0),
    stored: pagesUpTo(counting, known.at(-1)?.to ?? 0),
    prove: missing,
    work: missing.map((span) => ({ keys: shard.manifest.keys, entries: entriesIn(counting, span) })),
    submit: [...known, ...missing].filter((span) => epochOfSpan(counting, span, published)! > reached),
  };
}

/** A shard of an earlier release may have been committed to with other powers of tau. */
const otherPowers = ({ label, manifest }: CommittedShard<AccumulatorManifest>, { list }: CountedList) =>
  dataError(
    "release/no-accumulators",
    `${label} is committed to with the powers of tau ${manifest.powers}, and ${list.name} has no accumulators of these`,
    "Release the data under a new tag: the shard is then committed to with the powers in use.",
  );

/** Nothing is proved that the ledger would not take. */
const notPublished = ({ id, epoch, list }: CountedList) =>
  dataError(
    "release/no-accumulators",
    `epoch ${epoch} of ${list.name}, list ${id}, has no accumulators on the chain, or others than its folder`,
    "Ask its publisher to publish them with the next entries, or set $.shards[].commitment to merkle.",
  );

const pagesUpTo = ({ epochs }: Blocklist, epoch: number): ReadonlySet<number> =>
  new Set(Array.from({ length: epochs[epoch - 1] ?? 0 }, (_, page) => page));

const entriesIn = ({ epochs, pages }: Blocklist, { from, to }: Span): number =>
  pages.slice(epochs[from - 1] ?? 0, epochs[to - 1]).reduce((sum, { keys }) => sum + keys.length, 0);
