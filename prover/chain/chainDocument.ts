import type { Log } from "ethers";
import type { ChainDocument, ListReference } from "../evidence/chain/document.ts";
import { chainError, dataError } from "../shared/errors.ts";
import { asCount, asHash } from "./answers.ts";
import { provableBlock } from "./blockReceipts.ts";
import type { Chain } from "./connection.ts";
import type { Deployment } from "./deployment.ts";
import { momentOf } from "./moment.ts";
import { ask } from "./revert.ts";
import { contractAt, view } from "./send.ts";

/**
 * What evidence refers to on a chain: lists by their ids there and the SHA-256 of their root documents (64 hexadecimal
 * digits), shards, and the release's id if it is registered.
 */
export type ChainSubjects = {
  lists: readonly { root: string; list: string }[];
  commitments: readonly bigint[];
  release?: string;
};

/** Blocks a question: nodes refuse longer ranges. */
const RANGE = 2_000;

/**
 * Gathers the receipts that show the facts of a release: each list's epoch with its root document, the acceptance of pages for
 * each shard, the registration of the release. It is found by events, whoever sent the transactions and when.
 *
 * @throws data `chain/no-epoch` when a list has no epoch with its root document; chain `chain/no-release`,
 * `chain/bad-answer`, `chain/unreachable`
 */
export async function chainDocument(
  chain: Chain,
  deployment: Deployment,
  { lists, commitments, release }: ChainSubjects,
): Promise<ChainDocument> {
  const [blocklists, ledger, releases] = await Promise.all([
    contractAt(chain, "Blocklists", deployment.blocklists),
    contractAt(chain, "Ledger", deployment.ledger),
    contractAt(chain, "Releases", deployment.releases),
  ]);
  const references: ListReference[] = [];
  const logs: Log[] = [];
  const find = async (contract: typeof ledger, event: string, ...values: unknown[]) =>
    logsOf(chain, String(contract.target), contract.interface.encodeFilterTopics(event, values), deployment.block ?? 0);
  for (const { root, list } of lists) {
    const epoch = await epochOf(blocklists, list, root);
    references.push({ root, list, epoch });
    logs.push(...(await find(blocklists, "PagesAppended", list, epoch)));
    for (const commitment of commitments) logs.push(...(await find(ledger, "PagesAccepted", commitment, list)));
  }
  if (release !== undefined) {
    const found = await find(releases, "ReleaseRegistered", release);
    if (found.length === 0)
      throw chainError("chain/no-release", `no event registers release ${release}`, "Register it first.");
    logs.push(...found);
  }
  return {
    chainId: deployment.chainId,
    blocklists: deployment.blocklists.toLowerCase(),
    ledger: deployment.ledger.toLowerCase(),
    releases: deployment.releases.toLowerCase(),
    release: release ?? null,
    lists: references.sort((a, b) => (a.root < b.root ? -1 : 1)),
    blocks: await blocksOf(chain, logs),
  };
}

/** The last epoch of a list that has this root document. */
async function epochOf(
  blocklists: Awaited<ReturnType<typeof contractAt>>,
  list: string,
  root: string,
): Promise<number> {
  const count = asCount(await view(blocklists, "epochCount", list), "epochCount");
  for (let epoch = count; epoch > 0; epoch--) {
    const { contentHash } = (await view(blocklists, "epochOf", list, epoch)) as { contentHash: unknown };
    if (asHash(contentHash, "contentHash") === `0x${root}`) return epoch;
  }
  throw dataError(
    "chain/no-epoch",
    `list ${list} has no epoch whose root document has SHA-256 ${root}`,
    "Publish the list as it is now, or make the proofs for the list that was published.",
  );
}

async function logsOf(
  chain: Chain,
  address: string,
  topics: (string | string[] | null)[],
  fromBlock: number,
): Promise<Log[]> {
  const head = await momentOf(chain);
  const found: Log[] = [];
  for (let first = fromBlock; first <= head.number; first += RANGE) {
    const toBlock = Math.min(first + RANGE - 1, head.number);
    found.push(...(await ask(() => chain.provider.getLogs({ address, topics, fromBlock: first, toBlock }))));
  }
  return found;
}

/** The blocks of these events in their order, each with the receipts of the transactions that emitted them. */
async function blocksOf(chain: Chain, logs: readonly Log[]): Promise<ChainDocument["blocks"]> {
  const sorted = logs.toSorted((a, b) => a.blockNumber - b.blockNumber || a.transactionIndex - b.transactionIndex);
  const blocks: ChainDocument["blocks"] = [];
  for (const [hash, some] of Map.groupBy(sorted, ({ blockHash }) => blockHash)) {
    const { header, proofOf } = await provableBlock(chain, hash);
    const transactions = [...new Set(some.map(({ transactionIndex }) => transactionIndex))];
    blocks.push({
      header,
      receipts: transactions.map((transaction) => ({ transaction, proof: proofOf(transaction) })),
    });
  }
  return blocks;
}
