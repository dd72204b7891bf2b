/**
 * Measures, and writes BENCHMARKS.md. `--only circuits,data,scale,similarity,work,release` measures these sections
 * only; `--json` prints one object instead.
 */
import { PROJECT_ROOT } from "../prover/shared/root.ts";
import { benchCircuits } from "./bench/circuits.ts";
import { benchScale } from "./bench/data/scale.ts";
import { benchSimilarity } from "./bench/data/similarity.ts";
import { benchThroughput } from "./bench/data/throughput.ts";
import { type Section, writeSections } from "./bench/document.ts";
import { benchRelease } from "./bench/release.ts";
import { benchWork } from "./bench/work.ts";
import { runTool } from "./support/run.ts";

const SECTIONS: Record<string, () => Promise<Section>> = {
  circuits: benchCircuits,
  data: benchThroughput,
  scale: benchScale,
  similarity: benchSimilarity,
  work: benchWork,
  release: benchRelease,
};

const args = process.argv.slice(2);
const only = args.includes("--only") ? (args[args.indexOf("--only") + 1] ?? "").split(",") : Object.keys(SECTIONS);
const unknown = only.filter((name) => !Object.hasOwn(SECTIONS, name));
if (unknown.length > 0) throw new Error(`no section ${unknown}; there are ${Object.keys(SECTIONS).join(", ")}`);

await runTool("node", ["scripts/build-native.ts"], PROJECT_ROOT);
const sections: Record<string, Section> = {};
for (const name of only) sections[name] = await SECTIONS[name]!();
if (args.includes("--json")) {
  const reports = Object.entries(sections).map(([name, { report }]) => [name, report]);
  process.stdout.write(`${JSON.stringify(Object.fromEntries(reports), null, 2)}\n`);
} else await writeSections(sections, Object.keys(SECTIONS));
