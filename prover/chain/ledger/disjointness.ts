import { g1Words, g2Words } from "../../accumulator/hashes.ts";
import type { DisjointnessProof } from "../../accumulator/proof.ts";
import type { G1, G2 } from "../../groth16/points.ts";
import { atBlock, type BlockRef, readBlock, readConfirmedBlock } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { openContract, view } from "../../rpc/contract.ts";
import { parseCount } from "../../rpc/node/decode.ts";
import { type SentTransaction, send } from "../../rpc/transaction.ts";
import { appendAll } from "../../shared/collections.ts";
import { chainError, dataError, usageError } from "../../shared/errors.ts";
import type { Commitment, ListId } from "../../shared/ids.ts";
import { type OnProgress, silent } from "../../shared/progress.ts";
import { mapConcurrently } from "../../shared/promises.ts";
import type { DeployedPowers, Deployment } from "../deployment/document.ts";
import { epochWith, type PublishedAccumulators } from "../lists/accumulators.ts";
import type { SubmitResult } from "./submit.ts";

/**
 * A disjointness proof to submit: that the shard with this accumulator has no key in common with a list up to an epoch.
 * `added`: whether `listAccumulator` is that of what the epoch added, not of the whole list.
 */
export type DisjointnessItem = {
  list: ListId;
  epoch: number;
  added: boolean;
  listAccumulator: G2;
  commitment: Commitment;
  accumulator: G1;
  proof: DisjointnessProof;
};

/** What the ledger needs of a bundle of disjointness proofs. Epochs of the list's document, from 1; see `Bundle`. */
type ProvedEpochs = {
  commitment: Commitment;
  powers: string;
  accumulator: G1;
  statements: readonly { from: number; to: number; list: G2; proof: DisjointnessProof }[];
};

/**
 * The proofs of a bundle as the ledger takes them. Which epoch of the chain each is about follows from the accumulator
 * that it is against.
 *
 * @param published the accumulators of the list's epochs on the chain, in order
 * @throws data `chain/other-accumulators` when the list has no such accumulator
 */
export const assignEpochs = (
  list: ListId,
  { commitment, powers, accumulator, statements }: ProvedEpochs,
  published: readonly PublishedAccumulators[],
): DisjointnessItem[] =>
  statements.map(({ from, to, list: listAccumulator, proof }) => {
    const added = from !== 0;
    const epoch = epochWith(published, added ? "added" : "whole", powers, listAccumulator);
    if (epoch !== undefined) return { list, epoch, added, listAccumulator, commitment, accumulator, proof };
    throw dataError(
      "chain/other-accumulators",
      `list ${list} has no epoch with the accumulator that the proof of epoch ${to} is against`,
      "Publish the list with its accumulators first. Or remove the folder of the proofs and prove again: then one " +
        "proof is for the whole list.",
    );
  });

/** Earlier epochs first, as later ones need them. */
const byEpoch = (a: DisjointnessItem, b: DisjointnessItem): number =>
  a.epoch - b.epoch || Number(a.added) - Number(b.added);

/** The proofs of a shard together: they share pairings. */
const byShard = (a: DisjointnessItem, b: DisjointnessItem): number =>
  a.commitment < b.commitment ? -1 : Number(a.commitment > b.commitment);

/**
 * A batch as the claims of the contract, in the order in which it takes them. All have their shards in the same order,
 * in which the contract finds those of earlier claims.
 */
const claimsOf = (batch: readonly DisjointnessItem[]): DisjointnessItem[][] =>
  Map.groupBy(batch.toSorted(byShard).toSorted(byEpoch), ({ list, epoch, added }) => `${list}/${epoch}/${added}`)
    .values()
    .toArray();

/** The arguments of `submitDisjointness` for a batch: the powers of tau, and structs DisjointnessClaim. */
export const disjointnessArguments = (powers: string, batch: readonly DisjointnessItem[]): unknown[] => [
  powers,
  claimsOf(batch).map((items) => {
    const { list, epoch, added, listAccumulator } = items[0]!;
    const shards = items.map(({ accumulator, proof: { p, q } }) => ({
      accumulator: g1Words(accumulator),
      p: g2Words(p),
      q: g1Words(q),
    }));
    return { list, epoch, added, accumulator: g2Words(listAccumulator), shards };
  }),
];

