/**
 * One command per release, measured as a vendor meets it: 200,000 records in three shards, a list of 2,000 entries, a node
 * of its own. Every step is a process of the command line. `npm run bench:release [-- --small]`
 */
import { execFile } from "node:child_process";
import { appendFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { dataFile, grow, growList, listedWork, makeReleaseScene } from "../../test/support/releaseScene.ts";

const SMALL = process.argv.includes("--small");
const SHARDS = SMALL ? { web: 2_000, books: 1_000, code: 1_000 } : { web: 70_000, books: 70_000, code: 60_000 };
const ENTRIES = SMALL ? 40 : 2_000;
const PAGE = SMALL ? 16 : 256;
const CIRCUITS = SMALL ? ["exclusion_16x60"] : ["exclusion_256x365"];

type Ran = { code: number; seconds: number; report: Report };
type Report = {
  verdict: string;
  plan: { pages: number; prove: number; submit: number };
  coverage: { shard: string; made: number }[];
  findings: { file: string; row: number }[];
  transactions: { gasUsed: string | null }[];
};

const folder = await mkdtemp(join(tmpdir(), "disjoint-release-"));
const scene = await makeReleaseScene({ folder, shards: SHARDS, entries: ENTRIES, pageSize: PAGE, circuits: CIRCUITS });
const rows: string[] = [];
try {
  expect("first release", await release("v1"), { code: 0 });
  expect("nothing changed", await release("v1"), { code: 0, made: 0 });
  await grow(folder, "web", SHARDS.web, 1_000);
  expect("a shard grown by 1,000 records", await release("v2"), { code: 0 });
  await growList(folder, ENTRIES, 10, PAGE);
  expect("the list grown by 10 entries", await release("v2"), { code: 0 });
  appendFileSync(dataFile(folder, "code"), `${JSON.stringify({ text: listedWork(7) })}\n`);
  const dirty = await release("v3");
  expect("a blocklisted record added", dirty, { code: 1, made: 0 });
  const found = dirty.report.findings.map(({ file, row }) => `${file.split("/").at(-1)}:${row}`);
  if (found.join() !== `code.jsonl:${SHARDS.code + 1}`) throw new Error(`found ${found}`);
} finally {
  await scene.stop();
  await rm(folder, { recursive: true });
}
const header = ["| step | exit | time | proofs made | pages submitted | gas |", "|---|---|---|---|---|---|"];
process.stdout.write(`${[...header, ...rows].join("\n")}\n`);

function release(tag: string): Promise<Ran> {
  const start = performance.now();
  const args = [join(PROJECT_ROOT, "prover/cli/disjoint.ts"), "release", tag, "--config", folder, "--json"];
  return new Promise((done) => {
    const child = execFile(process.execPath, args, { maxBuffer: 1 << 26 }, (error, stdout) => {
      const seconds = (performance.now() - start) / 1000;
      done({ code: error === null ? 0 : Number(error.code), seconds, report: JSON.parse(stdout) as Report });
    });
    child.stderr!.pipe(process.stderr);
  });
}

function expect(step: string, { code, seconds, report }: Ran, wanted: { code: number; made?: number }): void {
  const made = report.coverage.reduce((sum, pair) => sum + pair.made, 0);
  if (code !== wanted.code || (wanted.made !== undefined && made !== wanted.made))
    throw new Error(`${step}: exit ${code}, ${made} proofs, ${JSON.stringify(report)}`);
  const gas = report.transactions.reduce((sum, { gasUsed }) => sum + Number(gasUsed ?? 0), 0);
  const submitted = code === 0 ? report.plan.submit : 0;
  rows.push(`| ${step} | ${code} | ${seconds.toFixed(1)} s | ${made} | ${submitted} | ${gas} |`);
  process.stderr.write(`bench: ${rows.at(-1)}\n`);
}
