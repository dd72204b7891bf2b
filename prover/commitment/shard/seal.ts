import { join } from "node:path";
import { openEngine } from "../../accumulator/engine.ts";
import { commitmentOf } from "../../accumulator/hashes.ts";
import { describeMemory, memoryForKeys } from "../../accumulator/memory.ts";
import type { Powers } from "../../accumulator/powers.ts";
import { toKeyElements } from "../../fingerprint/key.ts";
import { FIELD_BYTES } from "../../shared/field.ts";
import { writeFileAtomic } from "../../shared/files.ts";
import { ACCUMULATOR_MANIFEST_FORMAT, type AccumulatorManifest, type MerkleManifest } from "../../shared/manifest.ts";
import { silent } from "../../shared/progress.ts";
import { buildTree } from "../../tree/build.ts";
import { bucketBitsFor } from "../../tree/crowd.ts";
import { writeTree } from "../../tree/store.ts";
import { placesOf, treeBytes } from "../../tree/tree.ts";
import type { CommitOptions } from "../reading/options.ts";
import type { Memory } from "../sort/memory.ts";
import { expectRoom } from "./crowds.ts";
import { COEFFICIENTS_FILE, KEYS_FILE, MANIFEST_FORMATS } from "./manifest.ts";
import { merkleCommitmentOf } from "./readShard.ts";
import { ensureSalt } from "./salt.ts";

type MerkleSeal = Pick<MerkleManifest, "format" | "bucketBits" | "commitment">;
type AccumulatorSeal = Pick<AccumulatorManifest, "format" | "powers" | "accumulator" | "commitment">;

/** The fields of a manifest that say how a shard is committed to. */
export type Seal = MerkleSeal | AccumulatorSeal;

/**
 * Commits to keys, sorted and unique, 31 bytes each, and writes the files that proofs need. With powers of tau by an
 * accumulator, else by a Merkle tree. The index of locations must be written.
 *
 * @returns the fields of the manifest that follow
 * @throws data `tree/crowded`, `accumulator/too-many`; usage `commitment/memory`, `accumulator/memory`
 */
export const seal = (options: CommitOptions, keys: Uint8Array, memory: Memory): Promise<Seal> =>
  options.powers === undefined
    ? sealByTree(options, keys, memory)
    : sealByAccumulator({ ...options, powers: options.powers }, keys, memory);

async function sealByTree(
  { out, poseidon, onProgress = silent }: CommitOptions,
  keys: Uint8Array,
  memory: Memory,
): Promise<MerkleSeal> {
  expectRoom(out, keys);
  memory.expect("for the tree of its keys", treeBytes(placesOf(keys, bucketBitsFor(keys))));
  const tree = await buildTree(keys, poseidon, onProgress);
  const salt = await ensureSalt(out);
  await writeTree(out, tree);
  const commitment = await merkleCommitmentOf(tree, salt, poseidon);
  return { format: MANIFEST_FORMATS[2], bucketBits: tree.bucketBits, commitment: commitment.toString() };
}

async function sealByAccumulator(
  { out, powers, onProgress = silent }: CommitOptions & { powers: Powers },
  keys: Uint8Array,
  memory: Memory,
): Promise<AccumulatorSeal> {
  const elements = toKeyElements(keys);
  const count = elements.length / FIELD_BYTES;
  const more = memoryForKeys(count);
  memory.expect("for the polynomial of its keys", more);
  onProgress({ stage: "accumulator", done: 0, total: 1, what: `${count} keys, ${describeMemory(more)}` });
  const multiplier = await ensureSalt(out);
  await writeFileAtomic(join(out, KEYS_FILE), keys);
  const engine = openEngine(powers);
  const coefficients = join(out, COEFFICIENTS_FILE);
  const accumulator = await engine.accumulateKeys({ keys: elements, multiplier, coefficients, onProgress });
  return {
    format: ACCUMULATOR_MANIFEST_FORMAT,
    powers: powers.id,
    accumulator: accumulator.map(String),
    commitment: commitmentOf(powers.id, accumulator).toString(),
  };
}
