import type { Contract, Log } from "ethers";
import type { ChainDocument } from "../../evidence/chain/document.ts";
import { neededFor } from "../../evidence/chain/needed.ts";
import { readConfirmedBlock } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { openContract, view } from "../../rpc/contract.ts";
import { parseCount, parseHash } from "../../rpc/node/decode.ts";
import { chainError, dataError } from "../../shared/errors.ts";
import { getBytes } from "../../shared/ethers.ts";
import type { Commitment, ListId, ReleaseId } from "../../shared/ids.ts";
import { type OnProgress, silent } from "../../shared/progress.ts";
import { mapConcurrently } from "../../shared/promises.ts";
import type { Deployment } from "../deployment/document.ts";
import { findBlocks } from "./eventBlocks.ts";
import { findEvents, isOf, type Wanted } from "./findEvents.ts";
import { type Epoch, missingEvents } from "./missingEvents.ts";

/**
 * What evidence refers to on a chain: lists by their ids there and the SHA-256 of their root documents (64 hexadecimal
 * digits), shards, and the release's id if it is registered.
 */
export type ChainSubjects = {
  lists: readonly { root: string; list: ListId }[];
  commitments: readonly Commitment[];
  release?: ReleaseId;
};

/**
 * `blocks`: numbers of the known blocks with transactions of the release. If they suffice, no others are searched.
 */
export type ChainDocumentOptions = {
  blocks?: readonly number[];
  /** Receives the numbers of the blocks in which something was found, for the next call. */
  note?(blocks: readonly number[]): Promise<void>;
  onProgress?: OnProgress;
};

/**
 * Gathers the receipts that show the facts of a release: the epochs of each list up to the one with its root document,
 * the acceptance of pages or of the whole list for each shard, the registration of the release. They are found by
 * events, regardless of who sent the transactions and when. Events of blocks that cannot be proved are stated, with the
 * reason.
 *
 * @throws data `chain/no-epoch` when a list has no epoch with its root document; chain `chain/no-release`,
 * `chain/bad-answer`, `chain/unreachable`
 */
export async function makeChainDocument(
  chain: Chain,
  deployment: Deployment,
  { lists, commitments, release }: ChainSubjects,
  { blocks = [], note, onProgress = silent }: ChainDocumentOptions = {},
): Promise<ChainDocument> {
  const [blocklists, ledger, releases] = await Promise.all([
    openContract(chain, "Blocklists", deployment.blocklists),
    openContract(chain, "Ledger", deployment.ledger),
    openContract(chain, "Releases", deployment.releases),
  ]);
  const [last, epochs] = await Promise.all([
    readConfirmedBlock(chain),
    mapConcurrently(lists, ({ root, list }) => epochOf(blocklists, list, root)),
  ]);
  const references = epochs.map(({ reference }) => reference);
  const topics = (contract: typeof ledger, event: string, ...values: unknown[]): Wanted => ({
    address: String(contract.target).toLowerCase(),
    topics: contract.interface.encodeFilterTopics(event, values),
  });
  const appended = references.flatMap(({ list }) =>
    ["PagesAppended", "AccumulatorsAppended"].map((event) => topics(blocklists, event, list)),
  );
  const accepted = references.flatMap(({ list }) =>
    commitments.flatMap((commitment) =>
      ["PagesAccepted", "DisjointnessAccepted"].map((event) => topics(ledger, event, commitment, list)),
    ),
  );
  const registered = release === undefined ? [] : [topics(releases, "ReleaseRegistered", release)];
  const subjects = { epochs, commitments, registered };
  const whatLacks = (found: readonly Log[]) => missingEvents(found, subjects, { blocklists, ledger });
  const wanted = [...appended, ...accepted, ...registered];
  const logs = await findEvents(
    chain,
    wanted,
    [deployment.block ?? 0, last],
    { blocks, lacking: whatLacks },
    onProgress,
  );
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
  await note?.([...new Set(needed.map(({ blockNumber }) => blockNumber))]);
  return { ...document, ...(await findBlocks(chain, needed)) };
}

/** The last epoch of a list that has this root document. */
async function epochOf(blocklists: Contract, list: ListId, root: string): Promise<Epoch> {
  const count = parseCount(await view(blocklists, "epochCount", list), "epochCount");
  const numbers = Array.from({ length: count }, (_, i) => i + 1);
  const contents = await mapConcurrently(numbers, async (epoch) => {
    const content = (await view(blocklists, "epochOf", list, epoch)) as Record<string, unknown>;
    return { hash: parseHash(content.contentHash, "contentHash"), ...numbersOf(content) };
  });
  const epoch = 1 + contents.findLastIndex(({ hash }) => hash === `0x${root}`);
  if (epoch > 0) {
    const times = contents.slice(0, epoch).map(({ time }) => time);
    return { reference: { root, list, epoch }, pages: [...Array(contents[epoch - 1]!.pages).keys()], times };
  }
  throw dataError(
    "chain/no-epoch",
    `list ${list} has no epoch whose root document has SHA-256 ${root}`,
    "Publish the list as it is now, or make the proofs for the list that was published.",
  );
}

const numbersOf = ({ pageCount, time }: Record<string, unknown>) => ({
  pages: parseCount(pageCount, "pageCount"),
  time: parseCount(time, "time"),
});
