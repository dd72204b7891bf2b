/** Everything that is compiled before the command line can run: the contracts. */
import { PROJECT_ROOT } from "../prover/keys/compile.ts";
import { runTool } from "./support/run.ts";

await runTool("hardhat", ["build", "--quiet", "--no-tests"], PROJECT_ROOT);
