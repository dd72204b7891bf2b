/**
 * Changes the contracts one small step at a time and runs the tests on each: a change that no test notices is a hole.
 *
 *     node scripts/mutate.ts [--only Ledger.sol] [--first N] [--shard 1/2]
 *
 * Works on a copy of the project; results go to build/mutants.jsonl, where a run that was killed goes on.
 */
import { execFile } from "node:child_process";
import { appendFile, cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { sha256 } from "../prover/shared/files.ts";
import { PROJECT_ROOT } from "../prover/shared/root.ts";
import { EQUIVALENT } from "./mutate/equivalent.ts";
import { type Mutant, mutantsOf } from "./mutate/operators.ts";

/** The contracts, and the tests that look at each most closely: they run first, and all the others if they notice nothing. */
const SOURCES: Record<string, string> = {
  "Blocklists.sol": "Blocklists.t.sol",
  "Ledger.sol": "LedgerBatch.t.sol",
  "Releases.sol": "Releases.t.sol",
  "ledger/Circuits.sol": "Circuits.t.sol",
  "ledger/Facts.sol": "Ledger.t.sol",
  "libraries/Bits.sol": "Bits.t.sol",
  "libraries/Bn254.sol": "Groth16Verifier.t.sol",
  "libraries/PackedPage.sol": "Blocklists.t.sol",
  "lists/ListAccess.sol": "Blocklists.t.sol",
  "lists/ListReview.sol": "Blocklists.t.sol",
  "verifiers/Groth16Verifier.sol": "Groth16Verifier.t.sol",
  "verifiers/VerifyingKey.sol": "Groth16Verifier.t.sol",
};

type Result = { id: string; mutant: Mutant; fate: "killed" | "does not compile" | "survived" };

const RESULTS = join(PROJECT_ROOT, "build/mutants.jsonl");

const { values } = parseArgs({
  options: { only: { type: "string" }, first: { type: "string" }, shard: { type: "string" } },
});

const all = (await Promise.all(Object.keys(SOURCES).filter(isWanted).map(readMutants))).flat();
const [part, parts] = (values.shard ?? "1/1").split("/").map(Number) as [number, number];
const mutants = all.filter((_, i) => i % parts === part - 1).slice(0, Number(values.first ?? all.length));
const known = await readResults();
const copy = await makeCopy(`build/mutants-${part}`);

for (const [index, mutant] of mutants.entries()) {
  const id = sha256(JSON.stringify(mutant)).slice(0, 12);
  const result = known.get(id) ?? { id, mutant, fate: await fateOf(mutant) };
  if (!known.has(id)) await appendFile(RESULTS, `${JSON.stringify(result)}\n`);
  known.set(id, result);
  const { file, line, from, to } = mutant;
  process.stderr.write(`${index + 1}/${mutants.length} ${result.fate}: ${file}:${line} ${from} -> ${to}\n`);
}

const fates = mutants.map((mutant) => known.get(sha256(JSON.stringify(mutant)).slice(0, 12))!);
const count = (fate: Result["fate"]) => fates.filter((result) => result.fate === fate).length;
const survivors = fates.filter(({ fate, mutant }) => fate === "survived" && !isEquivalent(mutant));
for (const { mutant } of survivors) process.stdout.write(`survived: ${mutant.file}:${mutant.line} ${mutant.text}\n`);
process.stdout.write(
  `${count("killed")} killed, ${survivors.length} survived, ${count("survived") - survivors.length} equivalent, ` +
    `${count("does not compile")} do not compile\n`,
);
process.exitCode = survivors.length === 0 ? 0 : 1;

function isWanted(file: string): boolean {
  return values.only === undefined || file === values.only;
}

async function readMutants(file: string): Promise<Mutant[]> {
  return mutantsOf(file, await readFile(join(PROJECT_ROOT, "contracts", file), "utf8"));
}

function isEquivalent({ file, from, to, text }: Mutant): boolean {
  return EQUIVALENT.some(
    (known) => known.file === file && known.from === from && known.to === to && text.includes(known.in),
  );
}

async function readResults(): Promise<Map<string, Result>> {
  const text = await readFile(RESULTS, "utf8").catch(() => "");
  const lines = text.split("\n").filter((line) => line !== "");
  return new Map(lines.map((line) => JSON.parse(line) as Result).map((result) => [result.id, result]));
}

/** The project with its own contracts and compiler output. */
async function makeCopy(name: string): Promise<string> {
  const folder = join(PROJECT_ROOT, name);
  await mkdir(folder, { recursive: true });
  for (const path of ["contracts", "test/contracts", "hardhat.config.ts", "package.json"])
    await cp(join(PROJECT_ROOT, path), join(folder, path), { recursive: true, force: true });
  await symlink(join(PROJECT_ROOT, "node_modules"), join(folder, "node_modules")).catch((error) => {
    if (error.code !== "EEXIST") throw error;
  });
  return folder;
}

async function fateOf({ file, source, offset, from, to }: Mutant): Promise<Result["fate"]> {
  const path = join(copy, "contracts", file);
  await writeFile(path, source.slice(0, offset) + to + source.slice(offset + from.length));
  try {
    await hardhat(["test", "solidity", `test/contracts/${SOURCES[file]}`]);
    await hardhat(["test", "solidity"]);
    return "survived";
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    if (/\d+ failing/.test(stdout)) return "killed";
    if (/Compilation failed/.test(stdout + stderr)) return "does not compile";
    throw error;
  } finally {
    await writeFile(path, source);
  }
}

function hardhat(args: string[]) {
  const binary = join(PROJECT_ROOT, "node_modules/.bin/hardhat");
  return promisify(execFile)(binary, args, { cwd: copy, maxBuffer: 1 << 26 });
}
