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

/** A registered release: SHA-256 of its weights, commitments of its shards, ids of its parents. */
type ReleaseRegistered = { release: string; weights: string; shards: bigint[]; parents: string[] };

const topicOf = (signature: string): string => hex(keccak_256(utf8ToBytes(signature)));

/** The events of contracts/interfaces/, with the underlying types of user-defined ones. */
const PAGES_ACCEPTED = topicOf("PagesAccepted(uint256,bytes32,bytes32,uint256,uint256)");
const PAGES_APPENDED = topicOf(
  "PagesAppended(bytes32,uint256,uint256,(uint256,uint16)[],(uint64,uint32,bytes32,string))",
);
const RELEASE_REGISTERED = topicOf(
  "ReleaseRegistered(bytes32,address,bytes32,(string,string,bytes32,uint256[],bytes32[],string))",
);

/**
 * @returns undefined for another event
 * @throws RangeError when the data is too short
 */
export function asPagesAccepted({ topics, data }: Log): PagesAccepted | undefined {
  const [topic, commitment, list] = topics;
  if (topic !== PAGES_ACCEPTED || topics.length !== 3) return undefined;
  return {
    commitment: BigInt(commitment!),
    list: list!,
    circuit: wordHex(data, 0),
    word: word(data, 32),
    bits: word(data, 64),
  };
}

/**
 * @returns undefined for another event
 * @throws RangeError when the data is too short
 */
export function asPagesAppended({ topics, data }: Log): PagesAppended | undefined {
  const [topic, list, epoch] = topics;
  if (topic !== PAGES_APPENDED || topics.length !== 3) return undefined;
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
}

/**
 * @returns undefined for another event
 * @throws RangeError when the data is too short
 */
export function asReleaseRegistered({ topics, data }: Log): ReleaseRegistered | undefined {
  const [topic, release, , weights] = topics;
  if (topic !== RELEASE_REGISTERED || topics.length !== 4) return undefined;
  const content = offset(data, 0);
  const words = (at: number) => Array.from({ length: count(data, at) }, (_, i) => wordHex(data, at + 32 + 32 * i));
  const [shards, parents] = [96, 128].map((at) => words(content + offset(data, content + at)));
  return { release: release!, weights: weights!, shards: shards!.map(BigInt), parents: parents! };
}

/** Decodes an event; undefined for another event or one that is cut off. */
export function decoded<T>(read: () => T | undefined): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

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
