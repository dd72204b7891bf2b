import { Field } from "@noble/curves/abstract/modular.js";
import { grainGenConstants, type PoseidonFn, poseidon } from "@noble/curves/abstract/poseidon.js";
import { FIELD_ORDER } from "./field.ts";
import { chainBlocks, chainStart } from "./sponge.ts";

/**
 * circomlib's instance for 16 elements (circuits/lib/poseidon.circom): state of 17, 8 full and 68 partial rounds,
 * x^5.
 */
const INSTANCE = { Fp: Field(FIELD_ORDER), t: 17, roundsFull: 8, roundsPartial: 68, sboxPower: 5 };

let permutation: PoseidonFn | undefined;

/**
 * The digest of a chain (`chain` of poseidon.ts), for verifiers, who have few to compute and need no package but
 * @noble's. The constants are drawn from the Grain LFSR that they come from (ePrint 2019/458, appendix F) at the first
 * call, which takes 0.2 s; a block takes 10 ms.
 */
export function chainInBrowser(tag: bigint, elements: readonly bigint[]): bigint {
  permutation ??= poseidon({ ...INSTANCE, ...grainGenConstants(INSTANCE) });
  let digest = chainStart(tag, elements.length);
  for (const block of chainBlocks(elements)) digest = permutation([0n, digest, ...block])[0]!;
  return digest;
}
