import { randomInt } from "node:crypto";
import { KEY_BYTES } from "../fingerprint/key.ts";
import { dataError } from "../shared/errors.ts";
import { bytesToBigIntBE } from "../shared/field.ts";
import type { Poseidon } from "../shared/poseidon.ts";
import { ARITY, bucketOf, levelCount, routeOf } from "./shape.ts";
import { bucketKeys, childrenOf, rootOf, type Tree } from "./tree.ts";

/** One of this many keys is looked up, and of few keys at least as many as follow. */
const KEYS_PER_CHECK = 2 ** 17;
const LEAST_CHECKS = 32;

/**
 * Checks the hashes of a tree that other machines made, from the bucket of a key up to the root: for keys at random,
 * one in each of as many equal parts of all. A machine is found out unless it errs rarely. A wrong hash that is not
 * found makes the proofs about what is below it fail, because they hash it again.
 *
 * @throws data `tree/wrong-hash`
 */
export async function expectHashes(tree: Tree, poseidon: Poseidon): Promise<void> {
  const { keys, bucketBits } = tree;
  const checks = Math.min(keys.count, Math.max(LEAST_CHECKS, Math.ceil(keys.count / KEYS_PER_CHECK)));
  for (let i = 0; i < checks; i++) {
    const from = Math.floor((i * keys.count) / checks);
    const to = Math.floor(((i + 1) * keys.count) / checks);
    const key = randomInt(from, to);
    await expectPath(tree, bucketOf(routeOf(keys.read(key, key + 1)), bucketBits), poseidon);
  }
}

async function expectPath(tree: Tree, bucket: number, poseidon: Poseidon): Promise<void> {
  let hash = await poseidon.hash(slotsOf(bucketKeys(tree, bucket)));
  let place = bucket;
  for (let level = levelCount(tree.bucketBits) - 1; level >= 0; level--) {
    const parent = Math.floor(place / ARITY);
    const children = childrenOf(tree, level, parent);
    if (children[place % ARITY] !== hash) throw wrongHash(tree, bucket, level + 1);
    hash = await poseidon.hash(children);
    place = parent;
  }
  if (hash !== rootOf(tree)) throw wrongHash(tree, bucket, 0);
}

/** The keys of a bucket in its 16 slots. */
const slotsOf = (keys: Uint8Array): bigint[] =>
  Array.from({ length: ARITY }, (_, i) => bytesToBigIntBE(keys.subarray(i * KEY_BYTES, (i + 1) * KEY_BYTES)));

const wrongHash = ({ bucketBits }: Tree, bucket: number, level: number) =>
  dataError(
    "tree/wrong-hash",
    `the hash of level ${level} above bucket ${bucket} of 2^${bucketBits} is not that of what is below it`,
    "Commit again. Look at the machines that hashed the tree: one of them computes wrongly.",
  );
