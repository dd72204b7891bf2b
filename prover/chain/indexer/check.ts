import type { Contract } from "ethers";
import { atBlock, type BlockRef, readBlock } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { openContract, view } from "../../rpc/contract.ts";
import {
  badAnswer,
  parseAddress,
  parseCount,
  parseHash,
  parseReleaseStatus,
  parseWord,
} from "../../rpc/node/decode.ts";
import { concat, keccak256, ZeroHash } from "../../shared/ethers.ts";
import { mapConcurrently } from "../../shared/promises.ts";
import { CIRCUIT_STATUSES } from "../deployment/circuits.ts";
import type { Deployment } from "../deployment/document.ts";
import { acceptedWord } from "./build.ts";
import type { EventIndex, IndexRow } from "./store.ts";

/** A value in which an index differs from the contracts. */
export type IndexDifference = { what: string; index: string; contract: string };

/** `compared`: how many of the contracts' values were asked for. */
export type IndexCheck = { compared: number; differences: IndexDifference[] };

const ZERO_ADDRESS = `0x${"0".repeat(40)}`;

/**
 * Compares an index with what the contracts themselves say after the index's last block: the counters and owner of
 * every list, the last content of each, its accumulators, every word of acceptances, every epoch that disjointness
 * proofs reached, the status of every circuit, every release, its evidence and its status against every list.
 *
 * @throws chain `chain/bad-answer` when the index's block is no longer on the chain
 */
export async function checkIndex(chain: Chain, deployment: Deployment, index: EventIndex): Promise<IndexCheck> {
  const { block, blockHash } = index.head();
  const blockRef = await readBlock(chain, block);
  if (blockRef.hash !== blockHash) throw badAnswer(`block ${block} of the index, ${blockHash}`, blockRef.hash);
  const [blocklists, ledger, releases] = await Promise.all([
    openContract(chain, "Blocklists", deployment.blocklists),
    openContract(chain, "Ledger", deployment.ledger),
    openContract(chain, "Releases", deployment.releases),
  ]);
  const questions = [
    ...index.rows("lists").flatMap((list) => ofList(blocklists, list, blockRef)),
    ...index.rows("epochs").map((epoch) => ofEpoch(blocklists, epoch, blockRef)),
    ...index.rows("reviews").map((review) => ofReview(blocklists, review, blockRef)),
    ...index.rows("accumulators").map((row) => ofAccumulators(blocklists, row, blockRef)),
    ...wordsOf(index).map((word) => ofWord(ledger, index, word, blockRef)),
    ...index.rows("disjointness").map((row) => ofDisjointness(ledger, index, row, blockRef)),
    ...index.rows("circuits").map((circuit) => ofCircuit(ledger, circuit, blockRef)),
    ...index.rows("releases").flatMap((release) => ofRelease(releases, index, release, blockRef)),
    ...index.all("SELECT * FROM release_status").map((row) => ofStatus(releases, row, blockRef)),
    numberOfCircuits(ledger, index, blockRef),
  ];
  const differences: IndexDifference[] = [];
  await mapConcurrently(questions, async ({ what, index, ask }) => {
    const contract = await ask();
    if (contract !== index) differences.push({ what, index, contract });
  });
  return { compared: questions.length, differences };
}

/** A value of the index, and how to ask the contract for the same one. */
type Question = { what: string; index: string; ask(): Promise<string> };

function ofList(blocklists: Contract, list: IndexRow, blockRef: BlockRef): Question[] {
  const id = String(list.list);
  const question = (method: string, index: unknown, read: (value: unknown, what: string) => unknown): Question => ({
    what: `${method} of list ${id}`,
    index: String(index),
    ask: async () => String(read(await view(blocklists, method, id, atBlock(blockRef)), method)),
  });
  return [
    question("pageCount", list.page_count, parseCount),
    question("epochCount", list.epoch_count, parseCount),
    question("currentEpoch", list.current_epoch, parseCount),
    question("ownerOf", list.owner, parseAddress),
    question("pendingOwner", list.pending_owner || ZERO_ADDRESS, parseAddress),
  ];
}

const ofEpoch = (
  blocklists: Contract,
  { list, epoch, content_hash, page_count }: IndexRow,
  blockRef: BlockRef,
): Question => ({
  what: `epoch ${epoch} of list ${list}`,
  index: `${content_hash} ${page_count}`,
  async ask() {
    const found = (await view(blocklists, "epochOf", list, epoch, atBlock(blockRef))) as Record<string, unknown>;
    return `${parseHash(found.contentHash, "contentHash")} ${found.pageCount}`;
  },
});

