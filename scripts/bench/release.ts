/**
 * One command per release as a vendor meets it: every step is a process of the command line, against a node of its
 * own.
 */
import { appendFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { dataFile, grow, growList, listedWork, makeReleaseScene } from "../../test/support/releaseScene.ts";
import { type Section, table } from "./document.ts";
import { type MeasuredRelease, measureRelease, proofsMade } from "./measuredRelease.ts";

const SHARDS = { web: 70_000, books: 70_000, code: 60_000 };
const ENTRIES = 2_000;
const PAGE = 256;

/** The first has room for pages of up to ten entries, the second for every page against shards of this size. */
const CIRCUITS = ["exclusion_256x50", "exclusion_256x365"];

type Row = {
  step: string;
  exit: number;
  seconds: number;
  cpuSeconds: number;
  proofs: number;
  submitted: number;
  gas: number;
};

/** 200,000 records in three shards against a list of 2,000 entries: made, made again, grown, and made dirty. */
export async function benchRelease(): Promise<Section> {
  const folder = await mkdtemp(join(tmpdir(), "disjoint-release-"));
  const scene = await makeReleaseScene({
    folder,
    shards: SHARDS,
    entries: ENTRIES,
    pageSize: PAGE,
    circuits: CIRCUITS,
  });
  try {
    const rows = await steps(folder);
    const busy = loadavg()[0]!.toFixed(1);
    return { report: rows, markdown: toMarkdown(rows, busy) };
  } finally {
    await scene.stop();
    await rm(folder, { recursive: true });
  }
}

async function steps(folder: string): Promise<Row[]> {
  const rows = [
    rowOf("first release", await measureRelease(folder, "v1"), 0),
    rowOf("nothing has changed", await measureRelease(folder, "v1"), 0, 0),
  ];
  await grow(folder, "web", SHARDS.web, 1_000);
  rows.push(rowOf("a shard grown by 1,000 records", await measureRelease(folder, "v2"), 0));
  await growList(folder, ENTRIES, 10, PAGE);
  rows.push(rowOf("the list grown by 10 entries", await measureRelease(folder, "v2"), 0));
  appendFileSync(dataFile(folder, "code"), `${JSON.stringify({ text: listedWork(7) })}\n`);
  const dirty = await measureRelease(folder, "v3");
  rows.push(rowOf("a blocklisted record added", dirty, 1, 0));
  const found = dirty.report.findings.map(({ file, row }) => `${file.split("/").at(-1)}:${row}`);
  if (found.join() !== `code.jsonl:${SHARDS.code + 1}`) throw new Error(`found ${found}`);
  return rows;
}

/** @param proofs how many must have been made, if that is known */
function rowOf(
  step: string,
  { code, seconds, cpuSeconds, report }: MeasuredRelease,
  exit: number,
  proofs?: number,
): Row {
  const made = proofsMade(report);
  if (code !== exit || (proofs !== undefined && made !== proofs))
    throw new Error(`${step}: exit ${code}, ${made} proofs: ${JSON.stringify(report)}`);
  const gas = report.transactions.reduce((sum, { gasUsed }) => sum + Number(gasUsed ?? 0), 0);
  const submitted = code === 0 ? report.plan.submit : 0;
  const row = { step, exit, seconds, cpuSeconds, proofs: made, submitted, gas };
  process.stderr.write(`bench: ${JSON.stringify(row)}\n`);
  return row;
}

const toMarkdown = (rows: readonly Row[], busy: string): string => `## One command per release

200,000 records in three shards, a list of 2,000 entries on pages of 256, and a node (anvil) on the same machine.
Each row is one call of \`disjoint release\`. A grown shard has two layers, and a new page is proved for each.
The new page of ten entries is proved by \`exclusion_256x50\`, all others by \`exclusion_256x365\`. The
machine's load at the end was ${busy} on ${cpus().length} cores.

${table(
  ["step", "exit", "time", "processor time", "proofs made", "pages submitted", "gas"],
  rows.map(({ step, exit, seconds, cpuSeconds, proofs, submitted, gas }) => [
    step,
    exit,
    `${seconds.toFixed(1)} s`,
    `${cpuSeconds.toFixed(1)} s`,
    proofs,
    submitted,
    gas,
  ]),
)}`;
