import { listAccumulatorHash } from "../../accumulator/hashes.ts";
import { atEpoch } from "../../blocklist/epoch.ts";
import { expectAccumulators } from "../../blocklist/expectAccumulators.ts";
import type { Blocklist } from "../../blocklist/list.ts";
import type { DisjointnessBundle } from "../../bundle/disjointness.ts";
import type { Deployment } from "../../chain/deployment/document.ts";
import type { DisjointnessItem } from "../../chain/ledger/disjointness.ts";
import { blocklistsOf, readListState } from "../../chain/lists/access.ts";
import { type AccumulatorsToPublish, readAccumulators } from "../../chain/lists/accumulators.ts";
import type { RecomputedAccumulators } from "../../chain/lists/reviewAccumulators.ts";
import type { Chain } from "../../rpc/connection.ts";
import { openInstalledEngine } from "../../setup/powers/installed.ts";
import { DisjointError, dataError } from "../../shared/errors.ts";
import type { ListId } from "../../shared/ids.ts";
import { mapConcurrently } from "../../shared/promises.ts";

/** The hash of a list's root document at the epoch before its newest one, if there is one. */
const before = (list: Blocklist): string | undefined =>
  list.epochs.length > 1 ? `0x${atEpoch(list, list.epochs.length - 1).root}` : undefined;

/**
 * The accumulators of a list's newest epoch. That of what was added is published only if the chain has exactly what it
 * was added to.
 */
export async function accumulatorsToPublish(
  chain: Chain,
  deployment: Deployment,
  local: Blocklist,
  list: ListId,
): Promise<AccumulatorsToPublish | undefined> {
  const newest = local.accumulators?.epochs.at(-1);
  if (local.accumulators === undefined || newest === undefined) return undefined;
  const { powers } = local.accumulators;
  const { whole, added } = newest;
  const last = await lastContent(chain, deployment, list);
  return last !== undefined && last === before(local) ? { powers, whole, added } : { powers, whole };
}

async function lastContent(chain: Chain, deployment: Deployment, list: ListId): Promise<string | undefined> {
  try {
    return (await readListState(chain, deployment, list)).epochs.at(-1)?.contentHash;
  } catch (error) {
    if (error instanceof DisjointError && error.code === "chain/unknown-list") return undefined;
    throw error;
  }
}

/**
 * The accumulators of a list's newest epoch, each computed again from the entries.
 *
 * @param folder of the powers of tau; default: the installed ones
 * @throws data `blocklist/other-accumulator`
 */
export async function recomputed(list: Blocklist, folder?: string): Promise<RecomputedAccumulators | undefined> {
  if (list.accumulators === undefined) return undefined;
  const { powers, epochs } = list.accumulators;
  await expectAccumulators(list, await openInstalledEngine(powers, folder));
  const base = before(list);
  return { powers, ...epochs.at(-1)!, ...(base && { base }) };
}

/**
 * The proofs of a bundle as the ledger takes them. Which epoch of the chain each is about follows from the accumulator
 * that it is against.
 *
 * @throws data `chain/other-accumulators` when the list has no such accumulator
 */
export async function assignEpochs(
  chain: Chain,
  deployment: Deployment,
  list: ListId,
  { commitment, powers, accumulator, statements }: DisjointnessBundle,
): Promise<DisjointnessItem[]> {
  const { epochs } = await readListState(chain, deployment, list);
  const blocklists = await blocklistsOf(chain, deployment);
  const there = await mapConcurrently(epochs, ({ epoch }) => readAccumulators(blocklists, list, epoch));
  return statements.map(({ from, to, list: listAccumulator, proof }) => {
    const added = from !== 0;
    const hash = listAccumulatorHash(powers, listAccumulator);
    const place = there.findIndex((epoch) => (added ? epoch.added : epoch.whole) === hash);
    if (place >= 0) return { list, epoch: place + 1, added, listAccumulator, commitment, accumulator, proof };
    throw dataError(
      "chain/other-accumulators",
      `list ${list} has no epoch with the accumulator that the proof of epoch ${to} is against`,
      "Publish the list with its accumulators first. Or remove the folder of the proofs and prove again: then one " +
        "proof is for the whole list.",
    );
  });
}
