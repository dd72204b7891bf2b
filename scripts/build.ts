/**
 * Everything that is compiled before the command line can run: the contracts, and where there is a compiler the
 * kernel. With `--deployment` only the contracts of a deployment, which take half the time. Other arguments are those
 * of build-native.ts.
 */
import { CONTRACT_SOURCES, type ContractName } from "../prover/rpc/node/artifacts.ts";
import { PROJECT_ROOT } from "../prover/shared/root.ts";
import { writeAbis } from "./solidity/abi.ts";
import { runTool } from "./support/run.ts";

/** What `deployContracts` deploys. */
const DEPLOYMENT: ContractName[] = ["Blocklists", "Ledger", "Releases", "DisjointnessVerifier", "Groth16Verifier"];

const args = process.argv.slice(2);
// At once: the compiler of contracts uses one processor.
await Promise.all([
  args.includes("--deployment")
    ? hardhatBuild(DEPLOYMENT.map((name) => `contracts/${CONTRACT_SOURCES[name]}`))
    : buildAll(),
  runTool("node", ["scripts/build-native.ts", ...args], PROJECT_ROOT),
]);

async function buildAll(): Promise<void> {
  await hardhatBuild([]);
  await writeAbis();
}

/** All contracts if no file is named. */
async function hardhatBuild(files: readonly string[]): Promise<void> {
  await runTool("hardhat", ["build", "--quiet", "--no-tests", ...files], PROJECT_ROOT);
}
