/**
 * Everything that is compiled before the command line can run: the contracts, and where there is a compiler the
 * kernel.
 */
import { PROJECT_ROOT } from "../prover/shared/root.ts";
import { writeAbis } from "./solidity/abi.ts";
import { runTool } from "./support/run.ts";

// The contracts come first: they fail sooner.
await runTool("hardhat", ["build", "--quiet", "--no-tests"], PROJECT_ROOT);
await writeAbis();
await runTool("node", ["scripts/build-native.ts"], PROJECT_ROOT);
