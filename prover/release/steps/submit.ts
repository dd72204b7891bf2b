import { join } from "node:path";
import type { Deployment } from "../../chain/deployment/document.ts";
import { drainOutbox } from "../../chain/ledger/drain.ts";
import { type Outbox, openOutbox } from "../../chain/ledger/outbox.ts";
import type { PageProof } from "../../chain/ledger/submit.ts";
import { proofToWords } from "../../groth16/proof.ts";
import type { Chain } from "../../rpc/connection.ts";
import { receiptOf, type SentTransaction } from "../../rpc/transaction.ts";
import { chainError } from "../../shared/errors.ts";
import type { OnProgress } from "../../shared/progress.ts";
import { mapConcurrently } from "../../shared/promises.ts";
import type { Config } from "../config/config.ts";
import type { ProvedPair } from "./prove.ts";

/**
 * Submits what the ledger lacks, in batches, and what an earlier run left in the outbox. Nothing is submitted twice,
 * even if a run is killed.
 *
 * @throws chain `release/refused` when the contract refuses a proof for good; those of `drain`
 */
export async function submitPairs(
  config: Config,
  chain: Chain,
  deployment: Deployment,
  pairs: readonly ProvedPair[],
  onProgress: OnProgress,
): Promise<SentTransaction[]> {
  const outbox = openOutbox(join(config.output, `outbox-${deployment.ledger.toLowerCase()}.sqlite`));
  try {
    const items = pairs.flatMap(placedProofs);
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

const placedProofs = ({ list, bundle, submit }: ProvedPair): PageProof[] => {
  const wanted = new Set(submit);
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
};

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
  const all = await mapConcurrently([...hashes], (hash) => receiptOf(chain, hash));
  return all
    .filter((receipt) => receipt?.status === 1)
    .map((receipt) => ({ hash: receipt!.hash, gasUsed: receipt!.gasUsed, block: receipt!.blockNumber }));
}
