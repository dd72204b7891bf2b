/**
 * Measures, and writes BENCHMARKS.md: `npm run bench -- [SECTION...]`, by default all. `--only a,b` names sections too;
 * `--json` prints one object instead. For the section `disjointness`, `--keys` and `--entries` are the sizes of its
 * shard and list, and `--largest` adds a shard of sixteen million keys. For `large`, `--size` is the number of
 * keys. The section `page` takes a `chromium` on PATH, and `fleet` PostgreSQL; without one it is left out, unless it
 * is named.
 */
import { parseArgs } from "node:util";
import { PROJECT_ROOT } from "../prover/shared/root.ts";
import { benchCircuits } from "./bench/circuits.ts";
import { benchLarge } from "./bench/data/large.ts";
import { benchScale } from "./bench/data/scale.ts";
import { benchSimilarity } from "./bench/data/similarity.ts";
import { benchThroughput } from "./bench/data/throughput.ts";
import { benchDisjointness, DISJOINTNESS_SIZES, LARGEST } from "./bench/disjointness.ts";
import { type Section, writeSections } from "./bench/document.ts";
import { benchFleet } from "./bench/fleet.ts";
import { benchPage, CHROMIUM } from "./bench/page.ts";
import { benchRelease } from "./bench/release.ts";
import { benchWitness } from "./bench/witness.ts";
import { benchWork } from "./bench/work.ts";
import { postgresPrograms } from "./support/postgres.ts";
import { runTool } from "./support/run.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string" },
    json: { type: "boolean" },
    keys: { type: "string", default: String(DISJOINTNESS_SIZES.whole.keys) },
    entries: { type: "string", default: String(DISJOINTNESS_SIZES.whole.entries) },
    largest: { type: "boolean" },
    size: { type: "string", default: "10000000" },
  },
});

const SECTIONS: Record<string, () => Promise<Section>> = {
  circuits: benchCircuits,
  witness: benchWitness,
  data: benchThroughput,
  scale: benchScale,
  large: () => benchLarge(Number(values.size)),
  similarity: benchSimilarity,
  work: benchWork,
  release: benchRelease,
  fleet: benchFleet,
  disjointness: () =>
    benchDisjointness({
      ...DISJOINTNESS_SIZES,
      whole: { keys: Number(values.keys), entries: Number(values.entries) },
      ...(values.largest && { largest: LARGEST }),
    }),
  page: benchPage,
};

const named = [...positionals, ...(values.only?.split(",") ?? [])];
const missing = new Set([
  ...(CHROMIUM === undefined ? ["page"] : []),
  ...(postgresPrograms === undefined ? ["fleet"] : []),
]);
const possible = Object.keys(SECTIONS).filter((name) => !missing.has(name));
const only = named.length > 0 ? named : possible;
const unknown = only.filter((name) => !Object.hasOwn(SECTIONS, name));
if (unknown.length > 0) throw new Error(`no section ${unknown}; there are ${Object.keys(SECTIONS).join(", ")}`);

await runTool("node", ["scripts/build-native.ts"], PROJECT_ROOT);
const sections: Record<string, Section> = {};
for (const name of only) sections[name] = await SECTIONS[name]!();
if (values.json) {
  const reports = Object.entries(sections).map(([name, { report }]) => [name, report]);
  process.stdout.write(`${JSON.stringify(Object.fromEntries(reports), null, 2)}\n`);
} else await writeSections(sections, Object.keys(SECTIONS));
