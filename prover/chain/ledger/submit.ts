import type { Contract } from "ethers";
import { readConfirmedBlock } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { openContract, view } from "../../rpc/contract.ts";
import { type PublishedPage, parseWord } from "../../rpc/node/decode.ts";
import { type SentTransaction, send } from "../../rpc/transaction.ts";
import { dataError } from "../../shared/errors.ts";
import type { CircuitId, Commitment, ListId } from "../../shared/ids.ts";
import { type OnProgress, silent } from "../../shared/progress.ts";
import { memoize } from "../../shared/promises.ts";
import type { Deployment } from "../deployment/document.ts";
import { readPages } from "../lists/list.ts";

/**
 * A proof that the committed shard has no entry of a page. `proof`: eight words in EIP-197 order, as the contract has
 * it.
 */
export type ProvedPage = { commitment: Commitment; pageDigest: bigint; circuitId: CircuitId; proof: readonly bigint[] };

/** `accepted`: pages that this call got accepted; `already`: pages that were accepted before. */
export type SubmitResult = { accepted: number; already: number; transactions: SentTransaction[] };

/** Pages in a batch: each takes about 58,000 gas, and a transaction may use 16.7 million (EIP-7825). */
export const PAGES_PER_BATCH = 64;

/** A proof and the page that it is for. */
export type PageProof = ProvedPage & { list: ListId; page: number };

/**
 * Submits proofs for every page of the list that they are about. What the ledger has accepted is not sent again.
 *
 * @throws data `chain/not-in-list` when the list has no page with a proof's digest; chain errors of `send`
 * @example
 * const proofs = toProvedPages(parseBundle(bundle));
 * const { accepted, already } = await submitProofs(chain, deployment, published.list, proofs);
 * console.log(accepted + already); // 1
 */
export async function submitProofs(
  chain: Chain,
  deployment: Deployment,
  list: ListId,
  proofs: readonly ProvedPage[],
  { onProgress = silent }: { onProgress?: OnProgress } = {},
): Promise<SubmitResult> {
  const ledger = await openContract(chain, "Ledger", deployment.ledger);
  const items = await assignPages(chain, deployment, list, proofs);
  const isAccepted = acceptances(ledger, list);
  const open: PageProof[] = [];
  for (const item of items) if (!(await isAccepted(item))) open.push(item);
  const transactions: SentTransaction[] = [];
  let done = 0;
  for (const batch of batches(open)) {
    onProgress({ stage: "chain", done, total: open.length, what: "submitting proofs" });
    transactions.push(await sendBatch(chain, ledger, list, byClaim(batch)));
    done += batch.length;
  }
  return { accepted: open.length, already: items.length - open.length, transactions };
}

/** One transaction: a batch has one pairing product for all its proofs, but costs more than a single one when alone. */
function sendBatch(
  chain: Chain,
  ledger: Contract,
  list: ListId,
  batch: readonly PageProof[],
): Promise<SentTransaction> {
  const { circuitId, commitment, page, proof } = batch[0]!;
  const isDone = async () => {
    const isAccepted = acceptances(ledger, list);
    for (const item of batch) if (!(await isAccepted(item))) return false;
    return true;
  };
  if (batch.length === 1) return send(chain, ledger, "submit", [circuitId, commitment, list, page, proof], isDone);
  return send(chain, ledger, "submitBatch", batchArguments(batch), isDone);
}

/** A batch, which is of one circuit, in the order that the contract wants: shard by shard. */
export const byClaim = (batch: readonly PageProof[]): PageProof[] => claimsOf(batch).flat();

/** The arguments of `submitBatch` for a batch in claims: the circuit, structs Claim, and the proofs in their order. */
export function batchArguments(batch: readonly PageProof[]): unknown[] {
  const claims = claimsOf(batch).map((items) => {
    const { commitment, list } = items[0]!;
    return { commitment, list, pages: items.map(({ page }) => page) };
  });
  return [batch[0]!.circuitId, claims, batch.map(({ proof }) => proof)];
}

const claimsOf = (batch: readonly PageProof[]): PageProof[][] =>
  Map.groupBy(batch, ({ commitment, list }) => `${commitment}/${list}`)
    .values()
    .toArray();

export function batches(items: readonly PageProof[]): PageProof[][] {
  const ofCircuits = [...Map.groupBy(items, ({ circuitId }) => circuitId).values()];
  return ofCircuits.flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / PAGES_PER_BATCH) }, (_, i) =>
      group.slice(i * PAGES_PER_BATCH, (i + 1) * PAGES_PER_BATCH),
    ),
  );
}

/**
 * Each proof at every place of the list where its page stands; each fact once.
 *
 * @throws data `chain/not-in-list` when the list has no page with a proof's digest
 */
export async function assignPages(
  chain: Chain,
  deployment: Deployment,
  list: ListId,
  proofs: readonly ProvedPage[],
): Promise<PageProof[]> {
  const blocklists = await openContract(chain, "Blocklists", deployment.blocklists);
  return placed(proofs, await readPages(blocklists, list, await readConfirmedBlock(chain)), list);
}

function placed(
  proofs: readonly ProvedPage[],
  pages: readonly (PublishedPage | undefined)[],
  list: ListId,
): PageProof[] {
  const places = Map.groupBy(pages.keys(), (page) => pages[page]?.digest);
  const items = new Map<string, PageProof>();
  for (const proof of proofs) {
    const found = places.get(proof.pageDigest);
    if (found === undefined) {
      throw dataError(
        "chain/not-in-list",
        `list ${list} has no page with digest ${proof.pageDigest}`,
        "Publish the list first, or name the list that the proofs were made for.",
      );
    }
    for (const page of found) items.set(`${proof.commitment}/${page}`, { ...proof, list, page });
  }
  return [...items.values()];
}

/** Whether the ledger has accepted a page. Words of 256 pages are each read once. */
function acceptances(ledger: Contract, list: ListId): (item: PageProof) => Promise<boolean> {
  const readWord = memoize(async (commitment: string, word: number) =>
    parseWord(await view(ledger, "acceptedWord", BigInt(commitment), list, word), "word"),
  );
  return async ({ commitment, page }) => {
    const word = await readWord(String(commitment), page >> 8);
    return (word >> BigInt(page & 0xff)) % 2n === 1n;
  };
}
