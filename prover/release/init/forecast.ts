import type { Blocklist } from "../../blocklist/list.ts";
import {
  type ExpectedTransaction,
  gasOfDisjointness,
  gasOfNaming,
  gasOfRegistering,
  gasOfSubmitting,
  type PageToSubmit,
  readGas,
} from "../../chain/cost/gas.ts";
import { planProofs } from "../../plan/plan.ts";
import { likelyBucketBits } from "../../tree/likely.ts";
import type { ShardConfig } from "../config/config.ts";
import { UNDECIDED } from "../config/fields.ts";
import { estimateRelease, type ReleaseEstimate } from "../steps/estimate.ts";
import type { DisjointnessWork } from "../steps/plan.ts";
import type { ProposedShard } from "./propose.ts";

/**
 * What a first release takes. `pages`: of all lists; `proofs`: their number by circuit, and under `disjointness` of
 * those for whole lists; `commitment`: how its shards are proposed to be committed to.
 */
export type Forecast = {
  pages: number;
  proofs: Record<string, number>;
  commitment: ShardConfig["commitment"];
  estimate: ReleaseEstimate;
};

/**
 * Seconds from which on page proofs are dear. Below, they are the better choice: they need no ceremony's powers of tau,
 * and their size has no bound.
 */
const DEAR = 600;

/**
 * Estimates a first release by page proofs and, if every list has accumulators of the same powers of tau, by
 * disjointness proofs. These are proposed where page proofs take over ten minutes, and more time.
 *
 * @param coreHourDollars what an hour of one core costs, in US dollars
 */
export async function forecastRelease(
  shards: readonly ProposedShard[],
  lists: readonly Blocklist[],
  coreHourDollars?: number,
): Promise<Forecast> {
  const pages = lists.reduce((sum, list) => sum + list.pages.length, 0);
  const byPage = await forecastPages(shards, lists, coreHourDollars);
  const merkle = { pages, commitment: "merkle", ...byPage } as const;
  if (byPage.estimate.seconds <= DEAR || !haveAccumulators(lists)) return merkle;
  const whole = await forecastDisjointness(shards, lists, coreHourDollars);
  return whole.estimate.seconds < byPage.estimate.seconds ? { pages, commitment: "accumulator", ...whole } : merkle;
}

const haveAccumulators = (lists: readonly Blocklist[]): boolean =>
  lists.every(
    ({ accumulators }) => accumulators !== undefined && accumulators.powers === lists[0]?.accumulators?.powers,
  );

const keysOf = ({ rows, shard }: ProposedShard): number =>
  rows * (shard.schemes === UNDECIDED ? 1 : shard.schemes.length);

const commitsTo = (shards: readonly ProposedShard[], commitment: "merkle" | "accumulator") =>
  shards.map((shard) => ({ keys: keysOf(shard), commitment }));

/** A proof for every pair of page and shard. */
async function forecastPages(
  shards: readonly ProposedShard[],
  lists: readonly Blocklist[],
  coreHourDollars: number | undefined,
) {
  const proofs: Record<string, number> = {};
  const pages: PageToSubmit[] = [];
  for (const [i, shard] of shards.entries())
    for (const list of lists)
      for (const { circuit, index } of planProofs(likelyBucketBits(keysOf(shard)), list.pages)) {
        proofs[circuit.name] = (proofs[circuit.name] ?? 0) + 1;
        pages.push({ circuit: circuit.name, claim: `${i}/${list.name}`, isFirst: index % 256 === 0 });
      }
  const transactions = await withRegistration(shards, gasOfSubmitting(await readGas(), pages));
  const work = { circuits: proofs, disjointness: [], transactions, commits: commitsTo(shards, "merkle") };
  return { proofs, estimate: await estimateRelease(work, coreHourDollars) };
}

/** A proof for every pair of list and shard. */
async function forecastDisjointness(
  shards: readonly ProposedShard[],
  lists: readonly Blocklist[],
  coreHourDollars: number | undefined,
) {
  const pairs = shards.flatMap((shard, i) => lists.map((list) => ({ shard: String(i), keys: keysOf(shard), list })));
  const disjointness = pairs.map(({ keys, list }): DisjointnessWork => {
    return { keys, entries: list.pages.reduce((sum, page) => sum + page.labels.length, 0) };
  });
  const claims = pairs.map(({ shard, list }) => ({ list: list.name, shard }));
  const transactions = await withRegistration(shards, gasOfDisjointness(await readGas(), claims));
  const work = { circuits: {}, disjointness, transactions, commits: commitsTo(shards, "accumulator") };
  const estimate = await estimateRelease(work, coreHourDollars);
  return { proofs: { disjointness: pairs.length }, estimate };
}

/** The transactions that submit proofs, and those that register the release and name its evidence. */
async function withRegistration(
  shards: readonly ProposedShard[],
  proofs: readonly ExpectedTransaction[],
): Promise<ExpectedTransaction[]> {
  const gas = await readGas();
  const schemes = shards.map(({ shard }) => ({ schemes: shard.schemes === UNDECIDED ? 1 : shard.schemes.length }));
  const release = { model: "m", version: "v", terms: "t", parents: [], shards: shards.length };
  return [...proofs, ...gasOfRegistering(gas, schemes, release), ...gasOfNaming(gas, true)];
}
