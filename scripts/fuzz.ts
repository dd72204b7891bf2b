/**
 * Runs the Solidity tests with many inputs, one file at a time. Takes hours. `npm run fuzz [-- Ledger]`
 *
 * Hardhat's output for a file is stored in build/fuzz until the file or one of its imports changes, so an interrupted
 * run resumes with the next file. A word after the command selects the files with that word in their name.
 */
import { execFile } from "node:child_process";
import { glob, mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { sha256, writeFileAtomic } from "../prover/shared/files.ts";
import { PROJECT_ROOT } from "../prover/shared/root.ts";
import { readSources, type Sources } from "./solidity/imports.ts";

const TESTS = "test/contracts";

if (import.meta.main) {
  const said = await fuzz(process.argv[2]);
  for (const [line] of said.matchAll(/✔ (testFuzz|invariant)_.*/g)) process.stdout.write(`${line}\n`);
}

/**
 * Runs the profile `full` of hardhat.config.ts.
 *
 * @param name part of the names of the files to run; all files if missing
 * @returns Hardhat's output, file after file
 * @throws if a test fails, with Hardhat's output for its file
 */
export async function fuzz(name = ""): Promise<string> {
  const files = (await Array.fromAsync(glob("**/*.t.sol", { cwd: join(PROJECT_ROOT, TESTS) }))).sort();
  const all: string[] = [];
  for (const file of files.filter((each) => each.includes(name))) {
    const sources = await readSources([join(TESTS, file)]);
    if (!/function (test|invariant)/.test(sources.get(join(TESTS, file))!)) continue;
    const place = join(PROJECT_ROOT, "build/fuzz", `${file}.${await hashOf(sources)}.txt`);
    const known = await readFile(place, "utf8").catch(() => undefined);
    if (known === undefined) process.stderr.write(`fuzz: ${file}\n`);
    all.push(known ?? (await keep(place, await runFile(file, sources))));
  }
  return all.join("");
}

/**
 * Runs Hardhat's Solidity tests on the contracts as `npm run build` has made them.
 *
 * @param args more arguments of `hardhat test solidity`
 * @returns Hardhat's output
 */
export async function runSolidityTests(args: readonly string[] = []): Promise<string> {
  const hardhat = join(PROJECT_ROOT, "node_modules/.bin/hardhat");
  const all = ["test", "solidity", "--build-profile", "tests", "--no-compile", ...args];
  return (await promisify(execFile)(hardhat, all, { cwd: PROJECT_ROOT, maxBuffer: 1 << 26 })).stdout;
}

async function runFile(file: string, sources: Sources): Promise<string> {
  // The runner only knows contracts of other test files, such as the invariants' handler, if these are named as well.
  const named = [...sources.keys()].filter((path) => path.startsWith(TESTS));
  const start = performance.now();
  const stdout = await runSolidityTests([...named, "--test-profile", "full"]).catch(
    (error: { stdout: string; stderr: string }) => {
      throw new Error(`${file} fails\n${error.stdout}${error.stderr}`);
    },
  );
  process.stderr.write(`fuzz: ${file} passes, ${Math.round((performance.now() - start) / 1000)} s\n`);
  return stdout;
}

async function keep(place: string, text: string): Promise<string> {
  await mkdir(dirname(place), { recursive: true });
  await writeFileAtomic(place, text);
  return text;
}

async function hashOf(sources: Sources): Promise<string> {
  const config = await readFile(join(PROJECT_ROOT, "hardhat.config.ts"), "utf8");
  return sha256(JSON.stringify([config, [...sources].sort(([a], [b]) => (a < b ? -1 : 1))])).slice(0, 16);
}
