/**
 * Draws tests at random, breaks the code under each, and names those that stay green: a test that cannot fail says
 * nothing. `npm run draw [-- --count 100] [--seed 1] [--breaks 12]`
 *
 * A change is made to what the test's file imports from the prover, in a copy of the repository, and that test alone is
 * run, until one change turns it red; with its whole file, if it needs the tests before it. A test that stays green may
 * only be about something else than the changes drawn: its name is a question to a reader. Results are kept in
 * build/draw.jsonl while test and code are as they were.
 */
import { execFile } from "node:child_process";
import { copyFile, cp, mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { sha256 } from "../prover/shared/files.ts";
import { PROJECT_ROOT } from "../prover/shared/root.ts";
import { breaksOf } from "./draw/breaks.ts";
import { allTests, type Test } from "./draw/tests.ts";
import { applied, type Mutant } from "./mutate/mutant.ts";
import { Results } from "./mutate/results.ts";

/** What is read here of vitest's report. */
type Report = { testResults: { assertionResults: { title: string; status: string }[] }[] } | undefined;
type Fate = "can fail" | "stayed green" | "nothing to break" | "red before" | "not run alone";

const COPY = join(PROJECT_ROOT, "build/draw");
/** What `npm run build` has made, and the tests read. */
const BUILT = ["node", "native", "cache", "contracts", "artifacts", "abi"];
/** circom leaves a folder through no link, and reads these. */
const READ_BY_CIRCOM = "circomlib";
const MINUTES = 3;
const REPORT = join(PROJECT_ROOT, "build/draw.report.json");

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
    breaks: { type: "string", default: "12" },
  },
});
const run = promisify(execFile);
const results = await Results.open<Fate>(join(PROJECT_ROOT, "build/draw.jsonl"));
const drawn = shuffled(allTests(), ({ file, name }) => `${file} ${name}`).slice(0, Number(values.count));
await copyRepository();

const fates: Fate[] = [];
for (const [index, test] of drawn.entries()) {
  const breaks = shuffled(breaksOf(test), (mutant) => JSON.stringify(mutant)).slice(0, Number(values.breaks));
  const id = sha256(JSON.stringify([await readFile(join(PROJECT_ROOT, test.file), "utf8"), test.name, breaks]));
  const known = results.get(id);
  const { fate, by } = known ?? { id, ...(await runBreaks(test, breaks)) };
  if (known === undefined) await results.keep({ id, fate, ...(by && { by }) });
  fates.push(fate);
  process.stderr.write(`${index + 1}/${drawn.length} ${fate}: ${test.file}: ${test.name}${by ? ` (${by})` : ""}\n`);
  if (fate !== "can fail") process.stdout.write(`${fate}: ${test.file}: ${test.name}\n`);
}
const counts = Object.entries(Object.groupBy(fates, (fate) => fate)).map(([fate, of]) => `${of!.length} ${fate}`);
process.stdout.write(`${drawn.length} drawn: ${counts.join(", ")}\n`);
process.exit(fates.includes("stayed green") ? 1 : 0);

/** In an order that depends on the seed alone. */
function shuffled<Item>(items: readonly Item[], nameOf: (item: Item) => string): Item[] {
  const places = new Map(items.map((item) => [item, sha256(`${values.seed} ${nameOf(item)}`)]));
  return [...items].sort((a, b) => (places.get(a)! < places.get(b)! ? -1 : 1));
}

/** Every file that git knows; installed packages, and what was built, by links. */
async function copyRepository(): Promise<void> {
  await rm(COPY, { recursive: true, force: true });
  const { stdout } = await run("git", ["ls-files", "-z"], { cwd: PROJECT_ROOT, maxBuffer: 1 << 26 });
  for (const path of stdout.split("\0").filter(Boolean)) {
    await mkdir(dirname(join(COPY, path)), { recursive: true });
    await copyFile(join(PROJECT_ROOT, path), join(COPY, path));
  }
  const packages = join(PROJECT_ROOT, "node_modules");
  await mkdir(join(COPY, "node_modules"));
  for (const name of await readdir(packages))
    if (name !== READ_BY_CIRCOM) await symlink(join(packages, name), join(COPY, "node_modules", name));
  await cp(join(packages, READ_BY_CIRCOM), join(COPY, "node_modules", READ_BY_CIRCOM), { recursive: true });
  await mkdir(join(COPY, "build"), { recursive: true });
  for (const name of BUILT) await symlink(join(PROJECT_ROOT, "build", name), join(COPY, "build", name));
}

async function runBreaks(test: Test, breaks: readonly Mutant[]): Promise<{ fate: Fate; by?: string }> {
  if (breaks.length === 0) return { fate: "nothing to break" };
  const alone = await outcomeOf(test, "alone");
  const how = alone === "red" ? "with its file" : "alone";
  const before = how === "alone" ? alone : await outcomeOf(test, how);
  if (before !== "green") return { fate: before === "red" ? "red before" : "not run alone" };
  for (const mutant of breaks) {
    const path = join(COPY, mutant.file);
    await writeFile(path, applied(mutant));
    const outcome = await outcomeOf(test, how);
    await writeFile(path, mutant.source);
    if (outcome === "red")
      return { fate: "can fail", by: `${mutant.file}:${mutant.line} ${mutant.from} -> ${mutant.to}` };
  }
  return { fate: "stayed green" };
}

/** Of the test's own failures and those of its file's set-up; what other tests of the file do is ignored. */
async function outcomeOf({ file, name }: Test, how: "alone" | "with its file"): Promise<"green" | "red" | "none"> {
  const pattern = `${name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`;
  const args = ["node_modules/vitest/vitest.mjs", "run", file, "--reporter=json", `--outputFile=${REPORT}`];
  if (how === "alone") args.push("-t", pattern);
  await rm(REPORT, { force: true });
  const options = { cwd: COPY, timeout: MINUTES * 60_000, maxBuffer: 1 << 26 };
  const hasPassed = await run(process.execPath, args, options).then(
    () => true,
    () => false,
  );
  const report = await readFile(REPORT, "utf8").then(
    (text): Report => JSON.parse(text),
    () => undefined,
  );
  const tests = report?.testResults.flatMap(({ assertionResults }) => assertionResults) ?? [];
  const own = tests.filter(({ title, status }) => title === name && status !== "skipped");
  const isSpared = hasPassed || (own.length > 0 && tests.some(({ status }) => status === "failed"));
  if (!isSpared || own.some(({ status }) => status === "failed")) return "red";
  return own.length > 0 ? "green" : "none";
}
