import { keccak256 } from "../shared/ethers.ts";
import { bigEndian, encodeRlp, type Rlp } from "./rlp.ts";

type Entry = { path: readonly number[]; value: Uint8Array; index: number };

/** A node of the trie that is referenced by its hash: its encoding, its depth and the entries below it. */
type HashedNode = { bytes: Uint8Array; depth: number; members: ReadonlySet<number> };

/**
 * The Merkle-Patricia trie of a block's receipts (yellow paper, appendix D): its root, and for each receipt the Merkle
 * proof, which is the nodes from the root to it.
 *
 * @param receipts encoded, in the order of the transactions; at least one
 */
export function receiptTrie(receipts: readonly Uint8Array[]): {
  root: string;
  proofOf(index: number): Uint8Array[];
} {
  const hashed: HashedNode[] = [];
  const entries = receipts.map((value, index) => ({ path: nibbles(encodeRlp(bigEndian(index))), value, index }));
  const root = encodeRlp(nodeOf(entries, 0, hashed));
  hashed.push({ bytes: root, depth: 0, members: new Set(receipts.keys()) });
  return {
    root: keccak256(root),
    proofOf: (index) =>
      hashed
        .filter(({ members }) => members.has(index))
        .sort((a, b) => a.depth - b.depth)
        .map(({ bytes }) => bytes),
  };
}

/** The node above these entries, whose paths agree up to `depth`. No receipt's key is a prefix of another's. */
function nodeOf(entries: readonly Entry[], depth: number, hashed: HashedNode[]): Rlp {
  const [first, ...more] = entries as [Entry, ...Entry[]];
  if (more.length === 0) return [compact(first.path.slice(depth), 2), first.value];
  let end = depth;
  while (more.every(({ path }) => path[end] === first.path[end])) end++;
  if (end > depth) return [compact(first.path.slice(depth, end), 0), reference(entries, end, hashed)];
  const children = Array.from({ length: 16 }, (_, nibble) => entries.filter(({ path }) => path[depth] === nibble));
  const below = children.map((some) => (some.length === 0 ? NOTHING : reference(some, depth + 1, hashed)));
  return [...below, NOTHING];
}

const NOTHING = new Uint8Array();

/** The reference to a node in the one above: the node itself if it is short, else its hash. */
function reference(entries: readonly Entry[], depth: number, hashed: HashedNode[]): Rlp {
  const node = nodeOf(entries, depth, hashed);
  const bytes = encodeRlp(node);
  if (bytes.length < 32) return node;
  hashed.push({ bytes, depth, members: new Set(entries.map(({ index }) => index)) });
  return Uint8Array.from(Buffer.from(keccak256(bytes).slice(2), "hex"));
}

/** Part of a path as bytes, after a nibble for its kind (2: leaf, 0: extension) plus 1 if its length is odd. */
function compact(path: readonly number[], kind: number): Uint8Array {
  const digits = path.length % 2 === 1 ? [kind + 1, ...path] : [kind, 0, ...path];
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => digits[2 * i]! * 16 + digits[2 * i + 1]!);
}

const nibbles = (bytes: Uint8Array): number[] => [...bytes].flatMap((byte) => [byte >> 4, byte & 15]);
