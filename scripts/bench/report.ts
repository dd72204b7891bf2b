import type { Measured } from "./task.ts";

/** Seconds and ratios are medians of interleaved runs; `peakMiB` is the largest resident size of the process. */
export type Report = {
  machine: { processor: string; cores: number; memoryGiB: number; node: string };
  backend: string;
  prove: Record<string, Proving>;
  poseidon16: Hashing & { scalar: Hashing };
  commit1M: Measured;
  page256: Measured & {
    entriesPerSecond: number;
    ratioToBaseline: number;
    baseline: Measured & { entries: number; constraints: number };
  };
  setup: Record<string, Measured>;
};

/** `scalar`: our kernel with 64-bit arithmetic instead of vectors. */
type Proving = Measured & {
  constraints: number;
  ratioToSnarkjs: number;
  scalar: Measured & { ratioToSnarkjs: number };
  snarkjs: Measured;
  rapidsnark?: { seconds: number };
};

type Hashing = { microseconds: number; ratioToCircomlibjs: number };

const two = (value: number): string => value.toPrecision(3);

/** The report for people. */
export function toMarkdown({ backend, prove, poseidon16, commit1M, page256, setup }: Report): string {
  const proofs = Object.entries(prove).map(
    ([name, { constraints, seconds, peakMiB, ratioToSnarkjs, scalar, snarkjs, rapidsnark }]) =>
      `| ${[
        name,
        constraints,
        `${two(seconds)} s`,
        `${peakMiB} MiB`,
        `${two(snarkjs.seconds)} s`,
        `${snarkjs.peakMiB} MiB`,
        two(ratioToSnarkjs),
        `${two(scalar.seconds)} s`,
        two(scalar.ratioToSnarkjs),
        rapidsnark ? `${two(rapidsnark.seconds)} s` : "not on PATH",
      ].join(" | ")} |`,
  );
  const setups = Object.entries(setup).map(
    ([name, { seconds, peakMiB }]) => `| ${name} | ${two(seconds)} s | ${peakMiB} MiB |`,
  );
  const { baseline } = page256;
  return `## Proving

Arithmetic: ${backend}. Both use the same key and witness; circuits above 2^19 constraints run once. \`exclusion_64x242\`
fills 2^18 and exists only for this comparison.

| circuit | constraints | ours | peak | snarkjs | peak | times faster | ours, 64-bit | times faster | rapidsnark |
|---|---|---|---|---|---|---|---|---|---|
${proofs.join("\n")}

## A page of 256 against a million keys

Witness and proof. The baseline is circomlib's circuit for the same statement: \`SMTVerifier(32)\`,
${baseline.entries} entries in ${baseline.constraints} constraints at -O2, proved with snarkjs.

| | entries | time | entries per second |
|---|---|---|---|
| ours | 256 | ${two(page256.seconds)} s | ${two(page256.entriesPerSecond)} |
| baseline | ${baseline.entries} | ${two(baseline.seconds)} s | ${two(baseline.entries / baseline.seconds)} |

${two(page256.ratioToBaseline)} times as many entries per second.

## Hashing and committing

Poseidon of 16 elements, one core: ${two(poseidon16.microseconds)} µs, ${two(poseidon16.ratioToCircomlibjs)} times as fast as circomlibjs;
with 64-bit arithmetic ${two(poseidon16.scalar.microseconds)} µs, ${two(poseidon16.scalar.ratioToCircomlibjs)} times as fast.
Committing a million keys (tree, commitment, files): ${two(commit1M.seconds)} s, ${commit1M.peakMiB} MiB.

## Development setup

| circuit | time | peak |
|---|---|---|
${setups.join("\n")}
`;
}
