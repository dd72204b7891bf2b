/** Builds what the tests run on, then runs them. `--full` adds those that need large circuits or many runs. */
import { PROJECT_ROOT } from "../prover/shared/root.ts";
import { exitCodeOf, runTool } from "./support/run.ts";

const args = process.argv.slice(2);
if (args.includes("--full")) process.env.DISJOINT_TEST = "full";
await runTool("node", ["scripts/build.ts"], PROJECT_ROOT);
process.exitCode = await exitCodeOf("vitest", ["run", ...args.filter((arg) => arg !== "--full")], PROJECT_ROOT);
