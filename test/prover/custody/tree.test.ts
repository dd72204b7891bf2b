import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { describe, expect, it } from "vitest";
import { buildDigestTree, proveDigest, rootFromProof, rootOf } from "../../../prover/custody/tree.ts";
import { sha256 } from "../../../prover/shared/files.ts";

const digestsOf = (count: number) => Array.from({ length: count }, (_, i) => sha256(`${count} ${i}`));
const flat = (digests: readonly string[]) => hexToBytes(digests.join(""));

describe("a tree of digests", () => {
  it.each([1, 2, 3, 4, 5, 8, 9, 31, 33, 1000])("has root and proofs of OpenZeppelin's: %i", (count) => {
    const digests = digestsOf(count);
    const tree = buildDigestTree(flat(digests));
    const theirs = StandardMerkleTree.of(
      digests.map((digest) => [`0x${digest}`]),
      ["bytes32"],
    );
    expect(`0x${bytesToHex(rootOf(tree))}`).toBe(theirs.root);
    for (const i of new Set([0, 1, count >> 1, count - 1].filter((each) => each < count))) {
      const proof = proveDigest(tree, i);
      expect(proof.map((sibling) => `0x${bytesToHex(sibling)}`)).toEqual(theirs.getProof(i));
      expect(rootFromProof(hexToBytes(digests[i]!), proof)).toEqual(rootOf(tree));
      const other = rootFromProof(hexToBytes(sha256("another")), proof);
      expect(bytesToHex(other)).not.toBe(bytesToHex(rootOf(tree)));
    }
  });

  it("accepts equal digests, and nothing but digests", () => {
    const digests = [sha256("a"), sha256("a"), sha256("b")];
    const tree = buildDigestTree(flat(digests));
    for (const [i, digest] of digests.entries())
      expect(rootFromProof(hexToBytes(digest), proveDigest(tree, i))).toEqual(rootOf(tree));
    expect(() => buildDigestTree(new Uint8Array(0))).toThrow(RangeError);
    expect(() => buildDigestTree(new Uint8Array(33))).toThrow(RangeError);
  });
});
