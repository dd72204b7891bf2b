import { globSync, readFileSync } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { beforeAll, describe, expect, it, test } from "vitest";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { writeAbis } from "../../scripts/solidity/abi.ts";
import type { SyntaxNode } from "../../scripts/solidity/compile.ts";
import { readSources } from "../../scripts/solidity/imports.ts";
import { temporaryFolder } from "../support/chain.ts";

// The files that consumers import: they compile with the oldest and the current compiler, and everything has NatSpec.

const require = createRequire(import.meta.url);

type Parameter = { type: string; components?: Parameter[] };
type AbiItem = { type: string; name?: string; inputs?: Parameter[] };
type Notice = { notice?: string };
type Compiled = {
  abi: AbiItem[];
  evm: { bytecode: { object: string } };
  userdoc: { errors?: Record<string, Notice[]>; events?: Record<string, Notice>; methods?: Record<string, Notice> };
};
type Output = {
  errors?: { severity: string; formattedMessage: string }[];
  contracts: Record<string, Record<string, Compiled>>;
  sources: Record<string, { ast: SyntaxNode & { nodes: Definition[] } }>;
};
type Definition = SyntaxNode & { name: string; documentation?: { text: string }; members?: Definition[] };

const DEPLOYABLE = [
  "Anchors",
  "Blocklists",
  "DataCommitments",
  "DisjointnessVerifier",
  "EasResolver",
  "EpochOracle",
  "Groth16Verifier",
  "Ledger",
  "ReleaseTokens",
  "Releases",
  "RiscZeroVerifier",
  "RoyaltyAccount",
  "Terms",
  "VeraxModule",
];

const COMPILERS = { "0.8.20": "solc-0.8.20", "0.8.30": "solc" };

const INTERFACES = globSync("contracts/interfaces/*.sol", { cwd: PROJECT_ROOT }).sort();
const CONTRACTS = globSync("contracts/**/*.sol", { cwd: PROJECT_ROOT }).sort();

const CONSUMER = `// SPDX-License-Identifier: MIT
pragma solidity >=0.8.20 <0.9.0;
import {ListId, ReleaseId} from "./contracts/interfaces/Ids.sol";
import {IReleases} from "./contracts/interfaces/IReleases.sol";
contract Consumer {
    IReleases public immutable releases;
    constructor(IReleases registry) { releases = registry; }
    function use(ReleaseId release, ListId list) external view { releases.requireClean(release, list, 0); }
}`;

function compile(compiler: string, sources: ReadonlyMap<string, string>): Output {
  const texts = Object.fromEntries([...sources].map(([file, content]) => [file, { content }]));
  const outputSelection = { "*": { "": ["ast"], "*": ["abi", "userdoc"] }, "Consumer.sol": { "*": ["evm.bytecode"] } };
  const input = { language: "Solidity", sources: texts, settings: { outputSelection } };
  return JSON.parse(require(compiler).compile(JSON.stringify(input))) as Output;
}

const compileInterfaces = async (compiler: string): Promise<Output> =>
  compile(compiler, (await readSources(INTERFACES)).set("Consumer.sol", CONSUMER));

/** The signature that the compiler uses as the key of documentation: uint256[8], (uint256,bytes32)[] and so on. */
const signatureOf = ({ name, inputs = [] }: AbiItem): string => `${name}(${inputs.map(typeOf).join(",")})`;

const typeOf = ({ type, components }: Parameter): string =>
  components === undefined ? type : `(${components.map(typeOf).join(",")})${type.slice("tuple".length)}`;

/** Items of some kinds in a contract's ABI that have no notice. */
function unexplained({ abi, userdoc }: Compiled, kinds: readonly string[]): string[] {
  const noticeOf = (type: string, signature: string): string | undefined => {
    if (type === "error") return userdoc.errors?.[signature]?.[0]?.notice;
    return (type === "event" ? userdoc.events : userdoc.methods)?.[signature]?.notice;
  };
  const wanted = abi.filter(({ type }) => kinds.includes(type)).map((item) => [item.type, signatureOf(item)] as const);
  return wanted.flatMap(([type, signature]) => (noticeOf(type, signature) ? [] : [`${type} ${signature}`]));
}

const unexplainedOf = (contract: Compiled): string[] => unexplained(contract, ["error", "event"]);

/** Fields of structs without `@param`, members of enums without a notice, and either without one itself. */
function unexplainedMembers(nodes: readonly Definition[]): string[] {
  return nodes.flatMap(({ nodeType, name, documentation, members }) => {
    const text = documentation?.text ?? "";
    const isExplained = (member: Definition) =>
      nodeType === "EnumDefinition"
        ? member.documentation?.text.includes("@notice ")
        : new RegExp(`@param ${member.name} \\S`).test(text);
    if (nodeType !== "StructDefinition" && nodeType !== "EnumDefinition") return [];
    const missing = (members ?? []).filter((member) => !isExplained(member)).map((member) => `${name}.${member.name}`);
    return text.includes("@notice ") ? missing : [name, ...missing];
  });
}

