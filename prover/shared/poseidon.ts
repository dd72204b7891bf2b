import { bigIntToBytesLE, bytesToBigIntLE, FIELD_BYTES } from "./field.ts";
import { loadPeer } from "./peers.ts";
import { once } from "./promises.ts";
import { chainBlocks, chainStart, RATE } from "./sponge.ts";

export { TAG } from "./sponge.ts";

/** Poseidon over the BN254 scalar field, circomlib's instance, for 1 to 16 elements. `backend`: the implementation. */
export type Poseidon = {
  readonly backend: string;
  /** The hash of 1 to 16 field elements. */
  hash(inputs: readonly bigint[]): Promise<bigint>;
  /** Hashes n groups of `arity` elements (n·arity·32 bytes, little-endian, canonical) to n elements (n·32 bytes). */
  batch(arity: number, inputs: Uint8Array): Promise<Uint8Array>;
};

/** Makes a `Poseidon` from its batch function. */
export function poseidonFrom(backend: string, batch: Poseidon["batch"]): Poseidon {
  return {
    backend,
    batch,
    hash: async (inputs) => bytesToBigIntLE(await batch(inputs.length, toBytes(inputs))),
  };
}

const buildCircomlib = once(async () => {
  const { buildPoseidon } = await loadPeer("Proving", () => import("circomlibjs"));
  return buildPoseidon();
});

/** Poseidon by circomlibjs, in WebAssembly: runs everywhere and takes about half a millisecond for 16 elements. */
export async function circomlibPoseidon(): Promise<Poseidon> {
  const poseidon = await buildCircomlib();
  const field = poseidon.F;
  return poseidonFrom("circomlibjs", async (arity, inputs) => {
    const count = inputs.length / (arity * FIELD_BYTES);
    const output = new Uint8Array(count * FIELD_BYTES);
    for (let i = 0; i < count; i++) {
      const group: Uint8Array[] = [];
      for (let j = 0; j < arity; j++) group.push(field.e(bytesToBigIntLE(inputs, (i * arity + j) * FIELD_BYTES)));
      field.toRprLE(output, i * FIELD_BYTES, poseidon(group));
    }
    return output;
  });
}

/**
 * The digest of any number of field elements: a chain of Poseidon(16), each over the digest so far and 15 elements.
 * Equals the template `Chain` in circuits/lib/sponge.circom.
 */
export async function chain(poseidon: Poseidon, tag: bigint, elements: readonly bigint[]): Promise<bigint> {
  const [digest] = await chains(poseidon, tag, [elements]);
  return digest!;
}

/**
 * The digests of sequences of one length, block by block for all of them: a single chain is sequential, and many are
 * hashed side by side.
 */
export async function chains(
  poseidon: Poseidon,
  tag: bigint,
  sequences: readonly (readonly bigint[])[],
): Promise<bigint[]> {
  const blocks = sequences.map(chainBlocks);
  let digests = sequences.map(({ length }) => chainStart(tag, length));
  for (let i = 0; i < (blocks[0]?.length ?? 0); i++) {
    const groups = digests.map((digest, j) => [digest, ...blocks[j]![i]!]);
    const hashes = await poseidon.batch(RATE + 1, toBytes(groups.flat()));
    digests = digests.map((_, j) => bytesToBigIntLE(hashes, j * FIELD_BYTES));
  }
  return digests;
}

function toBytes(elements: readonly bigint[]): Uint8Array {
  const bytes = new Uint8Array(elements.length * FIELD_BYTES);
  for (const [i, element] of elements.entries()) bytes.set(bigIntToBytesLE(element), i * FIELD_BYTES);
  return bytes;
}
