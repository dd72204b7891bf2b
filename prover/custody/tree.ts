import { keccak_256 } from "@noble/hashes/sha3.js";

/** The bytes of a node. */
const NODE = 32;

/** Hashes as Ethereum does: 32 bytes. */
type Keccak = (bytes: Uint8Array) => Uint8Array;

/**
 * A Merkle tree over digests of 32 bytes, as StandardMerkleTree of @openzeppelin/merkle-tree makes it of the type
 * `["bytes32"]`, so that MerkleProof of @openzeppelin/contracts verifies its proofs: a leaf is the digest hashed twice,
 * leaves are sorted, and each pair is hashed in ascending order. `nodes`: 32 bytes each, the root first, the children
 * of node i at 2i + 1 and 2i + 2. `places[i]`: the node of digest i.
 */
export type DigestTree = { nodes: Uint8Array; places: Uint32Array };

/**
 * Builds the tree.
 *
 * @param digests 32 bytes each, one after the other
 * @throws RangeError without digests
 */
export function buildDigestTree(digests: Uint8Array, keccak: Keccak = keccak_256): DigestTree {
  const count = digests.length / NODE;
  if (count < 1 || !Number.isInteger(count)) throw new RangeError("a tree needs digests of 32 bytes");
  const leaves = new Uint8Array(digests.length);
  for (let i = 0; i < count; i++) leaves.set(hashLeaf(nodeAt(digests, i), keccak), i * NODE);
  const nodes = new Uint8Array((2 * count - 1) * NODE);
  const places = new Uint32Array(count);
  for (const [rank, i] of sortedOrder(leaves).entries()) {
    const place = 2 * count - 2 - rank;
    places[i] = place;
    nodes.set(nodeAt(leaves, i), place * NODE);
  }
  const pair = new Uint8Array(2 * NODE);
  for (let i = count - 2; i >= 0; i--)
    nodes.set(hashPair(nodeAt(nodes, 2 * i + 1), nodeAt(nodes, 2 * i + 2), pair, keccak), i * NODE);
  return { nodes, places };
}

/** The root of a tree. */
export const rootOf = ({ nodes }: DigestTree): Uint8Array => nodes.slice(0, NODE);

/** The siblings on the way from the digest at `index` up to the root. */
export function proveDigest({ nodes, places }: DigestTree, index: number): Uint8Array[] {
  const proof: Uint8Array[] = [];
  for (let i = places[index]!; i > 0; i = (i - 1) >> 1) proof.push(nodeAt(nodes, i % 2 === 1 ? i + 1 : i - 1).slice());
  return proof;
}

/** The root to which a proof leads. */
export function rootFromProof(
  digest: Uint8Array,
  proof: readonly Uint8Array[],
  keccak: Keccak = keccak_256,
): Uint8Array {
  const pair = new Uint8Array(2 * NODE);
  return proof.reduce((node, sibling) => hashPair(node, sibling, pair, keccak), hashLeaf(digest, keccak));
}

const nodeAt = (nodes: Uint8Array, i: number): Uint8Array => nodes.subarray(i * NODE, (i + 1) * NODE);

const hashLeaf = (digest: Uint8Array, keccak: Keccak): Uint8Array => keccak(keccak(digest));

function hashPair(one: Uint8Array, other: Uint8Array, pair: Uint8Array, keccak: Keccak): Uint8Array {
  const isSorted = compare(one, other) <= 0;
  pair.set(isSorted ? one : other, 0);
  pair.set(isSorted ? other : one, NODE);
  return keccak(pair);
}

function compare(one: Uint8Array, other: Uint8Array): number {
  for (let i = 0; i < NODE; i++) if (one[i] !== other[i]) return one[i]! - other[i]!;
  return 0;
}

/** The positions of the leaves in ascending order: by their first six bytes, which a number holds, and then by all. */
function sortedOrder(leaves: Uint8Array): Uint32Array {
  const view = new DataView(leaves.buffer, leaves.byteOffset, leaves.length);
  const count = leaves.length / NODE;
  const heads = Float64Array.from(
    { length: count },
    (_, i) => view.getUint32(i * NODE) * 2 ** 16 + view.getUint16(i * NODE + 4),
  );
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  return order.sort((a, b) => heads[a]! - heads[b]! || compare(nodeAt(leaves, a), nodeAt(leaves, b)));
}
