import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { ContractFactory, type InterfaceAbi, type Signer } from "ethers";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";

type Output = {
  errors?: { severity: string; formattedMessage: string }[];
  contracts: Record<string, Record<string, { abi: InterfaceAbi; evm: { bytecode: { object: string } } }>>;
};

/** Compiles and deploys a contract that only tests use, in a file named by its path from the root. */
export async function deployHelper(file: string, signer: Signer, ...args: unknown[]) {
  const solc = createRequire(import.meta.url)("solc");
  const content = (path: string) => ({ content: readFileSync(join(PROJECT_ROOT, path), "utf8") });
  const input = {
    language: "Solidity",
    sources: { [file]: content(file) },
    settings: { optimizer: { enabled: true }, outputSelection: { [file]: { "*": ["abi", "evm.bytecode.object"] } } },
  };
  const readImport = (path: string) => ({ contents: content(path).content });
  const output: Output = JSON.parse(solc.compile(JSON.stringify(input), { import: readImport }));
  const error = output.errors?.find(({ severity }) => severity === "error");
  if (error) throw new Error(error.formattedMessage);
  const [{ abi, evm }] = Object.values(output.contracts[file]!) as [Output["contracts"][string][string]];
  const contract = await new ContractFactory(abi, evm.bytecode.object, signer).deploy(...args);
  await contract.waitForDeployment();
  return contract;
}
