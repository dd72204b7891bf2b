import { concatBytes } from "@noble/hashes/utils.js";
import { CID_BYTES, readVarint, varint } from "./cid.ts";

/** A link to a block. `size`: of that block and all below it, in bytes. */
export type Link = { name: string; cid: Uint8Array; size: number };

const LINKS = 2;
const DATA = 1;
const HASH = 1;
const NAME = 2;
const TSIZE = 3;

/** A protobuf field of bytes. */
const bytesField = (field: number, value: Uint8Array): Uint8Array =>
  concatBytes(Uint8Array.of((field << 3) | 2), varint(value.length), value);

/** A protobuf field with a number. */
export const numberField = (field: number, value: number): Uint8Array =>
  concatBytes(Uint8Array.of(field << 3), varint(value));

/** A node in its canonical encoding: links, then data (https://ipld.io/specs/codecs/dag-pb/spec/). */
export const encodeNode = (links: readonly Link[], data: Uint8Array): Uint8Array =>
  concatBytes(...links.map((link) => bytesField(LINKS, encodeLink(link))), bytesField(DATA, data));

const encodeLink = ({ name, cid, size }: Link): Uint8Array =>
  concatBytes(bytesField(HASH, cid), bytesField(NAME, new TextEncoder().encode(name)), numberField(TSIZE, size));

/** The names of a node's links. Other errors of the node show when it is written again and compared. */
export function linkNames(node: Uint8Array): string[] | undefined {
  const names: string[] = [];
  for (let at = 0; at < node.length && node[at] === ((LINKS << 3) | 2); ) {
    const length = readVarint(node, at + 1);
    const start = (length?.next ?? node.length) + 2 + CID_BYTES;
    const nameLength = node[start + 1];
    if (length === undefined || nameLength === undefined) return undefined;
    names.push(String.fromCharCode(...node.subarray(start + 2, start + 2 + nameLength)));
    at = length.next + length.value;
  }
  return names;
}
