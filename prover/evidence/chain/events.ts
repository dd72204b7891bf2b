import { keccak_256 } from "@noble/hashes/sha3.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { hex, type Log } from "../../ethereum/header.ts";

/** Pages that a ledger accepted: 256·word + i for every bit i of `bits`. */
type PagesAccepted = { commitment: bigint; list: string; circuit: string; word: bigint; bits: bigint };

/** A new epoch of a list: its pages from `firstPage` on, the page count, and the SHA-256 of its root document. */
export type PagesAppended = {
  list: string;
  epoch: bigint;
  firstPage: bigint;
  pages: { digest: bigint; size: bigint }[];
  pageCount: bigint;
  contentHash: string;
};

/** The accumulators of a list's new epoch, as words in EIP-197 order; "0" four times where there is none. */
type AccumulatorsAppended = {
  list: string;
  epoch: bigint;
  powers: string;
  whole: string;
  added: string;
  since: bigint;
  contentHash: string;
};

/** A shard that has no key in common with a list up to an epoch. */
type DisjointnessAccepted = { commitment: bigint; list: string; powers: string; epoch: bigint };

/** A registered release: SHA-256 of its weights, commitments of its shards, ids of its parents. */
type ReleaseRegistered = { release: string; weights: string; shards: bigint[]; parents: string[] };

/**
 * Decodes the events of contracts/interfaces/ with this signature, in which user-defined types are the underlying ones.
 *
 * @param count the number of topics
 * @returns undefined for another event, or one that is cut off
 */
function decoder<T>(signature: string, count: number, read: (topics: readonly string[], data: Uint8Array) => T) {
  const own = hex(keccak_256(utf8ToBytes(signature)));
  return ({ topics, data }: Log): T | undefined => {
    if (topics[0] !== own || topics.length !== count) return undefined;
    try {
      return read(topics, data);
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  };
}

export const asPagesAccepted = decoder(
  "PagesAccepted(uint256,bytes32,bytes32,uint256,uint256)",
  3,
  ([, commitment, list], data): PagesAccepted => ({
    commitment: BigInt(commitment!),
    list: list!,
    circuit: wordHex(data, 0),
    word: word(data, 32),
    bits: word(data, 64),
  }),
);

export const asPagesAppended = decoder(
  "PagesAppended(bytes32,uint256,uint256,(uint256,uint16)[],(uint64,uint32,bytes32,string))",
  3,
  ([, list, epoch], data): PagesAppended => {
    const pages = offset(data, 32);
    const content = offset(data, 64);
    const appended = Array.from({ length: count(data, pages) }, (_, i) => {
      const at = pages + 32 + 64 * i;
      return { digest: word(data, at), size: word(data, at + 32) };
    });
    return {
      list: list!,
      epoch: BigInt(epoch!),
      firstPage: word(data, 0),
      pages: appended,
      pageCount: word(data, content + 32),
      contentHash: wordHex(data, content + 64),
    };
  },
);

export const asAccumulatorsAppended = decoder(
  "AccumulatorsAppended(bytes32,uint256,(bytes32,uint256[4],uint256[4],uint32),(uint64,uint32,bytes32,string))",
  3,
  ([, list, epoch], data): AccumulatorsAppended => {
    const point = (at: number) => [0, 32, 64, 96].map((more) => word(data, at + more)).join();
    return {
      list: list!,
      epoch: BigInt(epoch!),
      powers: wordHex(data, 0),
      whole: point(32),
      added: point(160),
      since: word(data, 288),
      contentHash: wordHex(data, offset(data, 320) + 64),
    };
  },
);

export const asDisjointnessAccepted = decoder(
  "DisjointnessAccepted(uint256,bytes32,bytes32,uint256)",
  3,
  ([, commitment, list], data): DisjointnessAccepted => ({
    commitment: BigInt(commitment!),
    list: list!,
    powers: wordHex(data, 0),
    epoch: word(data, 32),
  }),
);

export const asReleaseRegistered = decoder(
  "ReleaseRegistered(bytes32,address,bytes32,(string,string,bytes32,uint256[],bytes32[],string))",
  4,
  ([, release, , weights], data): ReleaseRegistered => {
    const content = offset(data, 0);
    const words = (at: number) => Array.from({ length: count(data, at) }, (_, i) => wordHex(data, at + 32 + 32 * i));
    const [shards, parents] = [96, 128].map((at) => words(content + offset(data, content + at)));
    return { release: release!, weights: weights!, shards: shards!.map(BigInt), parents: parents! };
  },
);

/** The 32-byte word at an offset of ABI-encoded data. */
function wordHex(data: Uint8Array, at: number): string {
  if (at + 32 > data.length) throw new RangeError("the event's data is too short");
  return hex(data.subarray(at, at + 32));
}

const word = (data: Uint8Array, at: number): bigint => BigInt(wordHex(data, at));

/** An offset in the data, in bytes from the start of the tuple. */
function offset(data: Uint8Array, at: number): number {
  const value = word(data, at);
  if (value > BigInt(data.length)) throw new RangeError("an offset leads out of the event's data");
  return Number(value);
}

/** The length of an array, at most the number of elements that the data has room for. */
const count = (data: Uint8Array, at: number): number => offset(data, at);
