import { join } from "node:path";
import { loadNative } from "../../prover/native/index.ts";
import { machine, type Section } from "./document.ts";
import { writeInput } from "./inputFile.ts";
import { interleaved, isOnPath, measure, median, scalarBackend } from "./measure.ts";
import { BENCH, type Prepared, prepareBaseline, prepareExclusion, SIZES } from "./prepare.ts";
import { type Report, toMarkdown } from "./report.ts";
import type { Measured, Prover, Task } from "./task.ts";

const RUNS = 3;
/** snarkjs takes minutes for the largest size: it is measured once. */
const isLarge = ({ compiled }: Prepared) => compiled.constraints > 2 ** 19;

/** This project beside snarkjs, circomlibjs and circomlib's circuit. */
export async function benchCircuits(): Promise<Section> {
  const hasRapidsnark = await isOnPath("rapidsnark");
  const prepared: Prepared[] = [];
  for (const size of SIZES) prepared.push(await prepareExclusion(size));
  const report: Report = {
    machine,
    backend: loadNative()?.backend ?? "none",
    prove: {},
    poseidon16: await poseidon(),
    commit1M: await commit(),
    page256: await page(prepared, await prepareBaseline()),
    setup: {},
  };
  for (const circuit of prepared) {
    const { name, compiled, zkey, wtns } = circuit;
    const provers: Prover[] = ["ours", "scalar", "snarkjs", ...(hasRapidsnark ? (["rapidsnark"] as const) : [])];
    const tasks = provers.map((by) => ({ task: "prove", by, zkey, wtns }) as const);
    const [ours, scalar, theirs, rapidsnark] = await inTurn(isLarge(circuit) ? 1 : RUNS, ...tasks);
    report.prove[name] = {
      constraints: compiled.constraints,
      ...ours!,
      ratioToSnarkjs: theirs!.seconds / ours!.seconds,
      scalar: { ...scalar!, ratioToSnarkjs: theirs!.seconds / scalar!.seconds },
      snarkjs: theirs!,
      ...(rapidsnark ? { rapidsnark: { seconds: rapidsnark.seconds } } : {}),
    };
    report.setup[name] = await measureTask({ task: "setup", r1cs: compiled.r1cs });
  }
  return { report, markdown: toMarkdown(report) };
}

async function poseidon(): Promise<Report["poseidon16"]> {
  const [ours, scalar, theirs] = await inTurn(
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
  const [measured] = await inTurn(RUNS, { task: "commit", keys: 1_000_000 });
  return measured!;
}

/** Witness and proof of a page of 256 against a million keys, and of circomlib's circuit for its 13 entries. */
async function page(prepared: readonly Prepared[], baseline: Prepared): Promise<Report["page256"]> {
  const ours = prepared.find(({ name }) => name === "exclusion_256x582")!;
  const taskOf = async ({ compiled, zkey, input }: Prepared, by: "ours" | "snarkjs"): Promise<Task> => {
    const path = join(BENCH, compiled.source, "input.json");
    await writeInput(path, input);
    const { wasm, r1cs } = compiled;
    return { task: "page", by, zkey, wasm, r1cs, input: path };
  };
  const [mine, theirs] = await inTurn(RUNS, await taskOf(ours, "ours"), await taskOf(baseline, "snarkjs"));
  const entriesPerSecond = ours.entries / mine!.seconds;
  const theirEntriesPerSecond = baseline.entries / theirs!.seconds;
  const baselineConstraints = baseline.compiled.constraints;
  const ratioToBaseline = entriesPerSecond / theirEntriesPerSecond;
  return {
    ...mine!,
    entriesPerSecond,
    ratioToBaseline,
    baseline: { ...theirs!, entries: baseline.entries, constraints: baselineConstraints },
  };
}

/** Runs the tasks in turn and returns the median of each. */
async function inTurn(runs: number, ...tasks: Task[]): Promise<Measured[]> {
  const results = await interleaved(
    runs,
    tasks.map((task) => () => measureTask(task)),
  );
  return results.map((all) => ({
    seconds: median(all.map(({ seconds }) => seconds)),
    peakMiB: median(all.map(({ peakMiB }) => peakMiB)),
  }));
}

function measureTask(task: Task): Promise<Measured> {
  const isScalar = "by" in task && task.by === "scalar";
  return measure("task.ts", task, isScalar ? { DISJOINT_BACKEND: scalarBackend() } : {});
}
