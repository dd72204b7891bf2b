import { hashBlock } from "./chainInBrowser.ts";
import { DisjointError } from "./errors.ts";
import { bigIntToBytesLE, bytesToBigIntLE, FIELD_BYTES } from "./field.ts";
import { circomlibPoseidon, type Poseidon, poseidonFrom } from "./poseidon.ts";
import { once } from "./promises.ts";
import { RATE } from "./sponge.ts";

/** With fewer blocks, loading circomlibjs takes longer than it saves: half a second, against 10 ms for each block. */
const FEW_BLOCKS = 40;

/**
 * Poseidon of blocks of 16 elements, for verifiers, who load no native code and need no optional package. circomlibjs
 * takes over for many blocks, where it is installed.
 */
export function verifierPoseidon(): Poseidon {
  let hashed = 0;
  return poseidonFrom("noble", async (arity, inputs) => {
    if (arity !== RATE + 1) throw new Error(`a verifier hashes blocks of ${RATE + 1} elements, not of ${arity}`);
    const blocks = inputs.length / (arity * FIELD_BYTES);
    hashed += blocks;
    const faster = hashed > FEW_BLOCKS ? await installedCircomlib() : undefined;
    return faster === undefined ? hashBlocks(inputs, blocks) : faster.batch(arity, inputs);
  });
}

const installedCircomlib = once(async () => {
  try {
    return await circomlibPoseidon();
  } catch (error) {
    if (error instanceof DisjointError && error.code === "package/missing-peer") return undefined;
    throw error;
  }
});

function hashBlocks(inputs: Uint8Array, blocks: number): Uint8Array {
  const output = new Uint8Array(blocks * FIELD_BYTES);
  for (let i = 0; i < blocks; i++) {
    const block = Array.from({ length: RATE + 1 }, (_, j) =>
      bytesToBigIntLE(inputs, (i * (RATE + 1) + j) * FIELD_BYTES),
    );
    output.set(bigIntToBytesLE(hashBlock(block)), i * FIELD_BYTES);
  }
  return output;
}
