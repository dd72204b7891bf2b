import { join } from "node:path";
import { openEngine } from "../../accumulator/engine.ts";
import { commitmentOf } from "../../accumulator/hashes.ts";
import { describeMemory, memoryForKeys } from "../../accumulator/memory.ts";
import type { Powers } from "../../accumulator/powers.ts";
import { toKeyElements } from "../../fingerprint/key.ts";
import { ACCUMULATOR_MANIFEST_FORMAT, type AccumulatorManifest, type MerkleManifest } from "../../shared/manifest.ts";
import { silent } from "../../shared/progress.ts";
import { depthFor } from "../../tree/crowd.ts";
import { hashingBytes } from "../../tree/hasher.ts";
import { keysInFolder } from "../../tree/keys.ts";
import { indexBytes } from "../../tree/places.ts";
import { writeTree } from "../../tree/store.ts";
import type { CommitOptions } from "../reading/options.ts";
import type { Memory } from "../sort/memory.ts";
import { expectRoom } from "./crowds.ts";
import { COEFFICIENTS_FILE, MANIFEST_FORMATS } from "./manifest.ts";
import { merkleCommitmentOf } from "./readShard.ts";
import { ensureSalt } from "./salt.ts";

type MerkleSeal = Pick<MerkleManifest, "format" | "bucketBits" | "commitment">;
type AccumulatorSeal = Pick<AccumulatorManifest, "format" | "powers" | "accumulator" | "commitment">;

/** The fields of a manifest that say how a shard is committed to. */
export type Seal = MerkleSeal | AccumulatorSeal;

/**
 * Commits to the keys that `out` holds, and writes the files that proofs need. With powers of tau by an accumulator,
 * else by a Merkle tree. The keys and the index of locations must be written.
 *
 * @returns the fields of the manifest that follow
 * @throws data `tree/crowded`, `tree/wrong-hash`, `accumulator/too-many`; usage `commitment/memory`,
 * `accumulator/memory`
 */
export const seal = (options: CommitOptions, memory: Memory): Promise<Seal> =>
  options.powers === undefined
    ? sealByTree(options, memory)
    : sealByAccumulator({ ...options, powers: options.powers }, memory);

async function sealByTree(options: CommitOptions, memory: Memory): Promise<MerkleSeal> {
  const { out, poseidon, onProgress = silent, workers } = options;
  const keys = keysInFolder(out);
  const bucketBits = depthFor(keys);
  expectRoom(out, keys, bucketBits);
  memory.expect("for the tree of its keys", indexBytes(keys.count, bucketBits) + hashingBytes(keys.count, bucketBits));
  const salt = await ensureSalt(out);
  const tree = await writeTree(out, poseidon, onProgress, workers?.hashNodes);
  const commitment = await merkleCommitmentOf(tree, salt, poseidon);
  return { format: MANIFEST_FORMATS[2], bucketBits: tree.bucketBits, commitment: commitment.toString() };
}

async function sealByAccumulator(
  { out, powers, onProgress = silent }: CommitOptions & { powers: Powers },
  memory: Memory,
): Promise<AccumulatorSeal> {
  const keys = keysInFolder(out);
  const { count } = keys;
  const more = memoryForKeys(count);
  memory.expect("for the polynomial of its keys", more);
  const elements = toKeyElements(keys.read(0, count));
  onProgress({ stage: "accumulator", done: 0, total: 1, what: `${count} keys, ${describeMemory(more)}` });
  const multiplier = await ensureSalt(out);
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
