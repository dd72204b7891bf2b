import { bigIntToBytesLE, bytesToBigIntLE, FIELD_BYTES } from "./field.ts";
import { loadPeer } from "./peers.ts";
import { once } from "./promises.ts";
import { chainBlocks, chainStart } from "./sponge.ts";

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
    hash: async (inputs) => {
      const bytes = new Uint8Array(inputs.length * FIELD_BYTES);
      inputs.forEach((value, i) => {
        bytes.set(bigIntToBytesLE(value), i * FIELD_BYTES);
      });
      return bytesToBigIntLE(await batch(inputs.length, bytes));
    },
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
  let digest = chainStart(tag, elements.length);
  for (const block of chainBlocks(elements)) digest = await poseidon.hash([digest, ...block]);
  return digest;
}