const ofAccumulators = (
  blocklists: Contract,
  { list, epoch, powers, whole, added, since }: IndexRow,
  blockRef: BlockRef,
): Question => {
  const hashOf = (point: unknown) => (point === "" ? ZeroHash : keccak256(concat([String(powers), String(point)])));
  return {
    what: `accumulators of epoch ${epoch} of list ${list}`,
    index: `${hashOf(whole)} ${hashOf(added)} ${since}`,
    async ask() {
      const found = (await view(blocklists, "accumulatorsOf", list, epoch, atBlock(blockRef))) as Record<
        string,
        unknown
      >;
      return `${parseHash(found.whole, "whole")} ${parseHash(found.added, "added")} ${found.since}`;
    },
  };
};

const ofDisjointness = (
  ledger: Contract,
  index: EventIndex,
  { commitment, list, circuit, epoch }: IndexRow,
  blockRef: BlockRef,
): Question => {
  const status = index.get("SELECT status FROM circuits WHERE circuit = ?", circuit!)?.status;
  return {
    what: `disjointEpoch of shard ${commitment} and list ${list}`,
    index: String(status === "revoked" ? 0 : epoch),
    ask: async () => String(await view(ledger, "disjointEpoch", commitment, list, atBlock(blockRef))),
  };
};

const ofReview = (blocklists: Contract, { list, reviewer, epoch }: IndexRow, blockRef: BlockRef): Question => ({
  what: `review of list ${list} by ${reviewer}`,
  index: String(epoch),
  ask: async () => String(await view(blocklists, "reviewedBy", list, reviewer, atBlock(blockRef))),
});

/** The words of acceptances, each once: the contract does not tell circuits apart. */
const wordsOf = (index: EventIndex): IndexRow[] => [
  ...new Map(index.rows("facts").map((fact) => [`${fact.commitment}/${fact.list}/${fact.word}`, fact])).values(),
];

const ofWord = (
  ledger: Contract,
  index: EventIndex,
  { commitment, list, word }: IndexRow,
  blockRef: BlockRef,
): Question => ({
  what: `acceptedWord ${word} of shard ${commitment} and list ${list}`,
  index: String(acceptedWord(index, BigInt(commitment!), String(list), Number(word))),
  ask: async () =>
    String(parseWord(await view(ledger, "acceptedWord", commitment, list, word, atBlock(blockRef)), "word")),
});

const ofCircuit = (ledger: Contract, { circuit, status }: IndexRow, blockRef: BlockRef): Question => ({
  what: `status of circuit ${circuit}`,
  index: String(status),
  async ask() {
    const found = (await view(ledger, "circuitOf", circuit, atBlock(blockRef))) as { status: bigint };
    return CIRCUIT_STATUSES[Number(found.status)] ?? String(found.status);
  },
});

const numberOfCircuits = (ledger: Contract, index: EventIndex, blockRef: BlockRef): Question => ({
  what: "number of circuits",
  index: String(index.rows("circuits").length),
  ask: async () => String(((await view(ledger, "circuits", atBlock(blockRef))) as unknown[]).length),
});

/** The columns of release_status that the contract says too, in its order. */
const STATUS = ["clean_pages", "clean_epoch", "current_epoch", "pages_behind", "lagging_release", "lagging_shard"];

const ofStatus = (releases: Contract, row: IndexRow, blockRef: BlockRef): Question => ({
  what: `status of release ${row.release} against list ${row.list}`,
  index: STATUS.map((column) => row[column]).join(" "),
  async ask() {
    const status = await view(releases, "statusOf", row.release, row.list, atBlock(blockRef));
    const { cleanPages, cleanEpoch, currentEpoch, lag, ...lagging } = parseReleaseStatus(status, "statusOf");
    return [cleanPages, cleanEpoch, currentEpoch, lag, lagging.laggingRelease, lagging.laggingShard].join(" ");
  },
});

function ofRelease(
  releases: Contract,
  index: EventIndex,
  { release, vendor }: IndexRow,
  blockRef: BlockRef,
): Question[] {
  const sql = "SELECT cid FROM evidence WHERE release = ? ORDER BY position DESC LIMIT 1";
  return [
    {
      what: `vendor of release ${release}`,
      index: String(vendor),
      ask: async () => parseAddress(await view(releases, "vendorOf", release, atBlock(blockRef)), "vendorOf"),
    },
    {
      what: `evidence of release ${release}`,
      index: String(index.get(sql, String(release))?.cid ?? ""),
      ask: async () => String(await view(releases, "evidenceOf", release, atBlock(blockRef))),
    },
  ];
}
