import { join } from "node:path";
import { isPageBundle } from "../../bundle/document.ts";
import type { Deployment } from "../../chain/deployment/document.ts";
import { assignEpochs, type DisjointnessItem, settleDisjointness } from "../../chain/ledger/disjointness.ts";
import { drainOutbox } from "../../chain/ledger/drain.ts";
import { type Outbox, openOutbox } from "../../chain/ledger/outbox.ts";
import type { PageProof } from "../../chain/ledger/submit.ts";
import { proofToWords } from "../../groth16/proof.ts";
import type { Chain } from "../../rpc/connection.ts";
import { lateReceiptOf, type SentTransaction } from "../../rpc/transaction.ts";
import { chainError } from "../../shared/errors.ts";
import type { OnProgress } from "../../shared/progress.ts";
import { mapConcurrently } from "../../shared/promises.ts";
import type { Config } from "../config/config.ts";
import { isPagePair, type ProvedPair } from "./prove.ts";

/**
 * Submits what the ledger lacks, in batches, and what an earlier run left in the outbox. Nothing is submitted twice,
 * even if a run is killed.
 *
 * @throws chain `release/refused` when the contract refuses a proof for good; those of `drainOutbox` and
 * `settleDisjointness`
 */
export async function submitPairs(
  config: Config,
  chain: Chain,
  deployment: Deployment,
  pairs: readonly ProvedPair[],
  onProgress: OnProgress,
): Promise<SentTransaction[]> {
  const pages = await submitPages(config, chain, deployment, pairs.flatMap(placedProofs), onProgress);
  const { confirmations } = config.chain;
  const items = pairs.flatMap(placedDisjointness);
  if (items.length === 0) return pages;
  return [...pages, ...(await settleDisjointness(chain, deployment, items, { confirmations, onProgress }))];
}

/** The proofs by page wait in an outbox, because there are many of them. */
async function submitPages(
  config: Config,
  chain: Chain,
  deployment: Deployment,
  items: readonly PageProof[],
  onProgress: OnProgress,
): Promise<SentTransaction[]> {
  const outbox = openOutbox(join(config.output, `outbox-${deployment.ledger.toLowerCase()}.sqlite`));
  try {
    outbox.add(items);
    if (outbox.counts().waiting === 0 && outbox.pendingTransaction() === undefined) return [];
    const hashes = new Set<string>();
    await drainOutbox(chain, deployment, watched(outbox, hashes), {
      confirmations: config.chain.confirmations,
      onProgress,
    });
    const wanted = new Set(items.map(nameOf));
    const refused = outbox.refusals().find(({ item }) => wanted.has(nameOf(item)));
    if (refused !== undefined)
      throw chainError(
        "release/refused",
        `page ${refused.item.page} of list ${refused.item.list}: ${refused.reason}`,
        "Check that the deployment's circuits are those that are installed.",
      );
    return await receipts(chain, hashes);
  } finally {
    outbox.close();
  }
}

/** The proofs by page that the ledger lacks. */
function placedProofs(pair: ProvedPair): PageProof[] {
  const { bundle, list } = pair;
  if (!isPagePair(pair) || !isPageBundle(bundle)) return [];
  const wanted = new Set(pair.submit);
  return bundle.statements
    .filter(({ page }) => wanted.has(page))
    .map(({ page, pageDigest, circuitId, proof }) => ({
      commitment: bundle.commitment,
      list: list.id,
      page,
      pageDigest,
      circuitId,
      proof: proofToWords(proof),
    }));
}

/** The disjointness proofs that the ledger lacks. */
function placedDisjointness(pair: ProvedPair): DisjointnessItem[] {
  const { bundle, list } = pair;
  if (isPagePair(pair) || isPageBundle(bundle)) return [];
  const { submit } = pair;
  const statements = bundle.statements.filter(({ from, to }) =>
    submit.some((span) => span.from === from && span.to === to),
  );
  return assignEpochs(list.id, { ...bundle, statements }, list.published);
}

const nameOf = ({ commitment, list, page }: PageProof): string => `${commitment}/${list}/${page}`;

/** The same outbox, with the hashes of its transactions collected. */
const watched = (outbox: Outbox, hashes: Set<string>): Outbox => ({
  ...outbox,
  setPendingTransaction(pending) {
    if (pending !== undefined) hashes.add(pending.hash);
    outbox.setPendingTransaction(pending);
  },
});

/** The transactions that are in a block. */
async function receipts(chain: Chain, hashes: ReadonlySet<string>): Promise<SentTransaction[]> {
  const all = await mapConcurrently([...hashes], (hash) => lateReceiptOf(chain, hash));
  return all
    .filter((receipt) => receipt?.status === 1)
    .map((receipt) => ({ hash: receipt!.hash, gasUsed: receipt!.gasUsed, block: receipt!.blockNumber }));
}
