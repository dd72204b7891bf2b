import { concatBytes } from "@noble/hashes/utils.js";
import { CID_BYTES, cidOf, cidText, DAG_PB, RAW, varint } from "./cid.ts";

/** Files by name, flat. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** An archive and the CID of the folder in it, which names its whole content. */
export type Archive = { cid: string; bytes: Uint8Array };

const FILE_NAME = /^[a-z0-9][a-z0-9.-]{0,99}$/;

/**
 * Writes files as a CAR file (version 1) that holds one IPFS folder: the folder's block, then the files' in the order of
 * their names. The same files always give the same bytes.
 *
 * https://ipld.io/specs/transport/car/carv1/
 *
 * @throws RangeError for a name that is not of lower-case letters, digits, dots and dashes
 */
export function writeArchive(files: Files): Archive {
  const entries = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name] of entries)
    if (!FILE_NAME.test(name)) throw new RangeError(`${name} cannot name a file in an archive`);
  const blocks = entries.map(([, content]) => ({ cid: cidOf(RAW, content), content }));
  const node = folderNode(entries.map(([name, content], i) => ({ name, cid: blocks[i]!.cid, size: content.length })));
  const root = cidOf(DAG_PB, node);
  const parts = [{ cid: root, content: node }, ...blocks].map(({ cid, content }) =>
    concatBytes(varint(cid.length + content.length), cid, content),
  );
  return { cid: cidText(root), bytes: concatBytes(header(root), ...parts) };
}

/**
 * Reads an archive that `writeArchive` wrote. Nothing else is taken: what it finds is written again and must give the same
 * bytes, so every block has the hash that its CID says, and none is missing, left over or out of order.
 *
 * @returns undefined for anything else
 */
export function readArchive(bytes: Uint8Array): { cid: string; files: Files } | undefined {
  const sections = readSections(bytes);
  const [, node, ...contents] = sections ?? [];
  const names = node && readNames(node.subarray(CID_BYTES));
  if (names === undefined || names.length !== contents.length || !names.every((name) => FILE_NAME.test(name)))
    return undefined;
  const files = new Map(names.map((name, i) => [name, contents[i]!.subarray(CID_BYTES)]));
  const { cid, bytes: again } = writeArchive(files);
  return again.length === bytes.length && again.every((byte, i) => byte === bytes[i]) ? { cid, files } : undefined;
}

/** DAG-CBOR of {roots: [root], version: 1}, with its length. */
function header(root: Uint8Array): Uint8Array {
  const text = (value: string) => Uint8Array.of(0x60 + value.length, ...new TextEncoder().encode(value));
  const link = concatBytes(Uint8Array.of(0xd8, 42, 0x58, root.length + 1, 0), root);
  const map = concatBytes(
    Uint8Array.of(0xa2),
    text("roots"),
    Uint8Array.of(0x81),
    link,
    text("version"),
    Uint8Array.of(1),
  );
  return concatBytes(varint(map.length), map);
}

/** A UnixFS folder as DAG-PB: its links (field 2: hash, name, size), then its data (field 1: type "folder"). */
function folderNode(entries: { name: string; cid: Uint8Array; size: number }[]): Uint8Array {
  const bytesField = (field: number, value: Uint8Array) =>
    concatBytes(Uint8Array.of((field << 3) | 2), varint(value.length), value);
  const links = entries.map(({ name, cid, size }) =>
    bytesField(
      2,
      concatBytes(
        bytesField(1, cid),
        bytesField(2, new TextEncoder().encode(name)),
        Uint8Array.of(3 << 3),
        varint(size),
      ),
    ),
  );
  return concatBytes(...links, bytesField(1, Uint8Array.of(1 << 3, 1)));
}

/** The pieces of a CAR file, each behind its length. */
function readSections(bytes: Uint8Array): Uint8Array[] | undefined {
  const sections: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = readVarint(bytes, at);
    if (length === undefined || length.next + length.value > bytes.length) return undefined;
    sections.push(bytes.subarray(length.next, length.next + length.value));
    at = length.next + length.value;
  }
  return sections;
}

/** The names in a folder's links; what else is wrong with the node shows when it is written again. */
function readNames(node: Uint8Array): string[] | undefined {
  const names: string[] = [];
  for (let at = 0; at < node.length && node[at] === 0x12; ) {
    const length = readVarint(node, at + 1);
    const start = (length?.next ?? node.length) + 2 + CID_BYTES;
    const nameLength = node[start + 1];
    if (length === undefined || nameLength === undefined) return undefined;
    names.push(String.fromCharCode(...node.subarray(start + 2, start + 2 + nameLength)));
    at = length.next + length.value;
  }
  return names;
}

function readVarint(bytes: Uint8Array, at: number): { value: number; next: number } | undefined {
  let value = 0;
  for (let i = 0; i < 5; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return undefined;
    value += (byte & 127) * 128 ** i;
    if (byte < 128) return { value, next: at + i + 1 };
  }
  return undefined;
}
