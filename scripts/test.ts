/**
 * Builds what the tests run on, then runs them. Those of whole commands and releases, of the page in a browser, and of
 * the installed package have commands of their own: test:e2e, test:web and test:package. `--all` runs them, too.
 * `--full` is all of them, and those that need large circuits or many runs.
 */
import { join } from "node:path";
import { ALL_CIRCUITS } from "../prover/plan/circuits.ts";
import { circuitPath } from "../prover/setup/artifacts.ts";
import { compileCircuit } from "../prover/setup/compile.ts";
import { BUILD_FOLDER, PROJECT_ROOT } from "../prover/shared/root.ts";
import { exitCodeOf, runTool } from "./support/run.ts";

/** Tests that have a command of their own. */
const OWN_COMMAND = [
  ...["action", "cli", "e2e", "examples", "package", "web"].map((folder) => `test/${folder}/**`),
  "test/documents/guides.test.ts",
  "test/scripts/benchDisjointness.test.ts",
];

const args = process.argv.slice(2);
const isFull = args.includes("--full");
const given = args.filter((arg) => arg !== "--full" && arg !== "--all");
const isShort = given.length === 0 && !isFull && !args.includes("--all");
if (isFull || isShort) process.env.DISJOINT_TEST = isFull ? "full" : "short";
const excluded = isShort ? OWN_COMMAND.flatMap((files) => ["--exclude", files]) : [];
await Promise.all([
  runTool("node", ["scripts/build.ts", ...(isShort ? ["--short"] : [])], PROJECT_ROOT),
  ...(given.length === 0 ? [compileSharedCircuits()] : []),
]);
// Every file of tests and every command that one runs is a process of its own, and loads the same modules.
process.env.NODE_COMPILE_CACHE ??= join(BUILD_FOLDER, "cache/node");
process.exitCode = await exitCodeOf("vitest", ["run", ...given, ...excluded], PROJECT_ROOT);

/**
 * Files that run at the same time would each compile them. Exclusion circuits of 256 entries are for `--full`, the
 * larger one of 16 is not for the short run.
 */
async function compileSharedCircuits(): Promise<void> {
  for (const { kind, entries, name } of ALL_CIRCUITS)
    if (kind !== "exclusion" || (entries === 16 && !(isShort && name === "exclusion_16x138")))
      await compileCircuit(circuitPath(name));
}
