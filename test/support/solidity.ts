import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { type Contract, ContractFactory, type InterfaceAbi, type Signer } from "ethers";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";

type Output = {
  errors?: { severity: string; formattedMessage: string }[];
  contracts: Record<string, Record<string, { abi: InterfaceAbi; evm: { bytecode: { object: string } } }>>;
};

/** A compiled contract. */
type Compiled = { abi: InterfaceAbi; bytecode: string };

/** The path from the root of what is imported: a file of a package by its name. */
const located = (path: string): string => (path.startsWith("@") ? `node_modules/${path}` : path);

/**
 * Compiles a contract that only tests use, in a file named by its path from the root; without a name, its first.
 * `pathOf` gives the file of each path that sources import.
 */
export function compileHelper(file: string, name?: string, pathOf = located): Compiled {
  const solc = createRequire(import.meta.url)("solc");
  const content = (path: string) => ({ content: readFileSync(resolve(PROJECT_ROOT, pathOf(path)), "utf8") });
  const input = {
    language: "Solidity",
    sources: { [file]: content(file) },
    settings: { optimizer: { enabled: true }, outputSelection: { [file]: { "*": ["abi", "evm.bytecode.object"] } } },
  };
  const readImport = (path: string) => ({ contents: content(path).content });
  const output: Output = JSON.parse(solc.compile(JSON.stringify(input), { import: readImport }));
  const error = output.errors?.find(({ severity }) => severity === "error");
  if (error) throw new Error(error.formattedMessage);
  const contracts = output.contracts[file]!;
  const { abi, evm } = contracts[name ?? Object.keys(contracts)[0]!]!;
  return { abi, bytecode: evm.bytecode.object };
}

/** Deploys a compiled contract. */
export async function deployCompiled({ abi, bytecode }: Compiled, signer: Signer, ...args: unknown[]) {
  const contract = await new ContractFactory(abi, bytecode, signer).deploy(...args);
  await contract.waitForDeployment();
  return contract as Contract;
}

/** Compiles and deploys the first contract of a file. */
export const deployHelper = (file: string, signer: Signer, ...args: unknown[]) =>
  deployCompiled(compileHelper(file), signer, ...args);
