import { mkdir } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { findWitnessCircuit } from "../../prover/native/circuits.ts";
import { loadNative } from "../../prover/native/index.ts";
import { circuitPath } from "../../prover/setup/artifacts.ts";
import { compileCircuit } from "../../prover/setup/compile.ts";
import { sha256File } from "../../prover/shared/files.ts";
import { randomInput } from "../../test/prover/native/support/witnesses.ts";
import { machine, type Section, table } from "./document.ts";
import { writeInput } from "./inputFile.ts";
import { interleaved, measure, median, scalarBackend } from "./measure.ts";
import { BENCH, prepareExclusion } from "./prepare.ts";
import type { By, WitnessMeasured, WitnessTask } from "./witnessTask.ts";

const CIRCUITS = ["inclusion", "listing_256", "exclusion_16x60", "exclusion_256x50", "exclusion_256x365"];
const PAGE = { name: "exclusion_256x365", folder: "circuits/main", entries: 256, nodes: 365, keys: 70_000 };
/** Only the witness differs: both pages are proved by the kernel. */
const PAGE_BY = ["ours", "circom"] as const;
const WITNESS_BY = [...PAGE_BY, "scalar"] as const;
const ROUNDS = 3;
/** Runs of one process. */
const RUNS = 25;

type Times<B extends By> = Record<B, WitnessMeasured>;
type Report = {
  machine: typeof machine;
  backend: string;
  load: string;
  witness: Record<string, Times<(typeof WITNESS_BY)[number]>>;
  page: Times<(typeof PAGE_BY)[number]>;
};

/** The kernel's witnesses beside those of circom's calculator, and what both mean for a page. */
export async function benchWitness(): Promise<Section> {
  const witness: Report["witness"] = {};
  for (const name of CIRCUITS) witness[name] = await inTurn(await witnessTask(name), WITNESS_BY);
  const page = await inTurn(await pageTask(), PAGE_BY);
  const load = loadavg()[0]!.toFixed(1);
  const report: Report = { machine, backend: loadNative()?.backend ?? "none", load, witness, page };
  return { report, markdown: toMarkdown(report) };
}

async function witnessTask(name: string): Promise<WitnessTask> {
  const { r1cs, wasm, source } = await compileCircuit(circuitPath(name));
  const input = join(BENCH, source, "witness-input.json");
  await mkdir(join(BENCH, source), { recursive: true });
  await writeInput(input, await randomInput(findWitnessCircuit(await sha256File(r1cs))!, 1));
  return { task: "witness", by: "ours", r1cs, wasm, input, runs: RUNS };
}

async function pageTask(): Promise<WitnessTask> {
  const { compiled, zkey, input } = await prepareExclusion(PAGE);
  const path = join(BENCH, compiled.source, "page-input.json");
  await writeInput(path, input);
  return { task: "page", by: "ours", r1cs: compiled.r1cs, wasm: compiled.wasm, zkey, input: path, runs: 1 };
}

async function inTurn<B extends By>(task: WitnessTask, by: readonly B[]): Promise<Times<B>> {
  const measurements = by.map((one) => () => {
    const environment: Record<string, string> = one === "scalar" ? { DISJOINT_BACKEND: scalarBackend() } : {};
    const asked = { ...task, by: one, runs: runsOf(task, one) };
    return measure<WitnessMeasured>("witnessTask.ts", asked, environment);
  });
  const results = await interleaved(ROUNDS, measurements);
  const medians = results.map((all) => ({
    seconds: median(all.map(({ seconds }) => seconds)),
    cpuSeconds: median(all.map(({ cpuSeconds }) => cpuSeconds)),
    peakMiB: median(all.map(({ peakMiB }) => peakMiB)),
  }));
  return Object.fromEntries(by.map((one, i) => [one, medians[i]!])) as Times<B>;
}

/** circom's calculator takes a second where the kernel takes milliseconds. */
const runsOf = ({ runs }: WitnessTask, by: By): number => (by === "circom" ? Math.min(runs, 5) : runs);

const milliseconds = ({ cpuSeconds }: WitnessMeasured): string => `${(1e3 * cpuSeconds).toPrecision(3)} ms`;
const times = (slow: WitnessMeasured, fast: WitnessMeasured): string =>
  (slow.cpuSeconds / fast.cpuSeconds).toPrecision(3);

const toMarkdown = ({ backend, load, witness, page }: Report): string => `## Witnesses

Processor time, one thread, from the input's values to the bytes of the witness. Arithmetic: ${backend}. Both
calculators give the same bytes. The machine's load at the end was ${load} on ${cpus().length} cores.

${table(
  ["circuit", "ours", "ours, 64-bit", "circom's calculator", "times faster", "64-bit, times faster"],
  Object.entries(witness).map(([name, { ours, scalar, circom }]) => [
    name,
    milliseconds(ours),
    milliseconds(scalar),
    milliseconds(circom),
    times(circom, ours),
    times(circom, scalar),
  ]),
)}

A page of ${PAGE.entries} entries against ${PAGE.keys.toLocaleString("en")} keys (\`${PAGE.name}\`): witness, proof
and its verification.

${table(
  ["witness by", "processor time", "wall time", "peak"],
  PAGE_BY.map((by) => [
    { ours: "the kernel", circom: "circom's calculator" }[by],
    `${page[by].cpuSeconds.toPrecision(3)} s`,
    `${page[by].seconds.toPrecision(3)} s`,
    `${page[by].peakMiB} MiB`,
  ]),
)}`;
