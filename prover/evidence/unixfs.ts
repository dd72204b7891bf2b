import { concatBytes } from "@noble/hashes/utils.js";
import { cidOf, DAG_PB, RAW } from "./cid.ts";
import { encodeNode, type Link, numberField } from "./dagPb.ts";

// Files and folders of IPFS (https://specs.ipfs.tech/unixfs/), as the profile unixfs-v1-2025 cuts files (IPIP-0499):
// raw leaves of 1 MiB in their order, 1,024 to a node, in a tree whose leaves are all equally deep.

/** The longest block that every IPFS node accepts and passes on, and the length of a file's chunks. */
export const BLOCK_BYTES = 1_048_576;

/** How a file is split: the bytes of a chunk, and the links of a node. */
export type Cut = { bytes: number; links: number };

const PROFILE: Cut = { bytes: BLOCK_BYTES, links: 1024 };

/** UnixFS's type of a node. */
const FOLDER = 1;
const FILE = 2;

type Block = { cid: Uint8Array; content: Uint8Array };

/** Blocks from the root on, each before those below it. `size`: of all of them, in bytes. */
export type Dag = { root: Uint8Array; blocks: readonly Block[]; size: number };

/** `length`: of the part of the file below a node, in bytes. */
type Part = Dag & { length: number };

/** A file in one block of any length, as in archives of the first version. */
export const wholeFile = (content: Uint8Array): Part => {
  const root = cidOf(RAW, content);
  return { root, blocks: [{ cid: root, content }], size: content.length, length: content.length };
};

/** A file in blocks of at most 1 MiB. A file that fits in one block is that block. */
export function chunkedFile(content: Uint8Array, { bytes, links }: Cut = PROFILE): Dag {
  const count = Math.max(Math.ceil(content.length / bytes), 1);
  let parts = Array.from({ length: count }, (_, i) => wholeFile(content.subarray(i * bytes, (i + 1) * bytes)));
  while (parts.length > 1)
    parts = Array.from({ length: Math.ceil(parts.length / links) }, (_, i) =>
      joined(parts.slice(i * links, (i + 1) * links)),
    );
  return parts[0]!;
}

function joined(parts: readonly Part[]): Part {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const lengths = parts.map((part) => numberField(4, part.length));
  const data = concatBytes(numberField(1, FILE), numberField(3, length), ...lengths);
  return {
    ...above(
      parts.map((part) => linkTo("", part)),
      data,
      parts,
    ),
    length,
  };
}

/** A folder of named files, in this order. */
export const folderOf = (files: readonly (readonly [name: string, file: Dag])[]): Dag =>
  above(
    files.map(([name, file]) => linkTo(name, file)),
    numberField(1, FOLDER),
    files.map(([, file]) => file),
  );

const linkTo = (name: string, { root, size }: Dag): Link => ({ name, cid: root, size });

function above(links: readonly Link[], data: Uint8Array, parts: readonly Dag[]): Dag {
  const content = encodeNode(links, data);
  const root = cidOf(DAG_PB, content);
  const size = parts.reduce((sum, part) => sum + part.size, content.length);
  return { root, blocks: [{ cid: root, content }, ...parts.flatMap(({ blocks }) => blocks)], size };
}
