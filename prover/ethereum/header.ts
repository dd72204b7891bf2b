import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { bigEndian, decodeRlp, encodeRlp, type Rlp } from "./rlp.ts";
import { valueInTrie } from "./trieProof.ts";

/** The fields of a block header. `hash`: 0x and 64 hexadecimal digits; `time`: in seconds since 1970. */
type Header = { hash: string; number: number; time: number; receiptsRoot: Uint8Array };

/** An event of a successful transaction. `address`: of the contract that emitted it, 0x and 40 lower-case digits. */
export type Log = { address: string; topics: string[]; data: Uint8Array };

/** Indexes of fields in a header, and how many fields there were before the first fork. */
const RECEIPTS_ROOT = 5;
const NUMBER = 8;
const TIME = 11;
const LEAST = 15;

/** Ethereum has four, Celo's fees in another currency (CIP-64) one more, OP-stack's deposits two. */
const FIELDS_OF_RECEIPTS = [4, 5, 6];

/**
 * Reads a header from its RLP, whose Keccak-256 is the block's hash.
 *
 * @throws RangeError
 */
export function readHeader(bytes: Uint8Array): Header {
  const fields = decodeRlp(bytes);
  if (fields instanceof Uint8Array || fields.length < LEAST) throw new RangeError("it is no block header");
  const receiptsRoot = byteString(fields[RECEIPTS_ROOT], 32);
  const number = (index: number) => {
    const value = byteString(fields[index]).reduce((sum, byte) => sum * 256 + byte, 0);
    if (Number.isSafeInteger(value)) return value;
    throw new RangeError("a number of the block header is too large");
  };
  return { hash: hex(keccak_256(bytes)), number: number(NUMBER), time: number(TIME), receiptsRoot };
}

/**
 * The events of a transaction, proved by the nodes of the receipt trie from the header's receipts root to its receipt.
 *
 * @param transaction its index in the block
 * @throws RangeError when it is not in the block or did not succeed
 */
export function logsOf({ receiptsRoot }: Header, transaction: number, nodes: readonly Uint8Array[]): Log[] {
  const receipt = valueInTrie(receiptsRoot, encodeRlp(bigEndian(transaction)), nodes);
  if (receipt === undefined) throw new RangeError("the receipt is not in the block");
  const typed = receipt[0]! < 0x80;
  const fields = decodeRlp(typed ? receipt.subarray(1) : receipt);
  if (fields instanceof Uint8Array || !FIELDS_OF_RECEIPTS.includes(fields.length))
    throw new RangeError("it is no receipt");
  const status = byteString(fields[0]);
  if (status.length !== 1 || status[0] !== 1) throw new RangeError("the transaction did not succeed");
  return listOf(fields[3]).map(readLog);
}

function readLog(log: Rlp): Log {
  const [address, topics, data, ...more] = listOf(log);
  if (more.length > 0) throw new RangeError("it is no event");
  return {
    address: hex(byteString(address, 20)),
    topics: listOf(topics).map((topic) => hex(byteString(topic, 32))),
    data: byteString(data),
  };
}

const UNEXPECTED = "a field of the RLP list is not what it should be";

function byteString(item: Rlp | undefined, length?: number): Uint8Array {
  if (item instanceof Uint8Array && (length === undefined || item.length === length)) return item;
  throw new RangeError(UNEXPECTED);
}

function listOf(item: Rlp | undefined): readonly Rlp[] {
  if (item !== undefined && !(item instanceof Uint8Array)) return item;
  throw new RangeError(UNEXPECTED);
}

export const hex = (bytes: Uint8Array): string => `0x${bytesToHex(bytes)}`;
