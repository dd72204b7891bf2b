import { g1Words, g2Words } from "../../accumulator/hashes.ts";
import type { DisjointnessProof } from "../../accumulator/proof.ts";
import type { G1, G2 } from "../../groth16/points.ts";
import { atBlock, type BlockRef, readConfirmedBlock } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { openContract, view } from "../../rpc/contract.ts";
import { parseCount } from "../../rpc/node/decode.ts";
import { type SentTransaction, send } from "../../rpc/transaction.ts";
import { usageError } from "../../shared/errors.ts";
import type { Commitment, ListId } from "../../shared/ids.ts";
import { type OnProgress, silent } from "../../shared/progress.ts";
import { mapConcurrently } from "../../shared/promises.ts";
import type { DeployedPowers, Deployment } from "../deployment/document.ts";
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

/** Earlier epochs first, as later ones need them. */
const byEpoch = (a: DisjointnessItem, b: DisjointnessItem): number =>
  a.epoch - b.epoch || Number(a.added) - Number(b.added);

/** A batch as the claims of the contract, in the order in which it takes them. */
const claimsOf = (batch: readonly DisjointnessItem[]): DisjointnessItem[][] =>
  Map.groupBy(batch.toSorted(byEpoch), ({ list, epoch, added }) => `${list}/${epoch}/${added}`)
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

/** Proofs in a batch: each takes about 84,000 gas, and a transaction may use 16.7 million (EIP-7825). */
const PROOFS_PER_BATCH = 64;

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
  const open = items.filter((_, i) => !reached[i]).toSorted(byEpoch);
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