/** Proofs in a batch: each takes at most 141,000 gas, and a transaction may use 16.7 million (EIP-7825). */
export const PROOFS_PER_BATCH = 64;

/**
 * Submits disjointness proofs. Those whose epoch the ledger has reached are not sent again.
 *
 * @throws usage `chain/no-powers` when the deployment takes no disjointness proofs; chain errors of `send`
 */
export async function submitDisjointness(
  chain: Chain,
  deployment: Deployment,
  items: readonly DisjointnessItem[],
  { onProgress = silent }: { onProgress?: OnProgress } = {},
): Promise<SubmitResult> {
  const { id } = requirePowers(deployment);
  const ledger = await openContract(chain, "Ledger", deployment.ledger);
  const hasReached = async ({ commitment, list, epoch }: DisjointnessItem) =>
    parseCount(await view(ledger, "disjointEpoch", commitment, list), "disjointEpoch") >= epoch;
  const reached = await mapConcurrently(items, hasReached);
  const open = items.filter((_, i) => !reached[i]).toSorted((a, b) => byShard(a, b) || byEpoch(a, b));
  const transactions: SentTransaction[] = [];
  for (let done = 0; done < open.length; done += PROOFS_PER_BATCH) {
    onProgress({ stage: "chain", done, total: open.length, what: "submitting proofs" });
    const batch = open.slice(done, done + PROOFS_PER_BATCH);
    const isDone = async () => (await mapConcurrently(batch, hasReached)).every(Boolean);
    transactions.push(await send(chain, ledger, "submitDisjointness", disjointnessArguments(id, batch), isDone));
  }
  return { accepted: open.length, already: items.length - open.length, transactions };
}

/**
 * Submits disjointness proofs, and returns when the ledger has all of them with enough confirmations. What a
 * reorganization removes is submitted again.
 *
 * @param options `confirmations`: blocks on top of an acceptance before it counts
 * @throws chain `chain/timeout` when no block follows within the polling timeout; as `submitDisjointness`
 */
export async function settleDisjointness(
  chain: Chain,
  deployment: Deployment,
  items: readonly DisjointnessItem[],
  { confirmations, onProgress = silent }: { confirmations: number; onProgress?: OnProgress },
): Promise<SentTransaction[]> {
  const transactions: SentTransaction[] = [];
  const countAt = async (blockRef: BlockRef): Promise<number> => {
    const reached = await mapConcurrently(items, async ({ list, commitment, epoch }) => {
      return (await readDisjointEpoch(chain, deployment, list, commitment, blockRef)) >= epoch;
    });
    return reached.filter(Boolean).length;
  };
  for (let end = 0, before = -1; ; ) {
    appendAll(transactions, (await submitDisjointness(chain, deployment, items, { onProgress })).transactions);
    const head = await readConfirmedBlock(chain);
    if ((await countAt(await readBlock(chain, Math.max(head.number - confirmations, 0)))) === items.length) break;
    if (head.number !== before) end = Date.now() + chain.polling.timeout;
    if (Date.now() > end) throw notSettled(confirmations);
    before = head.number;
    await new Promise((resolve) => setTimeout(resolve, chain.polling.pollingInterval));
  }
  return transactions;
}

const notSettled = (confirmations: number) =>
  chainError(
    "chain/timeout",
    `disjointness proofs are accepted, and no ${confirmations} blocks follow`,
    "Nothing is lost: run the command again.",
  );

/**
 * Up to which epoch disjointness proofs show that a shard has no key in common with a list; 0 for none.
 *
 * @throws chain `chain/bad-answer`, `chain/unreachable`
 */
export async function readDisjointEpoch(
  chain: Chain,
  deployment: Pick<Deployment, "ledger">,
  list: ListId,
  commitment: Commitment,
  blockRef?: BlockRef,
): Promise<number> {
  const ledger = await openContract(chain, "Ledger", deployment.ledger);
  const read = blockRef ?? (await readConfirmedBlock(chain));
  return parseCount(await view(ledger, "disjointEpoch", commitment, list, atBlock(read)), "disjointEpoch");
}

function requirePowers({ ledger, powers }: Deployment): DeployedPowers {
  if (powers !== undefined) return powers;
  throw usageError(
    "chain/no-powers",
    `the deployment with the ledger ${ledger} takes no disjointness proofs`,
    "Use a deployment with powers of tau, or page proofs.",
  );
}
