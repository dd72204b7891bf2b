import { concatBytes } from "@noble/hashes/utils.js";
import { appendAll, areSameBytes } from "../shared/collections.ts";
import { dataError } from "../shared/errors.ts";
import { CID_BYTES, cidText, DAG_PB, RAW, readVarint, varint } from "./cid.ts";
import { linkNames } from "./dagPb.ts";
import { BLOCK_BYTES, chunkedFile, type Dag, folderOf, wholeFile } from "./unixfs.ts";

/** Files by name, flat. */
export type ArchiveFiles = ReadonlyMap<string, Uint8Array>;

/** An archive, and the CID of the folder in it, which identifies all of its content. */
export type Archive = { cid: string; bytes: Uint8Array };

const FILE_NAME = /^[a-z0-9][a-z0-9.-]{0,99}$/;

/** The most levels of nodes above a file's leaves: enough for a petabyte. */
const DEPTH = 3;

/**
 * Writes files as a CAR file (version 1) with one IPFS folder: the folder's block, then the files' blocks sorted by
 * file name, each node before the blocks below it. No block is longer than 1 MiB. The same files always give the same
 * bytes.
 *
 * https://ipld.io/specs/transport/car/carv1/
 *
 * @throws RangeError for a name with other characters than lower-case letters, digits, dots and dashes; data
 * `evidence/too-many-files` when the folder's block would be longer than 1 MiB: at about 10,000 files
 */
export function writeArchive(files: ArchiveFiles): Archive {
  const folder = folderIn(files, (content) => chunkedFile(content));
  const { length } = folder.blocks[0]!.content;
  if (length <= BLOCK_BYTES) return archiveOf(folder);
  throw dataError(
    "evidence/too-many-files",
    `a folder of ${files.size} files takes a block of ${length} bytes, and IPFS takes ${BLOCK_BYTES}`,
    "Make evidence of fewer shards or lists at a time: each pair of them is a file.",
  );
}

/** A folder is judged as the archive of its files; names that no archive can have make an empty one, which is none. */
export function archiveOfFolder(files: ArchiveFiles): Uint8Array {
  try {
    return writeArchive(files).bytes;
  } catch (error) {
    if (error instanceof RangeError) return new Uint8Array();
    throw error;
  }
}

function folderIn(files: ArchiveFiles, dagOf: (content: Uint8Array) => Dag): Dag {
  const entries = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name] of entries)
    if (!FILE_NAME.test(name)) throw new RangeError(`${name} cannot name a file in an archive`);
  return folderOf(entries.map(([name, content]) => [name, dagOf(content)]));
}

function archiveOf({ root, blocks }: Dag): Archive {
  const sections = blocks.flatMap(({ cid, content }) => [varint(cid.length + content.length), cid, content]);
  return { cid: cidText(root), bytes: concatBytes(header(root), ...sections) };
}

/**
 * Reads an archive of `writeArchive`, or of its first version, which had every file in one block. The content is
 * written again and must give the same bytes, so every block matches its CID, and none is missing, extra or out of
 * order.
 *
 * @returns undefined for anything else
 */
export function readArchive(bytes: Uint8Array): { cid: string; files: ArchiveFiles } | undefined {
  const [, folder, ...blocks] = readSections(bytes) ?? [];
  const names = folder && linkNames(folder.subarray(CID_BYTES));
  if (names === undefined || !names.every((name) => FILE_NAME.test(name))) return undefined;
  const left = blocks.values();
  const files = new Map<string, Uint8Array>();
  for (const name of names) {
    const leaves = leavesOf(left, DEPTH);
    if (leaves === undefined) return undefined;
    files.set(name, leaves.length === 1 ? leaves[0]! : concatBytes(...leaves));
  }
  const isChunked = blocks.some((block) => codecOf(block) === DAG_PB);
  const { cid, bytes: again } = archiveOf(folderIn(files, isChunked ? (content) => chunkedFile(content) : wholeFile));
  return areSameBytes(again, bytes) ? { cid, files } : undefined;
}

/** The leaves below the next block; the blocks follow each other in this order. */
function leavesOf(blocks: Iterator<Uint8Array>, depth: number): Uint8Array[] | undefined {
  const { value: block } = blocks.next() as IteratorResult<Uint8Array, undefined>;
  if (block === undefined) return undefined;
  const content = block.subarray(CID_BYTES);
  if (codecOf(block) === RAW) return [content];
  const links = depth === 0 || codecOf(block) !== DAG_PB ? undefined : linkNames(content);
  const leaves: Uint8Array[] = [];
  for (const _ of links ?? []) {
    const below = leavesOf(blocks, depth - 1);
    if (below === undefined) return undefined;
    appendAll(leaves, below);
  }
  return links && leaves;
}

const codecOf = (block: Uint8Array): number | undefined => block[1];

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

/** The sections of a CAR file, each after its length. */
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
