import { createHash } from "node:crypto";
import { usageError } from "../../shared/errors.ts";

/** A share: 29 bytes of namespace, one byte of information, then data; the first has the blob's length before them. */
const SHARE = 512;
const NAMESPACE = 29;
const INFO = NAMESPACE;
const LENGTH = INFO + 1;
const FIRST_DATA = LENGTH + 4;

/** How many shares a blob has for each subtree before subtrees get wider (SubtreeRootThreshold of celestia-app). */
const SUBTREES = 64;

const hash = (...parts: readonly Uint8Array[]): Buffer => {
  const sum = createHash("sha256");
  for (const part of parts) sum.update(part);
  return sum.digest();
};

/** What hashes of leaves and of inner nodes begin with (RFC 6962). */
const LEAF = Uint8Array.of(0);
const INNER = Uint8Array.of(1);

/** The least power of two that is no less. */
const powerOfTwo = (value: number): number => 2 ** Math.ceil(Math.log2(value));

/** The id of a namespace that an author can choose: 20 hexadecimal digits, but for 256 that the network reserves. */
export const AUTHOR_NAMESPACE = /^(?!0{18})[0-9a-f]{20}$/;

/**
 * Celestia's name of an author's namespace of version 0.
 *
 * @param id 20 hexadecimal digits that the author chooses
 * @returns 29 bytes: the version, 18 zeros, and the id
 * @throws usage `custody/celestia-namespace` for other ids, and for the 256 that are reserved to the network
 */
export function celestiaNamespace(id: string): Uint8Array {
  if (!AUTHOR_NAMESPACE.test(id))
    throw usageError(
      "custody/celestia-namespace",
      `${JSON.stringify(id)} is not an author's namespace`,
      "Give 20 hexadecimal digits in lower case, of which not all of the first 18 are 0.",
    );
  return Uint8Array.from(Buffer.from(id.padStart(2 * NAMESPACE, "0"), "hex"));
}

/**
 * Celestia's commitment to a blob of share version 0, in base64 as its nodes have it: a Merkle tree over the roots of
 * subtrees of shares (CreateCommitment of github.com/celestiaorg/go-square; namespaced trees of CIP-19's shares).
 *
 * @param blob has a commitment also if it is empty, although the network takes no empty blob
 * @param namespace 29 bytes
 */
export function computeBlobCommitment(blob: Uint8Array, namespace: Uint8Array): string {
  const shares = sharesOf(blob, namespace);
  const square = powerOfTwo(Math.ceil(Math.sqrt(shares.length)));
  const widest = Math.min(powerOfTwo(Math.ceil(shares.length / SUBTREES)), square);
  const roots: Buffer[] = [];
  for (let at = 0, width = widest; at < shares.length; at += width) {
    while (width > shares.length - at) width /= 2;
    roots.push(namespacedRoot(shares.slice(at, at + width), namespace));
  }
  return rootOf(roots).toString("base64");
}

function sharesOf(blob: Uint8Array, namespace: Uint8Array): Buffer[] {
  const shares: Buffer[] = [];
  for (let at = 0; at < blob.length || shares.length === 0; ) {
    const share = Buffer.alloc(SHARE);
    share.set(namespace);
    const isFirst = at === 0;
    // The low bit marks the first share of a blob; those above it are the share version.
    share[INFO] = Number(isFirst);
    if (isFirst) share.writeUInt32BE(blob.length, LENGTH);
    const start = isFirst ? FIRST_DATA : LENGTH;
    share.set(blob.subarray(at, at + SHARE - start), start);
    shares.push(share);
    at += SHARE - start;
  }
  return shares;
}

/** A node of a namespaced tree has the least and the greatest namespace below it before its hash: here one. */
function namespacedRoot(shares: readonly Buffer[], namespace: Uint8Array): Buffer {
  const own =
    shares.length === 1
      ? hash(LEAF, namespace, shares[0]!)
      : hash(INNER, ...halves(shares).map((half) => namespacedRoot(half, namespace)));
  return Buffer.concat([namespace, namespace, own]);
}

const rootOf = (nodes: readonly Buffer[]): Buffer =>
  nodes.length === 1 ? hash(LEAF, nodes[0]!) : hash(INNER, ...halves(nodes).map(rootOf));

/** The left half has the greatest power of two of nodes that leaves some for the right one. */
function halves(nodes: readonly Buffer[]): [Buffer[], Buffer[]] {
  const left = powerOfTwo(nodes.length) / 2;
  return [nodes.slice(0, left), nodes.slice(left)];
}
