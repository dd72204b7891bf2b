import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { type InspectedDocument, inspectJson } from "../../shared/document.ts";
import { dataError } from "../../shared/errors.ts";
import { stringifyJson } from "../../shared/json.ts";
import { SHA256 } from "../../shared/shape/fields.ts";
import { documentOf } from "../../shared/shape/object.ts";
import { list } from "../../shared/shape/shape.ts";
import { buildDigestTree, type DigestTree, proveDigest, rootFromProof, rootOf } from "../tree.ts";

const FORMAT = "disjoint/output-proof/v1";

/** That a digest is one of those under a root: its siblings on the way up, each 32 bytes in hexadecimal. */
export type OutputProof = { root: string; sha256: string; siblings: string[] };

/** A proof as a document. */
export const OUTPUT_PROOF = documentOf(FORMAT, { root: SHA256, sha256: SHA256, siblings: list(SHA256) });

/** A batch of digests: the root that is anchored, and the tree that proofs are made from. */
export type OutputBatch = { root: string; digests: readonly string[]; tree: DigestTree };

/**
 * A batch of digests of outputs under one root.
 *
 * @param digests SHA-256 of each output, 64 hexadecimal digits
 * @throws data `custody/invalid` for no digests, or for what is none
 * @example
 * const batch = makeOutputBatch(["ab".repeat(32), "cd".repeat(32)]);
 * const proof = proveOutput(batch, "ab".repeat(32));
 * console.log(proof !== undefined && isInBatch(proof)); // true
 */
export function makeOutputBatch(digests: readonly string[]): OutputBatch {
  const bad = digests.findIndex((digest) => !/^[0-9a-f]{64}$/.test(digest));
  if (bad >= 0 || digests.length === 0)
    throw dataError(
      "custody/invalid",
      bad < 0 ? "there are no digests" : `line ${bad + 1} is no SHA-256`,
      "Give one SHA-256 a line, 64 hexadecimal digits in lower case.",
    );
  const bytes = new Uint8Array(32 * digests.length);
  for (const [i, digest] of digests.entries()) bytes.set(hexToBytes(digest), 32 * i);
  const tree = buildDigestTree(bytes);
  return { root: bytesToHex(rootOf(tree)), digests, tree };
}

/**
 * The proof that a digest is in a batch; undefined if it is not.
 *
 * @example
 * const batch = makeOutputBatch(["ab".repeat(32), "cd".repeat(32)]);
 * console.log(proveOutput(batch, "cd".repeat(32))?.siblings.length); // 1
 */
export function proveOutput({ root, digests, tree }: OutputBatch, sha256: string): OutputProof | undefined {
  const index = digests.indexOf(sha256);
  return index < 0 ? undefined : { root, sha256, siblings: proveDigest(tree, index).map(bytesToHex) };
}

/** Whether a proof leads from its digest to its root. */
export const isInBatch = ({ root, sha256, siblings }: OutputProof): boolean =>
  bytesToHex(rootFromProof(hexToBytes(sha256), siblings.map(hexToBytes))) === root;

/**
 * A proof as JSON, in lines.
 *
 * @example
 * const proof = proveOutput(makeOutputBatch(["ab".repeat(32)]), "ab".repeat(32));
 * console.log(proof !== undefined && writeOutputProof(proof).includes("disjoint/output-proof/v1")); // true
 */
export const writeOutputProof = (proof: OutputProof): string => stringifyJson({ format: FORMAT, ...proof }, 2);

/** Reads a proof. */
export const inspectOutputProof = (file: Uint8Array): InspectedDocument<OutputProof> =>
  inspectJson(file, "the proof", (reader, value) => OUTPUT_PROOF.read(reader, value, "$"));
