/** Runs compiled Solidity tests on Hardhat's EVM, in-process. */

import {
  type ArtifactId,
  type Artifact as EdrArtifact,
  EdrContext,
  L1_CHAIN_TYPE,
  l1GenesisState,
  l1HardforkFromString,
  l1HardforkLatest,
  l1HardforkToString,
  l1SolidityTestRunnerFactory,
  type SuiteResult,
} from "@nomicfoundation/edr";
import { appendAll } from "../../prover/shared/collections.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import type { Artifact } from "./compile.ts";

const SOLC_VERSION = "0.8.30";
const HARDFORK = l1HardforkToString(l1HardforkLatest());

/** How thoroughly to test. `gas`: the limit for one test, which ends endless loops. */
export type Effort = { fuzzRuns: number; invariantRuns: number; depth: number; seed: string; gas?: bigint };

/** The result of one test. `calls`: the calls to an invariant's handler; `runs`: inputs of a fuzz test, else 1. */
export type Outcome = {
  suite: string;
  test: string;
  passed: boolean;
  reason: string | undefined;
  runs: number;
  calls: number;
  seconds: number;
};

let started: Promise<EdrContext> | undefined;

function machine(): Promise<EdrContext> {
  started ??= (async () => {
    const context = new EdrContext();
    await context.registerSolidityTestRunnerFactory(L1_CHAIN_TYPE, l1SolidityTestRunnerFactory());
    return context;
  })();
  return started;
}

/**
 * Runs every test of the artifacts, or those of some files. `onHits` receives the coverage marks that were hit,
 * `onOutcome` the outcomes of each suite when it ends.
 */
export async function runTests(
  artifacts: readonly Artifact[],
  effort: Effort,
  {
    files,
    onHits,
    onOutcome,
  }: {
    files?: readonly string[];
    onHits?: (marks: Uint8Array[]) => void;
    onOutcome?: (outcomes: Outcome[]) => void;
  } = {},
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const suites = artifacts.filter(hasTests).filter(({ source }) => files?.includes(source) ?? true);
  const { fuzzRuns, invariantRuns, depth, seed, gas } = effort;
  const coverage = onHits && {
    codeCoverage: { onCollectedCoverageCallback: async (marks: Uint8Array[]) => onHits(marks) },
  };
  const config = {
    projectRoot: PROJECT_ROOT,
    hardfork: HARDFORK,
    localPredeploys: l1GenesisState(l1HardforkFromString(HARDFORK)),
    fuzz: { runs: fuzzRuns, seed },
    invariant: { runs: invariantRuns, depth, failOnRevert: true },
    disableBlockGasLimit: true,
    disableTransactionGasCap: true,
    ...(gas === undefined ? {} : { gasLimit: gas }),
    ...(coverage && { observability: coverage }),
  };
  let left = suites.length;
  const { promise, resolve } = Promise.withResolvers<void>();
  const done = (result: SuiteResult) => {
    const ended = outcomesOf(result);
    appendAll(outcomes, ended);
    onOutcome?.(ended);
    if (--left === 0) resolve();
  };
  const context = await machine();
  await context.runSolidityTests(L1_CHAIN_TYPE, artifacts.map(edrArtifact), suites.map(idOf), config, {}, done);
  await promise;
  return outcomes;
}

const hasTests = ({ abi, bytecode }: Artifact): boolean =>
  bytecode !== "0x" && abi.some(({ type, name }) => type === "function" && /^(test|invariant)/.test(name ?? ""));

const idOf = ({ name, source }: Artifact): ArtifactId => ({ name, source, solcVersion: SOLC_VERSION });

function edrArtifact(artifact: Artifact): EdrArtifact {
  const { abi, bytecode, deployedBytecode } = artifact;
  const links = { linkReferences: {}, deployedLinkReferences: {} };
  return { id: idOf(artifact), contract: { abi: JSON.stringify(abi), bytecode, deployedBytecode, ...links } };
}

function outcomesOf({ id, testResults }: SuiteResult): Outcome[] {
  return testResults.map((result) => ({
    suite: id.name,
    test: result.name,
    passed: result.status === "Success",
    reason: result.reason,
    runs: "runs" in result.kind ? Number(result.kind.runs) : 1,
    calls: "calls" in result.kind ? Number(result.kind.calls) : 0,
    seconds: Number(result.durationNs) / 1e9,
  }));
}
