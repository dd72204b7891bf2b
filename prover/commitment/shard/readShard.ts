import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { commitmentOf } from "../../accumulator/hashes.ts";
import type { G1 } from "../../groth16/points.ts";
import { type DisjointError, dataError } from "../../shared/errors.ts";
import { sha256File } from "../../shared/files.ts";
import { type Commitment, toCommitment } from "../../shared/ids.ts";
import type { Poseidon } from "../../shared/poseidon.ts";
import { reasonOf } from "../../shared/storage.ts";
import { type Keys, keysInFolder } from "../../tree/keys.ts";
import { readTree } from "../../tree/store.ts";
import { rootOf, type Tree } from "../../tree/tree.ts";
import {
  type AccumulatorManifest,
  COEFFICIENTS_FILE,
  filesOf,
  isMerkle,
  KEYS_FILE,
  layoutOf,
  MANIFEST_FILE,
  type Manifest,
  type MerkleManifest,
  parseManifest,
} from "./manifest.ts";
import { readSalt } from "./salt.ts";

/** What every committed part of the dataset has. `keys`: sorted, unique; `salt`: the vendor's secret. */
export type ShardParts = { folder: string; keys: Keys; salt: bigint; commitment: Commitment };

/** A shard that is committed to by a Merkle tree. */
export type MerkleShard = ShardParts & { manifest: MerkleManifest; tree: Tree };

/**
 * A shard that is committed to by an accumulator: a point of the first group. `salt`: the factor that hides it;
 * `coefficients`: the file of its polynomial, which is secret.
 */
export type AccumulatorShard = ShardParts & {
  manifest: AccumulatorManifest;
  accumulator: G1;
  coefficients: string;
};

/** A committed part of the dataset. */
export type Shard = MerkleShard | AccumulatorShard;

/** Whether a shard is committed to by a Merkle tree. */
export const isMerkleShard = (shard: Shard): shard is MerkleShard => "tree" in shard;

/** Poseidon(root, bucketBits, salt): binds the depth with the root; the salt hides both. */
export const merkleCommitmentOf = async (tree: Tree, salt: bigint, poseidon: Poseidon): Promise<Commitment> =>
  toCommitment(await poseidon.hash([rootOf(tree), BigInt(tree.bucketBits), salt]));

/**
 * Reads a shard and checks every part of it against the manifest and the commitment. All later stages get stored shards
 * from here. That an accumulator is the one of its keys is shown by every proof that is made with it.
 *
 * @throws data `commitment/not-a-shard`, `commitment/invalid`, `commitment/damaged`, `commitment/mismatch`
 * @example
 * const shard = await readShard("shard", poseidon);
 * console.log(shard.manifest.commitment === String(shard.commitment)); // true
 */
export async function readShard(folder: string, poseidon: Poseidon): Promise<Shard> {
  const manifest = await readManifest(folder);
  await expectFiles(folder, manifest);
  const salt = await readSalt(folder).catch((error: Error) => {
    throw damaged(folder, "the salt is missing or unreadable", error);
  });
  return isMerkle(manifest)
    ? readMerkleShard(folder, manifest, salt, poseidon)
    : readAccumulatorShard(folder, manifest, salt);
}

async function readMerkleShard(
  folder: string,
  manifest: MerkleManifest,
  salt: bigint,
  poseidon: Poseidon,
): Promise<MerkleShard> {
  const tree = await readTree(folder, manifest.bucketBits, layoutOf(manifest));
  const { keys } = tree;
  expectCount(folder, manifest, keys);
  const commitment = await merkleCommitmentOf(tree, salt, poseidon);
  expectCommitment(folder, manifest, commitment, "the tree and the salt do");
  return { folder, manifest, tree, keys, salt, commitment };
}

async function readAccumulatorShard(
  folder: string,
  manifest: AccumulatorManifest,
  salt: bigint,
): Promise<AccumulatorShard> {
  const keys = keysInFolder(folder);
  expectCount(folder, manifest, keys);
  const [x, y] = manifest.accumulator.map(BigInt) as [bigint, bigint];
  const commitment = commitmentOf(manifest.powers, [x, y]);
  expectCommitment(folder, manifest, commitment, "the accumulator does");
  const coefficients = join(folder, COEFFICIENTS_FILE);
  return { folder, manifest, keys, salt, commitment, accumulator: [x, y], coefficients };
}

function expectCount(folder: string, manifest: Manifest, keys: Keys): void {
  if (keys.count !== manifest.keys) throw damaged(folder, `${KEYS_FILE} does not hold the keys counted`);
}

function expectCommitment(folder: string, manifest: Manifest, commitment: bigint, what: string): void {
  if (commitment === BigInt(manifest.commitment)) return;
  throw dataError(
    "commitment/mismatch",
    `${folder}: ${what} not give the manifest's commitment`,
    "Restore the salt that belongs to this shard from a backup, or commit the sources again.",
  );
}

/**
 * The manifest alone, for callers that need neither tree nor salt. It is written last, so a folder without one is not a
 * shard.
 */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, MANIFEST_FILE);
  const bytes = await readFile(path).catch((error: Error) => {
    throw dataError(
      "commitment/not-a-shard",
      `${folder} is not a shard: ${MANIFEST_FILE} cannot be read: ${reasonOf(error)}`,
      "Give the folder of a commitment. If committing was interrupted, run it again.",
      error,
    );
  });
  return parseManifest(bytes, path);
}

/**
 * Checks the files of a shard against its manifest.
 *
 * @throws data `commitment/damaged`
 */
export async function expectFiles(folder: string, manifest: Manifest): Promise<void> {
  for (const name of filesOf(manifest)) await expectHash(folder, name, manifest.files[name]);
}

async function expectHash(folder: string, name: string, expected: string | undefined): Promise<void> {
  const hash = await sha256File(join(folder, name)).catch((error: Error) => {
    throw damaged(folder, `${name} cannot be read`, error);
  });
  if (hash !== expected) throw damaged(folder, `${name} has SHA-256 ${hash}, the manifest says ${expected}`);
}

const damaged = (folder: string, problem: string, cause?: Error): DisjointError =>
  dataError("commitment/damaged", `${folder}: ${problem}`, "Restore the shard, or commit its sources again.", cause);
