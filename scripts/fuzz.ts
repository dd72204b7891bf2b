/**
 * The Solidity tests with many inputs, a file at a time: hours of processor time. `npm run fuzz [-- Ledger]`
 *
 * What Hardhat said of a file is kept in build/fuzz while neither the file nor anything that it imports changes: a run
 * that was killed goes on with the next file. A word after the command picks the files that have it in their name.
 */
import { execFile } from "node:child_process";
import { glob, mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { sha256, writeFileAtomic } from "../prover/shared/files.ts";
import { PROJECT_ROOT } from "../prover/shared/root.ts";
import { readSources, type Sources } from "./solidity/compile.ts";

const TESTS = "test/contracts";

if (import.meta.main) {
  const said = await fuzz(process.argv[2]);
  for (const [line] of said.matchAll(/✔ (testFuzz|invariant)_.*/g)) process.stdout.write(`${line}\n`);
}

/**
 * Runs the profile `full` of hardhat.config.ts.
 *
 * @param name a part of the names of the files to run, all when missing
 * @returns everything that Hardhat said, file after file
 * @throws when a test fails, with what Hardhat said of its file
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

async function runFile(file: string, sources: Sources): Promise<string> {
  // Contracts of another test file are known to the runner only when that is named as well: the invariants' handler.
  const named = [...sources.keys()].filter((path) => path.endsWith(".t.sol"));
  const args = ["test", "solidity", ...named, "--test-profile", "full"];
  const hardhat = join(PROJECT_ROOT, "node_modules/.bin/hardhat");
  const start = performance.now();
  const { stdout } = await promisify(execFile)(hardhat, args, { cwd: PROJECT_ROOT, maxBuffer: 1 << 26 }).catch(
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
