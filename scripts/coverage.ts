/**
 * Runs the Solidity tests on instrumented contracts, and lists the branches that no test takes. `npm run coverage`
 *
 * Hardhat's own coverage measures statements only. If every condition was true and false at least once, and every body
 * was entered, every statement was reached too.
 */
import { glob } from "node:fs/promises";
import { join } from "node:path";
import { PROJECT_ROOT } from "../prover/shared/root.ts";
import { markBranches } from "./solidity/branches.ts";
import { compile } from "./solidity/compile.ts";
import { readSources } from "./solidity/imports.ts";
import { runTests } from "./solidity/run.ts";

const EFFORT = { fuzzRuns: 32, invariantRuns: 2, depth: 32, seed: "0x6469736a6f696e74" };

const files = async (pattern: string) => Array.fromAsync(glob(pattern, { cwd: PROJECT_ROOT }));

const contracts = await files("contracts/**/*.sol");
const tests = await files(join("test/contracts", "**/*.t.sol"));
const { marked, branches } = markBranches(await readSources([...contracts, ...tests]), contracts);
const taken = new Set<number>();
const outcomes = await runTests(compile(marked), EFFORT, {
  onHits: (marks) => {
    for (const mark of marks) taken.add(Number(BigInt(`0x${Buffer.from(mark).toString("hex")}`)));
  },
});

for (const { suite, test, passed, reason } of outcomes)
  if (!passed) process.stdout.write(`fails with marks: ${suite} ${test} ${reason}\n`);
const missed = branches.filter((_, i) => !taken.has(i));
for (const { file, line, text, outcome } of missed)
  process.stdout.write(`not taken: ${file}:${line} ${outcome}: ${text}\n`);
process.stdout.write(`${branches.length - missed.length} of ${branches.length} branches taken\n`);
process.exit(missed.length === 0 && outcomes.every(({ passed }) => passed) ? 0 : 1);
