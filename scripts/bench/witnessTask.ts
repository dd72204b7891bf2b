/** Witnesses or whole pages in a process of their own: `node witnessTask.ts '{"task": …}'`. */
import { readFile } from "node:fs/promises";
import { proveWitness } from "../../prover/groth16/prover/prove.ts";
import { type CircuitInput, calculateWitness, makeWitness } from "../../prover/groth16/prover/witness.ts";
import { readZkey } from "../../prover/setup/zkey.ts";
import { sha256File } from "../../prover/shared/files.ts";
import { peakBytes } from "../../test/support/peakMemory.ts";
import { parseInput } from "./inputFile.ts";
import { median } from "./measure.ts";

/** `scalar`: our kernel without vector instructions (forced from outside); `circom`: its calculator. */
export type By = "ours" | "scalar" | "circom";

/** `page`: witness, proof and its verification, with the key `zkey`. */
export type WitnessTask = { by: By; r1cs: string; wasm: string; input: string; runs: number } & (
  | { task: "witness" }
  | { task: "page"; zkey: string }
);

/** Medians of the runs, after one that is not counted. `cpuSeconds`: of all threads. */
export type WitnessMeasured = { seconds: number; cpuSeconds: number; peakMiB: number };

const task = JSON.parse(process.argv[2]!) as WitnessTask;
const work = await prepare(task);
await work();
const seconds: number[] = [];
const cpuSeconds: number[] = [];
for (let i = 0; i < task.runs; i++) {
  const start = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  seconds.push((performance.now() - start) / 1e3);
  cpuSeconds.push((user + system) / 1e6);
}
const peakMiB = Math.round(peakBytes() / 2 ** 20);
const measured: WitnessMeasured = { seconds: median(seconds), cpuSeconds: median(cpuSeconds), peakMiB };
process.stdout.write(JSON.stringify(measured));
process.exit(0);

async function prepare(task: WitnessTask): Promise<() => Promise<unknown>> {
  const input = parseInput(await readFile(task.input, "utf8"));
  const lock = { files: { "circuit.r1cs": await sha256File(task.r1cs) } };
  const witness = (): Promise<Uint8Array> => witnessOf(task, lock, input);
  if (task.task === "witness") return witness;
  const { zkey } = task;
  const { key } = await readZkey(zkey);
  return async () => proveWitness({ zkey, key }, await witness());
}

function witnessOf(
  { by, wasm, r1cs }: WitnessTask,
  lock: { files: { "circuit.r1cs": string } },
  input: CircuitInput,
): Promise<Uint8Array> {
  return by === "circom" ? calculateWitness(wasm, input) : makeWitness({ wasm, r1cs, lock }, input, { threads: 1 });
}
