import { bigIntToBytesLE, bytesToBigIntLE, FIELD_BYTES } from "./field.ts";
import { loadPeer } from "./peers.ts";
import { once } from "./promises.ts";
import { chainStart, RATE } from "./sponge.ts";

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
  const digests = await chainsOfBytes(poseidon, tag, sequences.map(toBytes));
  return sequences.map((_, i) => bytesToBigIntLE(digests, i * FIELD_BYTES));
}

/** The same for elements of 32 bytes, little-endian: a list has millions. Returns the digests one after the other. */
export async function chainsOfBytes(
  poseidon: Poseidon,
  tag: bigint,
  sequences: readonly Uint8Array[],
): Promise<Uint8Array> {
  const length = sequences[0]?.length ?? 0;
  const start = bigIntToBytesLE(chainStart(tag, length / FIELD_BYTES));
  const groups = new Uint8Array(sequences.length * GROUP_BYTES);
  for (let i = 0; i < sequences.length; i++) groups.set(start, i * GROUP_BYTES);
  for (let at = 0; at < length; at += RATE * FIELD_BYTES) {
    for (const [i, sequence] of sequences.entries()) {
      const block = sequence.subarray(at, at + RATE * FIELD_BYTES);
      groups.set(block, i * GROUP_BYTES + FIELD_BYTES);
      groups.fill(0, i * GROUP_BYTES + FIELD_BYTES + block.length, (i + 1) * GROUP_BYTES);
    }
    const hashes = await poseidon.batch(RATE + 1, groups);
    for (let i = 0; i < sequences.length; i++)
      groups.set(hashes.subarray(i * FIELD_BYTES, (i + 1) * FIELD_BYTES), i * GROUP_BYTES);
  }
  const digests = new Uint8Array(sequences.length * FIELD_BYTES);
  for (let i = 0; i < sequences.length; i++)
    digests.set(groups.subarray(i * GROUP_BYTES, i * GROUP_BYTES + FIELD_BYTES), i * FIELD_BYTES);
  return digests;
}

/** The input of one hash of a chain: the digest so far, and a block. */
const GROUP_BYTES = (RATE + 1) * FIELD_BYTES;

function toBytes(elements: readonly bigint[]): Uint8Array {
  const bytes = new Uint8Array(elements.length * FIELD_BYTES);
  for (const [i, element] of elements.entries()) bytes.set(bigIntToBytesLE(element), i * FIELD_BYTES);
  return bytes;
}
