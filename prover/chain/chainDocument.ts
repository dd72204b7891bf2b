import { getBytes, type Log } from "ethers";
import type { ChainDocument, ListReference } from "../evidence/chain/document.ts";
import { neededFor } from "../evidence/chain/needed.ts";
import { chainError, dataError } from "../shared/errors.ts";
import { type OnProgress, silent } from "../shared/progress.ts";
import { asCount, asHash } from "./answers.ts";
import type { Chain } from "./connection.ts";
import type { Deployment } from "./deployment.ts";
import { blocksOf } from "./eventBlocks.ts";
import { logRanges } from "./logs.ts";
import { momentOf } from "./moment.ts";
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

/**
 * Gathers the receipts that show the facts of a release: the epochs of each list up to the one with its root
 * document, the acceptance of pages for each shard, the registration of the release. It is found by events, whoever
 * sent the transactions and when. Of blocks that cannot be proved the events are stated, with the reason.
 *
 * @throws data `chain/no-epoch` when a list has no epoch with its root document; chain `chain/no-release`,
 * `chain/bad-answer`, `chain/unreachable`
 */
export async function chainDocument(
  chain: Chain,
  deployment: Deployment,
  { lists, commitments, release }: ChainSubjects,
  { onProgress = silent }: { onProgress?: OnProgress } = {},
): Promise<ChainDocument> {
  const [blocklists, ledger, releases] = await Promise.all([
    contractAt(chain, "Blocklists", deployment.blocklists),
    contractAt(chain, "Ledger", deployment.ledger),
    contractAt(chain, "Releases", deployment.releases),
  ]);
  const epochs: Epoch[] = [];
  for (const { root, list } of lists) epochs.push(await epochOf(blocklists, list, root));
  const references = epochs.map(({ reference }) => reference);
  const topics = (contract: typeof ledger, event: string, ...values: unknown[]): Wanted => ({
    address: String(contract.target).toLowerCase(),
    topics: contract.interface.encodeFilterTopics(event, values),
  });
  const wanted = references.flatMap(({ list }) => [
    topics(blocklists, "PagesAppended", list),
    ...commitments.map((commitment) => topics(ledger, "PagesAccepted", commitment, list)),
  ]);
  const registered = release === undefined ? [] : [topics(releases, "ReleaseRegistered", release)];
  const logs = await find(chain, [...wanted, ...registered], deployment.block ?? 0, onProgress);
  if (!registered.every((one) => logs.some((log) => isOf(log, one))))
    throw chainError("chain/no-release", `no event registers release ${release}`, "Register it first.");
  const document = {
    chainId: deployment.chainId,
    blocklists: deployment.blocklists.toLowerCase(),
    ledger: deployment.ledger.toLowerCase(),
    releases: deployment.releases.toLowerCase(),
    release: release ?? null,
    lists: references.toSorted((a, b) => (a.root < b.root ? -1 : 1)),
  };
  const isNeeded = neededFor(document, { commitments, lists: epochs });
  const needed = logs.filter(({ address, topics, data }) =>
    isNeeded({ address: address.toLowerCase(), topics: [...topics], data: getBytes(data) }),
  );
  return { ...document, ...(await blocksOf(chain, needed)) };
}

/** A list at an epoch: how it is referred to, and which pages it has then. */
type Epoch = { reference: ListReference; pages: number[] };

/** The last epoch of a list that has this root document. */
async function epochOf(blocklists: Awaited<ReturnType<typeof contractAt>>, list: string, root: string): Promise<Epoch> {
  const count = asCount(await view(blocklists, "epochCount", list), "epochCount");
  for (let epoch = count; epoch > 0; epoch--) {
    const found = (await view(blocklists, "epochOf", list, epoch)) as { contentHash: unknown; pageCount: unknown };
    if (asHash(found.contentHash, "contentHash") !== `0x${root}`) continue;
    return { reference: { root, list, epoch }, pages: [...Array(asCount(found.pageCount, "pageCount")).keys()] };
  }
  throw dataError(
    "chain/no-epoch",
    `list ${list} has no epoch whose root document has SHA-256 ${root}`,
    "Publish the list as it is now, or make the proofs for the list that was published.",
  );
}

/** Events of a contract whose first topics are these. */
type Wanted = { address: string; topics: (string | string[] | null)[] };

const isOf = ({ address, topics }: Log, wanted: Wanted): boolean =>
  address.toLowerCase() === wanted.address && wanted.topics.every((topic, i) => topic === null || topic === topics[i]);

/** All of them in one search: nodes limit the blocks of a question, and a year has millions. */
async function find(chain: Chain, wanted: readonly Wanted[], from: number, onProgress: OnProgress): Promise<Log[]> {
  const each = (values: readonly unknown[]) => [...new Set(values)] as string[];
  const filter = {
    address: each(wanted.map(({ address }) => address)),
    topics: [0, 1].map((place) => each(wanted.map(({ topics }) => topics[place]))),
  };
  const found: Log[] = [];
  for await (const { logs } of logRanges(chain, filter, from, await momentOf(chain), onProgress))
    found.push(...logs.filter((log) => wanted.some((one) => isOf(log, one))));
  return found;
}
