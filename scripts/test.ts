/** Builds what the tests run on, then runs them. `--full` adds those that need large circuits or many runs. */
import { join } from "node:path";
import { ALL_CIRCUITS } from "../prover/plan/circuits.ts";
import { circuitPath } from "../prover/setup/artifacts.ts";
import { compileCircuit } from "../prover/setup/compile.ts";
import { BUILD_FOLDER, PROJECT_ROOT } from "../prover/shared/root.ts";
import { exitCodeOf, runTool } from "./support/run.ts";

const args = process.argv.slice(2);
if (args.includes("--full")) process.env.DISJOINT_TEST = "full";
const given = args.filter((arg) => arg !== "--full");
await Promise.all([
  runTool("node", ["scripts/build.ts"], PROJECT_ROOT),
  ...(given.length === 0 ? [compileSharedCircuits()] : []),
]);
// Every file of tests and every command that one runs is a process of its own, and loads the same modules.
process.env.NODE_COMPILE_CACHE ??= join(BUILD_FOLDER, "cache/node");
process.exitCode = await exitCodeOf("vitest", ["run", ...given], PROJECT_ROOT);

/** Files that run at the same time would each compile them. Exclusion circuits of 256 entries are for `--full`. */
async function compileSharedCircuits(): Promise<void> {
  for (const { kind, entries, name } of ALL_CIRCUITS)
    if (kind !== "exclusion" || entries === 16) await compileCircuit(circuitPath(name));
}