test.each(Object.entries(COMPILERS))(
  "solc %s compiles the interfaces and a contract that calls them",
  {
    timeout: 60_000,
  },
  async (version, compiler) => {
    expect(require(compiler).version()).toMatch(version);
    const output = await compileInterfaces(compiler);
    expect(output.errors ?? []).toEqual([]);
    expect(output.contracts["Consumer.sol"]!.Consumer!.evm.bytecode.object.length).toBeGreaterThan(100);
  },
);

describe("the interfaces", () => {
  let output: Output;
  beforeAll(async () => {
    output = await compileInterfaces(COMPILERS["0.8.30"]);
  }, 60_000);

  const all = () => INTERFACES.flatMap((file) => Object.entries(output.contracts[file] ?? {}));

  it("have a notice for every error, event and function", () => {
    const contracts = all().map(([, contract]) => contract);
    expect(contracts.flatMap(({ abi }) => abi).length).toBeGreaterThan(100);
    const kinds = ["error", "event", "function"];
    expect(contracts.flatMap((each) => unexplained(each, kinds))).toEqual([]);
    const bare = contracts.map((each) => ({ ...each, userdoc: {} }));
    expect(bare.flatMap((each) => unexplained(each, kinds)).length).toBe(contracts.flatMap(({ abi }) => abi).length);
  });

  it("explain every field of a struct and every member of an enum", () => {
    const nodes = INTERFACES.flatMap((file) => output.sources[file]!.ast.nodes);
    expect(unexplainedMembers(nodes)).toEqual([]);
    const bare = nodes.map((node) => ({
      ...node,
      documentation: { text: "@notice Something." },
      members: (node.members ?? []).map(({ documentation: _, ...member }) => member as Definition),
    }));
    const members = nodes.flatMap((node) => node.members ?? []).length;
    expect(unexplainedMembers(bare)).toHaveLength(members);
  });

  it("have reproducible ABIs as JSON, as does every deployable contract", async () => {
    const folder = await temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    await writeFile(at("Gone.json"), "[]\n");
    await writeAbis(folder.path);
    const names = (await readdir(folder.path)).sort();
    expect(names).toEqual([...DEPLOYABLE, ...all().map(([name]) => name)].map((name) => `${name}.json`).sort());
    for (const [name, { abi }] of all()) expect(JSON.parse(readFileSync(at(`${name}.json`), "utf8"))).toEqual(abi);
    const first = names.map((name) => readFileSync(at(name), "utf8"));
    await writeAbis(folder.path);
    expect(names.map((name) => readFileSync(at(name), "utf8"))).toEqual(first);
    await folder.remove();
  });
});

test("every error and event of the other contracts has a notice", { timeout: 120_000 }, async () => {
  const { contracts, errors = [] } = compile(COMPILERS["0.8.30"], await readSources(CONTRACTS));
  expect(errors.filter(({ severity }) => severity === "error")).toEqual([]);
  const all = CONTRACTS.flatMap((file) => Object.values(contracts[file] ?? {}));
  expect(all.flatMap(({ abi }) => abi.filter(({ type }) => type === "error")).length).toBeGreaterThan(56);
  const packages = Object.keys(contracts).filter((file) => !CONTRACTS.includes(file));
  const inherited = packages.flatMap((file) => Object.values(contracts[file]!).flatMap(unexplainedOf));
  expect(all.flatMap(unexplainedOf).filter((item) => !inherited.includes(item))).toEqual([]);
});

test("interfaces are under the MIT license and a range of compilers, contracts under the GPL and one compiler", () => {
  const license = /^\/\/ SPDX-License-Identifier: (.*)$/m;
  const pragma = /^pragma solidity (.*);$/m;
  for (const file of CONTRACTS) {
    const text = readFileSync(join(PROJECT_ROOT, file), "utf8");
    const isInterface = INTERFACES.includes(file);
    expect([file, license.exec(text)?.[1]]).toEqual([file, isInterface ? "MIT" : "GPL-3.0-or-later"]);
    expect([file, pragma.exec(text)?.[1]]).toEqual([file, isInterface ? ">=0.8.20 <0.9.0" : "0.8.30"]);
  }
  expect(readFileSync(join(PROJECT_ROOT, "contracts/interfaces/LICENSE"), "utf8")).toMatch(/^MIT License\n/);
});
