import { appendAll } from "../shared/collections.ts";

/** circomlibjs's published constants of the optimized Poseidon: by t - 2, canonical hexadecimal. */
type PoseidonConstants = { C: string[][]; M: string[][][]; P: string[][][]; S: string[][] };

/**
 * The constants as C++: for each t = 2..17 one run of C, M, P (matrices row by row) and S, four little-endian words per
 * element, and the start of each run.
 */
export function poseidonSource({ C, M, P, S }: PoseidonConstants): string {
  const words: string[] = [];
  const starts: number[] = [];
  C.forEach((own, i) => {
    starts.push(words.length / 4);
    for (const value of [...own, ...M[i]!.flat(), ...P[i]!.flat(), ...S[i]!]) appendAll(words, toWords(BigInt(value)));
  });
  return [
    "#include <cstdint>",
    "namespace disjoint {",
    "extern const std::uint64_t POSEIDON_CONSTANTS[];",
    "extern const std::uint32_t POSEIDON_STARTS[];",
    `const std::uint32_t POSEIDON_STARTS[] = {${[...starts, words.length / 4].join(",")}};`,
    `const std::uint64_t POSEIDON_CONSTANTS[] = {${words.join(",")}};`,
    "}",
    "",
  ].join("\n");
}

const WORD = (1n << 64n) - 1n;

const toWords = (value: bigint): string[] =>
  [0n, 64n, 128n, 192n].map((shift) => `0x${((value >> shift) & WORD).toString(16)}u`);
