/**
 * Mutation testing of the contracts: makes one small change at a time and runs the tests. A change that no test notices
 * is a gap in the tests.
 *
 *     npm run mutate [-- --only Ledger.sol]... [--first 150]
 *
 * Compiles and runs in-process, without the optimizer: about a second per mutant that a test kills. Killed mutants are
 * recorded in build/mutants.jsonl, from which an interrupted run resumes; all others are tried again.
 */
import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { PROJECT_ROOT } from "../prover/shared/root.ts";
import { Build } from "./mutate/build.ts";
import { EQUIVALENT } from "./mutate/equivalent.ts";
import { byId, runMutants } from "./mutate/loop.ts";
import { type Mutant, mutantsOf } from "./mutate/mutant.ts";
import { isCode, OPERATORS } from "./mutate/operators.ts";
import { Results } from "./mutate/results.ts";
import { type Artifact, DoesNotCompile } from "./solidity/compile.ts";
import { readSources } from "./solidity/imports.ts";
import { type Effort, type Outcome, runTests } from "./solidity/run.ts";

/**
 * The contracts, and the tests most likely to notice a change in each: they run first, one file at a time, and then
 * all tests if they pass.
 */
const CONTRACTS: Record<string, readonly string[]> = {
  "Blocklists.sol": ["Blocklists", "ListReview"],
  "Ledger.sol": ["LedgerBatch", "Ledger", "Starvation"],
  "Releases.sol": ["Releases", "ReleaseStatus"],
  "adapters/DataCommitments.sol": ["DataCommitments"],
  "adapters/EpochOracle.sol": ["EpochOracle"],
  "adapters/RiscZeroVerifier.sol": ["RiscZeroVerifier"],
  "attestations/CleanAttestation.sol": ["Attestations"],
  "attestations/EasResolver.sol": ["Attestations"],
  "attestations/VeraxModule.sol": ["Attestations"],
  "custody/Anchors.sol": ["Anchors"],
  "examples/ModelRegistry.sol": ["ReleaseStatus"],
  "interfaces/Ids.sol": ["Releases", "ReleaseStatus"],
  "ledger/Circuits.sol": ["Circuits"],
  "ledger/Disjointness.sol": ["Disjointness", "DisjointnessForgeries"],
  "ledger/EpochFacts.sol": ["Disjointness", "DisjointnessForgeries"],
  "ledger/Facts.sol": ["Ledger", "LongLists", "Circuits", "LedgerBatch"],
  "ledger/Metered.sol": ["Starvation", "Disjointness"],
  "libraries/Bits.sol": ["Bits", "Ledger"],
  "libraries/Bn254.sol": ["Groth16Verifier", "Groth16Batch", "VerifyingKey", "DisjointnessVerifier"],
  "libraries/Cids.sol": ["Cids"],
  "libraries/Coefficients.sol": ["Groth16Batch", "DisjointnessVerifier", "DisjointnessForgeries"],
  "libraries/Gas.sol": ["Gas"],
  "libraries/PackedPage.sol": ["Blocklists"],
  "libraries/Twist.sol": ["Twist"],
  "lists/ListAccess.sol": ["Blocklists"],
  "lists/ListAccumulators.sol": ["ListAccumulators"],
  "lists/ListReview.sol": ["ListReview"],
  "royalties/ReleaseTokens.sol": ["ReleaseTokens", "Royalties"],
  "royalties/RoyaltyAccount.sol": ["Royalties", "ReleaseTokens"],
  "royalties/Terms.sol": ["Terms"],
  "verifiers/DisjointnessVerifier.sol": ["DisjointnessVerifier", "DisjointnessForgeries"],
  "verifiers/Groth16Verifier.sol": ["Groth16Verifier", "Groth16Batch", "Starvation"],
  "verifiers/VerifyingKey.sol": ["VerifyingKey", "Starvation"],
};

const TESTS = "test/contracts";
const RESULTS = join(PROJECT_ROOT, "build/mutants.jsonl");

/**
 * Some mutants loop endlessly, so gas is limited. A few tests need much: a point outside its group takes all gas of a
 * call but a 64th. The first rounds therefore run with little gas, and count only the tests that pass with it, so that
 * an endless loop ends soon.
 */
const QUICK: Effort = { fuzzRuns: 8, invariantRuns: 2, depth: 32, seed: "0x6469736a6f696e74", gas: 500_000_000n };
const THOROUGH: Effort = { ...QUICK, fuzzRuns: 64, invariantRuns: 8, depth: 64, gas: 100_000_000_000n };

type Fate = "killed" | "does not compile" | "survived";

const { values } = parseArgs({ options: { only: { type: "string", multiple: true }, first: { type: "string" } } });
const files = Object.keys(CONTRACTS).filter((file) => values.only?.includes(file) ?? true);
const all = (await Promise.all(files.map(readMutants))).flat().sort(byId);
const mutants = all.slice(0, Number(values.first ?? all.length));
const allTests = (await Array.fromAsync(glob("**/*.t.sol", { cwd: join(PROJECT_ROOT, TESTS) }))).map(nameOf);
const results = await Results.open<Fate>(RESULTS);
const build = new Build(await readSources(allTests.map(pathOf)));
await requireThatTestsPass();
const frugal = new Set(
  (await run(build.artifacts, allTests, QUICK)).filter(({ passed }) => passed).map(({ test }) => test),
);

const { count, survivors, isGood } = await runMutants<Fate>(mutants, results, EQUIVALENT, runMutant);
process.stdout.write(
  `${count("killed")} killed, ${survivors.length} survived, ${count("survived") - survivors.length} equivalent, ` +
    `${count("does not compile")} do not compile\n`,
);
process.exit(isGood ? 0 : 1);

async function readMutants(file: string): Promise<Mutant[]> {
  return mutantsOf(file, await readFile(join(PROJECT_ROOT, "contracts", file), "utf8"), OPERATORS, isCode);
}

function nameOf(file: string): string {
  return file.slice(0, -".t.sol".length);
}

function pathOf(test: string): string {
  return `${TESTS}/${test}.t.sol`;
}

/** A test that fails without any change would kill every mutant. */
async function requireThatTestsPass(): Promise<void> {
  const by = killerIn(await run(build.artifacts, allTests, THOROUGH));
  if (by === undefined) return;
  process.stderr.write(`${by} fails without any change\n`);
  process.exit(1);
}

async function runMutant(mutant: Mutant): Promise<{ fate: Fate; by?: string }> {
  try {
    const artifacts = build.with(mutant);
    const likely = CONTRACTS[mutant.file]!;
    const rounds: [tests: readonly string[], effort: Effort][] = [
      ...likely.map((name): [string[], Effort] => [[name], QUICK]),
      [likely, THOROUGH],
      [allTests, QUICK],
      [allTests, THOROUGH],
    ];
    for (const [tests, effort] of rounds) {
      const outcomes = await run(artifacts, tests, effort);
      const by = killerIn(outcomes.filter(({ test }) => effort !== QUICK || frugal.has(test)));
      if (by !== undefined) return { fate: "killed", by };
    }
    return { fate: "survived" };
  } catch (error) {
    if (error instanceof DoesNotCompile) return { fate: "does not compile" };
    throw error;
  }
}

/** The first test that failed. */
function killerIn(outcomes: readonly Outcome[]): string | undefined {
  return outcomes.find(({ passed }) => !passed)?.test;
}

function run(artifacts: readonly Artifact[], tests: readonly string[], effort: Effort): Promise<Outcome[]> {
  return runTests(artifacts, effort, { files: tests.map(pathOf) });
}
