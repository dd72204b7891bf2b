/**
 * Everything that is compiled before the command line can run: the contracts, and where there is a compiler the
 * kernel. Arguments are those of build-native.ts.
 */
import { PROJECT_ROOT } from "../prover/shared/root.ts";
import { writeAbis } from "./solidity/abi.ts";
import { runTool } from "./support/run.ts";

// At once: the compiler of contracts uses one processor.
await Promise.all([
  buildContracts(),
  runTool("node", ["scripts/build-native.ts", ...process.argv.slice(2)], PROJECT_ROOT),
]);

async function buildContracts(): Promise<void> {
  await runTool("hardhat", ["build", "--quiet", "--no-tests"], PROJECT_ROOT);
  await writeAbis();
}
