/** Writes the ABIs of the contracts as JSON, for their callers: build/abi/<name>.json. */
import { glob, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { writeFileAtomic } from "../../prover/shared/files.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";

/** The parts in use of Hardhat's artifact of a contract. */
type Artifact = { contractName: string; inputSourceName: string; abi: { type: string }[]; bytecode: string };

const ABI_FOLDER = join(PROJECT_ROOT, "build/abi");

const ARTIFACTS = join(PROJECT_ROOT, "build/contracts/contracts");

/** Interfaces, and contracts that can be deployed: neither abstract contracts, libraries nor examples. */
const isCallable = ({ inputSourceName, abi, bytecode }: Artifact): boolean =>
  !inputSourceName.includes("contracts/examples/") &&
  abi.some(({ type }) => type === "function") &&
  (bytecode !== "0x" || inputSourceName.includes("contracts/interfaces/"));

/**
 * The ABIs of the compiled contracts by file name, in the compiler's order.
 *
 * @param folder the artifacts that Hardhat wrote for contracts/
 */
async function readAbis(folder = ARTIFACTS): Promise<Map<string, string>> {
  const paths = (await Array.fromAsync(glob("**/*.json", { cwd: folder }))).sort();
  const artifacts = await Promise.all(
    paths.map(async (path) => JSON.parse(await readFile(join(folder, path), "utf8")) as Artifact),
  );
  return new Map(
    artifacts
      .filter(isCallable)
      .map(({ contractName, abi }) => [`${contractName}.json`, `${JSON.stringify(abi, null, 2)}\n`]),
  );
}

/** Writes one file for each ABI, and removes those of contracts that no longer exist. */
export async function writeAbis(folder = ABI_FOLDER): Promise<void> {
  const abis = await readAbis();
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) if (!abis.has(basename(name))) await rm(join(folder, name));
  for (const [name, text] of abis) await writeFileAtomic(join(folder, name), text);
}
