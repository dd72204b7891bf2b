import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import type { RegistrySnapshot, SnapshotRelease } from "./snapshot.ts";

const WORD = 64;

/** Solidity's ABI in hexadecimal: a number or digits in one word. */
const word = (value: bigint | number | string): string => BigInt(value).toString(16).padStart(WORD, "0");

/** A string: its length, and its bytes up to a whole word. */
function string(text: string): string {
  const bytes = utf8ToBytes(text);
  return word(bytes.length) + bytesToHex(bytes).padEnd(WORD * Math.ceil(bytes.length / 32), "0");
}

/** An array of words: its length, and its elements. */
const array = (values: readonly (bigint | string)[]): string => word(values.length) + values.map(word).join("");

/** A tuple: words as they are, everything else after them, at an offset that is in its place. */
function tuple(fields: readonly ({ head: string } | { tail: string })[]): string {
  let offset = (fields.length * WORD) / 2;
  const heads: string[] = [];
  const tails: string[] = [];
  for (const field of fields) {
    if ("head" in field) {
      heads.push(field.head);
      continue;
    }
    heads.push(word(offset));
    tails.push(field.tail);
    offset += field.tail.length / 2;
  }
  return [...heads, ...tails].join("");
}

/** The id that `Releases.register` gives: keccak256(abi.encode(vendor, release)). */
function releaseIdOf({ releases }: RegistrySnapshot, release: SnapshotRelease): string {
  const content = tuple([
    { tail: string(release.model) },
    { tail: string(release.version) },
    { head: word(`0x${release.weights}`) },
    { tail: array(release.shards) },
    { tail: array(release.parents.map((place) => releases[place]!.release)) },
    { tail: string(release.terms) },
  ]);
  const encoded = tuple([{ head: word(release.vendor) }, { tail: content }]);
  return `0x${bytesToHex(keccak_256(hexToBytes(encoded)))}`;
}

/**
 * Whether the id of a release is the hash of what a snapshot says of it: vendor, model, version, weights, shards,
 * parents and terms. No node is needed for that. A text that is not UTF-8 on the chain is never what a snapshot has.
 *
 * @example
 * const snapshot = await readRegistry(chain, deployment);
 * const [first] = snapshot.releases;
 * console.log(hasOwnId(snapshot, first!), hasOwnId(snapshot, { ...first!, model: "another" })); // true false
 */
export const hasOwnId = (snapshot: RegistrySnapshot, release: SnapshotRelease): boolean =>
  releaseIdOf(snapshot, release) === release.release;
