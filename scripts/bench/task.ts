/** One measurement in a process of its own, so that its peak memory is its own: `node task.ts '{"task": …}'`. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Backend } from "../../prover/groth16/prover/backend.ts";
import { chooseBackend } from "../../prover/groth16/prover/prove.ts";
import { snarkjsBackend } from "../../prover/groth16/prover/snarkjs.ts";
import { calculateWitness, makeWitness } from "../../prover/groth16/prover/witness.ts";
import { loadNative } from "../../prover/native/index.ts";
import { loadPoseidon } from "../../prover/native/poseidon.ts";
import { makeDevelopmentKey } from "../../prover/setup/artifacts.ts";
import { sha256File, writeFileAtomic } from "../../prover/shared/files.ts";
import { circomlibPoseidon } from "../../prover/shared/poseidon.ts";
import { KEYS_FILE } from "../../prover/tree/keys.ts";
import { writeTree } from "../../prover/tree/store.ts";
import { rootOf } from "../../prover/tree/tree.ts";
import { peakBytes } from "../../test/support/peakMemory.ts";
import { parseInput } from "./inputFile.ts";
import { someKeys } from "./prepare.ts";

/** `scalar`: our kernel without vector instructions (bench.ts forces it); `rapidsnark`: its binary on PATH. */
export type Prover = "ours" | "scalar" | "snarkjs" | "rapidsnark";

export type Task =
  | { task: "prove"; by: Prover; zkey: string; wtns: string }
  | { task: "page"; by: "ours" | "snarkjs"; zkey: string; wasm: string; r1cs: string; input: string }
  | { task: "poseidon"; by: "ours" | "scalar" | "circomlibjs"; hashes: number }
  | { task: "commit"; keys: number }
  | { task: "setup"; r1cs: string };

export type Measured = { seconds: number; peakMiB: number };

const task = JSON.parse(process.argv[2]!) as Task;
const seconds = await measure(task);
const peakMiB = Math.round(peakBytes() / 2 ** 20);
process.stdout.write(JSON.stringify({ seconds, peakMiB } satisfies Measured));
process.exit(0);

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

async function measure(task: Task): Promise<number> {
  switch (task.task) {
    case "prove": {
      if (task.by === "rapidsnark") return inFolder((folder) => timed(() => rapidsnark(task, folder)));
      const witness = await readFile(task.wtns);
      return timed(() => backendOf(task.by).prove(task.zkey, witness));
    }
    case "page": {
      const input = parseInput(await readFile(task.input, "utf8"));
      const artifacts = { ...task, lock: { files: { "circuit.r1cs": await sha256File(task.r1cs) } } };
      const witness = () => (task.by === "ours" ? makeWitness(artifacts, input) : calculateWitness(task.wasm, input));
      return timed(async () => backendOf(task.by).prove(task.zkey, await witness()));
    }
    case "poseidon":
      return measurePoseidon(task);
    case "commit":
      return measureCommit(task.keys);
    case "setup":
      return inFolder((folder) => timed(() => makeDevelopmentKey(task.r1cs, join(folder, "circuit.zkey"))));
  }
}

async function rapidsnark({ zkey, wtns }: Task & { task: "prove" }, folder: string): Promise<void> {
  await promisify(execFile)("rapidsnark", [zkey, wtns, join(folder, "proof.json"), join(folder, "public.json")]);
}

function backendOf(by: string): Backend {
  return by === "snarkjs" ? snarkjsBackend : chooseBackend();
}

/** Seconds per hash of 16 elements, on one core. */
async function measurePoseidon({ by, hashes }: Task & { task: "poseidon" }): Promise<number> {
  const inputs = Buffer.concat(Array.from({ length: hashes * 16 }, (_, i) => Buffer.from(someElement(i))));
  const native = loadNative();
  const poseidon = await circomlibPoseidon();
  const hash =
    by !== "circomlibjs" && native
      ? () => native.poseidon(16, inputs, { threads: 1 })
      : () => poseidon.batch(16, inputs);
  await hash();
  return (await timed(hash)) / hashes;
}

/** A dataset with given keys: tree, commitment, files. */
async function measureCommit(count: number): Promise<number> {
  const keys = someKeys(count);
  const poseidon = await loadPoseidon();
  return inFolder((folder) =>
    timed(async () => {
      await writeFileAtomic(join(folder, KEYS_FILE), keys);
      const tree = await writeTree(folder, poseidon);
      await poseidon.hash([rootOf(tree), BigInt(tree.bucketBits), 1n]);
    }),
  );
}

async function inFolder(work: (folder: string) => Promise<number>): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "disjoint-bench-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function someElement(i: number): Uint8Array {
  const bytes = new Uint8Array(32);
  new DataView(bytes.buffer).setUint32(0, Math.imul(i + 1, 2654435761), true);
  return bytes;
}
