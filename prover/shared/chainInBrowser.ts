import { Field } from "@noble/curves/abstract/modular.js";
import { grainGenConstants, type PoseidonFn, poseidon } from "@noble/curves/abstract/poseidon.js";
import { FIELD_ORDER } from "./field.ts";
import { chainBlocks, chainStart } from "./sponge.ts";

/** circomlib's instance for 16 elements (circuits/lib/poseidon.circom): width 17, 8 full and 68 partial rounds, x^5. */
const INSTANCE = { Fp: Field(FIELD_ORDER), t: 17, roundsFull: 8, roundsPartial: 68, sboxPower: 5 };

let permutation: PoseidonFn | undefined;

/**
 * The Poseidon hash of 16 elements. The first call generates the constants with the Grain LFSR (ePrint 2019/458,
 * appendix F), which takes 0.2 s; each further one takes 10 ms.
 */
export function hashBlock(elements: readonly bigint[]): bigint {
  permutation ??= poseidon({ ...INSTANCE, ...grainGenConstants(INSTANCE) });
  return permutation([0n, ...elements])[0]!;
}

/** The same digest as `chain` in poseidon.ts, for verifiers: they compute few and need no package but @noble's. */
export function chainInBrowser(tag: bigint, elements: readonly bigint[]): bigint {
  let digest = chainStart(tag, elements.length);
  for (const block of chainBlocks(elements)) digest = hashBlock([digest, ...block]);
  return digest;
}
