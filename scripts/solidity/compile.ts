/** Compiles Solidity in-process: a second instead of ten for the compiler's command, because it stays loaded. */
import solc from "solc";
import type { Sources } from "./imports.ts";

/** A contract as the test runner expects it; code in hexadecimal with 0x. */
export type Artifact = {
  source: string;
  name: string;
  abi: { type: string; name?: string }[];
  bytecode: string;
  deployedBytecode: string;
};

/**
 * A node of the compiler's syntax tree, with its type, its location ("offset:length:file") and the fields of that
 * type.
 */
export type SyntaxNode = { nodeType: string; src: string } & Record<string, unknown>;

export class DoesNotCompile extends Error {}

/** No optimizer: the code is run once, so smaller or cheaper code would not save anything. */
const SETTINGS = { evmVersion: "cancun", metadata: { bytecodeHash: "none" }, optimizer: { enabled: false } };

const BASE = "test/contracts/support/Test.sol";

/**
 * Returns the sources with tests that the runner does not replay when they fail. A replay records every step to find
 * the location, which takes gigabytes for an endless loop. The runner never replays tests that read the environment.
 */
export function withoutReplay(sources: Sources): Sources {
  const asking = `interface Environment { function envOr(string calldata, bool) external returns (bool); }
abstract contract Test {
    constructor() { Environment(address(vm)).envOr("DISJOINT_NO_REPLAY", false); }`;
  const base = sources.get(BASE)?.replace("abstract contract Test {", asking);
  return base === undefined ? sources : new Map(sources).set(BASE, base);
}

/**
 * Compiles the contracts of some files, or of all sources, those included that the tests deploy.
 *
 * @throws DoesNotCompile
 */
export function compile(sources: Sources, files: readonly string[] = ["*"]): Artifact[] {
  const wanted = { "*": ["abi", "evm.bytecode.object", "evm.deployedBytecode.object"] };
  const { contracts } = run(sources, Object.fromEntries(files.map((file) => [file, wanted])));
  return Object.entries(contracts ?? {}).flatMap(([source, named]) =>
    Object.entries(named).map(([name, { abi, evm }]) => ({
      source,
      name,
      abi,
      bytecode: `0x${evm.bytecode.object}`,
      deployedBytecode: `0x${evm.deployedBytecode.object}`,
    })),
  );
}

/** Parses every source. @throws DoesNotCompile */
export function parse(sources: Sources): Map<string, SyntaxNode> {
  const { sources: parsed } = run(sources, { "*": { "": ["ast"] } });
  return new Map(Object.entries(parsed).map(([file, { ast }]) => [file, ast]));
}

type Output = {
  errors?: { severity: string; formattedMessage: string }[];
  sources: Record<string, { ast: SyntaxNode }>;
  contracts?: Record<string, Record<string, Compiled>>;
};
type Compiled = {
  abi: Artifact["abi"];
  evm: { bytecode: { object: string }; deployedBytecode: { object: string } };
};

function run(sources: Sources, outputSelection: object): Output {
  const texts = Object.fromEntries([...sources].map(([file, content]) => [file, { content }]));
  const input = { language: "Solidity", sources: texts, settings: { ...SETTINGS, outputSelection } };
  const output = JSON.parse(solc.compile(JSON.stringify(input))) as Output;
  const errors = (output.errors ?? []).filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new DoesNotCompile(errors.map(({ formattedMessage }) => formattedMessage).join("\n"));
  return output;
}
