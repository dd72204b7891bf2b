/**
 * The lemmas of circuits/proofs, checked by Coq. `npm run prove:circuits` (needs coqc: `apt-get install coq`)
 *
 * Each file is also checked with a hypothesis weakened under which a theorem is false: that must fail, or the
 * hypothesis stands there for nothing. circuits/ASSURANCE.md says which rule of which circuit each theorem is about.
 */
import { execFile } from "node:child_process";
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { PROJECT_ROOT } from "../prover/shared/root.ts";

/** In the order in which they need each other, with a change of a hypothesis that is needed. */
const FILES = [
  { file: "Multiset.v", from: "number m = number n -> m = n.", to: "number m = number n -> m = m." },
  { file: "Chains.v", from: "2 ^ 57 < order", to: "2 ^ 50 < order" },
  { file: "Exclusive.v", from: "hash xs = hash ys -> xs = ys", to: "hash xs = hash ys -> hash xs = hash ys" },
] as const;

const FOLDER = join(PROJECT_ROOT, "build/proofs");
const run = promisify(execFile);

await requireCoq();
await rm(FOLDER, { recursive: true, force: true });
await cp(join(PROJECT_ROOT, "circuits/proofs"), FOLDER, { recursive: true });
let theorems = 0;
for (const { file, from, to } of FILES) {
  const source = await readFile(join(FOLDER, file), "utf8");
  const names = [...source.matchAll(/^Print Assumptions (\w+)\.$/gm)].map(([, name]) => name!);
  const said = await check(file);
  const closed = said?.match(/^Closed under the global context$/gm)?.length ?? 0;
  if (said === undefined || closed !== names.length) fail(`${file}: not proved, or by an axiom\n${said ?? ""}`);
  for (const name of names) process.stdout.write(`proved without axioms: ${name} (${file})\n`);
  theorems += names.length;

  if (!source.includes(from)) fail(`nothing to weaken in ${file}: ${from}`);
  const weakened = `Weakened${file}`;
  await writeFile(join(FOLDER, weakened), source.replace(from, to));
  if ((await check(weakened)) !== undefined) fail(`${file} is proved even with: ${to}`);
}
process.stdout.write(`${theorems} theorems proved, none with its file's hypothesis weakened\n`);

/** What Coq says of a file, undefined if it refuses it. */
async function check(file: string): Promise<string | undefined> {
  return run("coqc", ["-q", file], { cwd: FOLDER }).then(
    ({ stdout }) => stdout,
    () => undefined,
  );
}

async function requireCoq(): Promise<void> {
  const version = await run("coqc", ["--version"]).catch(() => undefined);
  if (version === undefined) fail("coqc is not there, so nothing was proved. Install Coq: apt-get install coq");
  process.stdout.write(`${version.stdout.split("\n")[0]}\n`);
}

function fail(what: string): never {
  process.stderr.write(`${what}\n`);
  process.exit(1);
}
