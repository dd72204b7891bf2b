import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { KEY_BYTES } from "../../fingerprint/key.ts";
import { type DisjointError, dataError } from "../../shared/errors.ts";
import { sha256File } from "../../shared/files.ts";
import { type Commitment, toCommitment } from "../../shared/ids.ts";
import type { Poseidon } from "../../shared/poseidon.ts";
import { readTree } from "../../tree/store.ts";
import { rootOf, type Tree } from "../../tree/tree.ts";
import { layoutOf, MANIFEST_FILE, type Manifest, parseManifest, SHARD_FILES } from "./manifest.ts";
import { readSalt } from "./salt.ts";

/** A committed part of the dataset. The salt is the vendor's secret. */
export type Shard = { folder: string; manifest: Manifest; tree: Tree; salt: bigint; commitment: Commitment };

/** Poseidon(root, bucketBits, salt): binds the depth with the root; the salt hides both. */
export const commitmentOf = async (tree: Tree, salt: bigint, poseidon: Poseidon): Promise<Commitment> =>
  toCommitment(await poseidon.hash([rootOf(tree), BigInt(tree.bucketBits), salt]));

/**
 * Reads a shard and checks every part of it against the manifest and the commitment. All later stages get stored shards
 * from here.
 *
 * @throws data `commitment/not-a-shard`, `commitment/invalid`, `commitment/damaged`, `commitment/mismatch`
 * @example
 * const shard = await readShard("shard", poseidon);
 * console.log(shard.manifest.commitment === String(shard.commitment)); // true
 */
export async function readShard(folder: string, poseidon: Poseidon): Promise<Shard> {
  const manifest = await readManifest(folder);
  await expectFiles(folder, manifest);
  const tree = await readTree(folder, manifest.bucketBits, layoutOf(manifest));
  if (tree.keys.length !== manifest.keys * KEY_BYTES) throw damaged(folder, "keys.bin does not hold the keys counted");
  const salt = await readSalt(folder).catch((error: Error) => {
    throw damaged(folder, "the salt is missing or unreadable", error);
  });
  const commitment = await commitmentOf(tree, salt, poseidon);
  if (commitment !== BigInt(manifest.commitment))
    throw dataError(
      "commitment/mismatch",
      `${folder}: the tree and the salt do not give the manifest's commitment`,
      "Restore the salt that belongs to this shard from a backup, or commit the sources again.",
    );
  return { folder, manifest, tree, salt, commitment };
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
      `${folder} is not a shard: ${error.message}`,
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
  for (const name of SHARD_FILES) await expectHash(folder, name, manifest.files[name]);
}

async function expectHash(folder: string, name: string, expected: string | undefined): Promise<void> {
  const hash = await sha256File(join(folder, name)).catch((error: Error) => {
    throw damaged(folder, `${name} cannot be read`, error);
  });
  if (hash !== expected) throw damaged(folder, `${name} has SHA-256 ${hash}, the manifest says ${expected}`);
}

const damaged = (folder: string, problem: string, cause?: Error): DisjointError =>
  dataError("commitment/damaged", `${folder}: ${problem}`, "Restore the shard, or commit its sources again.", cause);
