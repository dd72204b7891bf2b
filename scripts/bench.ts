/**
 * Ours beside snarkjs, circomlibjs and circomlib's circuit, in one run on one machine; medians of interleaved runs, each
 * in a process of its own. Writes BENCHMARKS.md; with --json prints one object instead.
 */
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { loadNative } from "../prover/native/index.ts";
import { SECRET_MODE, writeFileAtomic } from "../prover/shared/files.ts";
import { PROJECT_ROOT } from "../prover/shared/root.ts";
import { BENCH, type Prepared, prepareBaseline, prepareExclusion, SIZES } from "./bench/prepare.ts";
import { type Report, toMarkdown } from "./bench/report.ts";
import type { Measured, Prover, Task } from "./bench/task.ts";
import { runTool } from "./support/run.ts";

const RUNS = 3;
/** snarkjs takes minutes for the largest size: it is measured once. */
const isLarge = ({ compiled }: Prepared) => compiled.constraints > 2 ** 19;
const run = promisify(execFile);
const say = (text: string) => process.stderr.write(`bench: ${text}\n`);

await runTool("node", ["scripts/build-native.ts"], PROJECT_ROOT);
const hasRapidsnark = await run("sh", ["-c", "command -v rapidsnark"]).then(
  () => true,
  () => false,
);
const prepared: Prepared[] = [];
for (const size of SIZES) prepared.push(await prepareExclusion(size));
const baseline = await prepareBaseline();

const report: Report = {
  machine: {
    processor: cpus()[0]!.model,
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  },
  backend: loadNative()?.backend ?? "none",
  prove: {},
  ...{ poseidon16: await poseidon(), commit1M: await commit(), page256: await page(), setup: {} },
};
for (const circuit of prepared) {
  const { name, compiled, zkey, wtns } = circuit;
  const runs = isLarge(circuit) ? 1 : RUNS;
  const provers: Prover[] = ["ours", "scalar", "snarkjs", ...(hasRapidsnark ? (["rapidsnark"] as const) : [])];
  const tasks = provers.map((by) => ({ task: "prove", by, zkey, wtns }) as const);
  const [ours, scalar, theirs, rapidsnark] = await interleaved(runs, ...tasks);
  report.prove[name] = {
    constraints: compiled.constraints,
    ...ours!,
    ratioToSnarkjs: theirs!.seconds / ours!.seconds,
    scalar: { ...scalar!, ratioToSnarkjs: theirs!.seconds / scalar!.seconds },
    snarkjs: theirs!,
    ...(rapidsnark ? { rapidsnark: { seconds: rapidsnark.seconds } } : {}),
  };
  report.setup[name] = await measure({ task: "setup", r1cs: compiled.r1cs });
}

if (process.argv.includes("--json")) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
else await writeFile(join(PROJECT_ROOT, "BENCHMARKS.md"), toMarkdown(report));

async function poseidon(): Promise<Report["poseidon16"]> {
  const [ours, scalar, theirs] = await interleaved(
    RUNS,
    { task: "poseidon", by: "ours", hashes: 20_000 },
    { task: "poseidon", by: "scalar", hashes: 20_000 },
    { task: "poseidon", by: "circomlibjs", hashes: 2_000 },
  );
  return {
    microseconds: 1e6 * ours!.seconds,
    ratioToCircomlibjs: theirs!.seconds / ours!.seconds,
    scalar: { microseconds: 1e6 * scalar!.seconds, ratioToCircomlibjs: theirs!.seconds / scalar!.seconds },
  };
}

async function commit(): Promise<Measured> {
  const [measured] = await interleaved(RUNS, { task: "commit", keys: 1_000_000 });
  return measured!;
}

/** Witness and proof of a page of 256 against a million keys, and of circomlib's circuit for its 13 entries. */
async function page(): Promise<Report["page256"]> {
  const ours = prepared.find(({ name }) => name === "exclusion_256x582")!;
  const taskOf = async ({ compiled, zkey, input }: Prepared, by: "ours" | "snarkjs"): Promise<Task> => {
    const path = join(BENCH, compiled.source, "input.json");
    const text = JSON.stringify(input, (_, value) => (typeof value === "bigint" ? value.toString() : value));
    await writeFileAtomic(path, text, SECRET_MODE);
    return { task: "page", by, zkey, wasm: compiled.wasm, input: path };
  };
  const [mine, theirs] = await interleaved(RUNS, await taskOf(ours, "ours"), await taskOf(baseline, "snarkjs"));
  const [entriesPerSecond, theirEntriesPerSecond] = [ours.entries / mine!.seconds, baseline.entries / theirs!.seconds];
  const baselineConstraints = baseline.compiled.constraints;
  const ratioToBaseline = entriesPerSecond / theirEntriesPerSecond;
  return {
    ...mine!,
    entriesPerSecond,
    ratioToBaseline,
    baseline: { ...theirs!, entries: baseline.entries, constraints: baselineConstraints },
  };
}

/** Runs the tasks in turn, A B A B …, and gives the median of each. */
async function interleaved(runs: number, ...tasks: Task[]): Promise<Measured[]> {
  const measured = tasks.map((): Measured[] => []);
  for (let i = 0; i < runs; i++) for (const [j, task] of tasks.entries()) measured[j]!.push(await measure(task));
  return measured.map((all) => ({
    seconds: median(all.map(({ seconds }) => seconds)),
    peakMiB: median(all.map(({ peakMiB }) => peakMiB)),
  }));
}

/** The kernel's arithmetic without vector instructions, on this kind of processor. */
function scalarBackend(): string {
  return process.arch === "x64" ? "x86-64" : "portable";
}

async function measure(task: Task): Promise<Measured> {
  say(`${task.task} ${"by" in task ? task.by : ""}`);
  const { stdout } = await run(process.execPath, [join(PROJECT_ROOT, "scripts/bench/task.ts"), JSON.stringify(task)], {
    env: { ...process.env, ...("by" in task && task.by === "scalar" ? { DISJOINT_BACKEND: scalarBackend() } : {}) },
  });
  const measured = JSON.parse(stdout) as Measured;
  say(`  ${measured.seconds.toPrecision(4)} s, ${measured.peakMiB} MiB`);
  return measured;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1]!;
}
