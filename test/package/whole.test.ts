import { cpSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadNative } from "../../prover/native/index.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { folderWith } from "../support/folder.ts";
import { asHere, emptyFolder, filesIn, install, pack, project, runIn } from "./support/install.ts";

const CLI = "node_modules/disjoint/dist/cli/start.js";
const POEMS = `{"title":"The Tyger","text":"Tyger Tyger, burning bright"}\n`;
const OPT_OUTS = `{"title":"Rainbow","text":"My heart leaps up when I behold"}\n`;

/** What proving needs beside the package, and a compiler of contracts of each of the two versions. */
const PEERS = ["snarkjs", "circom2", "circomlib", "circomlibjs", "ethers", "hardhat"];
const COMPILERS = { "0.8.20": "solc-0.8.20", "0.8.30": "solc" };

/** Where a package is made with the kernel of this machine. */
const PREBUILDS = process.platform === "linux" && process.arch === "x64";

const root = emptyFolder();
const env = { XDG_CACHE_HOME: join(root, "cache") };
let folder: string;

beforeAll(async () => {
  const peers = PEERS.map(asHere);
  folder = await project(join(root, "consumer"), await pack());
  await install(folder, ...peers, "solc@0.8.30", "solc-0.8.20@npm:solc@0.8.20");
  folderWith({ "poems.jsonl": POEMS, "opt-outs.jsonl": OPT_OUTS }, folder);
  cpSync(join(PROJECT_ROOT, "examples/first.ts"), join(folder, "first.ts"));
}, 900_000);

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("installed with what proving needs", () => {
  it.runIf(PREBUILDS && loadNative() !== undefined)("hashes with the kernel that it brings", async () => {
    const program = `import { loadPoseidon } from "disjoint"; console.log((await loadPoseidon()).backend);`;
    const { stdout } = await runIn(folder, program, { env: { XDG_CACHE_HOME: join(root, "empty") } });
    expect(stdout).toMatch(/^native (ifma|avx2|x86-64|portable)\n$/);
  });

  it("commits, proves and verifies, and writes nothing into node_modules", async () => {
    // Keys that this tree has made are used: they are by content.
    mkdirSync(join(root, "cache"));
    symlinkSync(join(PROJECT_ROOT, "build"), join(root, "cache/disjoint"));
    const before = filesIn(join(folder, "node_modules"));
    const build = ["blocklist", "build", "opt-outs.jsonl", "--scheme", "text:text", "--label", "title"];
    const built = await runIn(folder, [CLI, ...build, "--name", "opt-outs", "--page-size", "16", "--out", "list"], {
      env,
    });
    expect(built).toMatchObject({ code: 0 });
    expect(await runIn(folder, ["first.ts"], { env })).toMatchObject({ code: 0, stdout: "clean\n" });
    const verify = [CLI, "verify", "proofs/bundle.json", "--list", "list", "--json"];
    expect(await runIn(folder, verify, { env })).toMatchObject({ code: 0 });
    expect(filesIn(join(folder, "node_modules"))).toEqual(before);
  });
});

describe.each(Object.entries(COMPILERS))("solc %s compiles a contract that imports IReleases", (version, name) => {
  it("by the package's name, in Hardhat 3", async () => {
    folderWith(
      {
        "contracts/Gate.sol": contract("disjoint/contracts/interfaces/IReleases.sol"),
        "hardhat.config.js": `
          import { createRequire } from "node:module";
          const path = createRequire(import.meta.url).resolve("${name}/soljson.js");
          export default { solidity: { version: "${version}", path } };`,
      },
      folder,
    );
    const hardhat = ["node_modules/hardhat/dist/src/cli.js", "build", "--force", "--no-tests"];
    const { code, stdout, stderr } = await runIn(folder, hardhat);
    expect({ code, said: code === 0 ? "" : stdout + stderr }).toEqual({ code: 0, said: "" });
    expect([...filesIn(join(folder, "artifacts/contracts")).keys()]).toContain("Gate.sol/Gate.json");
  });

  it("by a remapping", async () => {
    const program = `
      import { readFileSync } from "node:fs";
      import solc from "${name}";
      const input = {
        language: "Solidity",
        sources: { "Gate.sol": { content: ${JSON.stringify(contract("@disjoint/interfaces/IReleases.sol"))} } },
        settings: {
          remappings: ["@disjoint/=node_modules/disjoint/contracts/"],
          outputSelection: { "*": { "*": ["abi"] } },
        },
      };
      const read = (path) => ({ contents: readFileSync(path, "utf8") });
      const { errors = [], contracts } = JSON.parse(solc.compile(JSON.stringify(input), { import: read }));
      console.log(JSON.stringify([errors.map(({ formattedMessage }) => formattedMessage), Object.keys(contracts ?? {})]));`;
    const { stdout } = await runIn(folder, program);
    const [errors, contracts] = JSON.parse(stdout);
    expect(errors).toEqual([]);
    expect(contracts).toContain("node_modules/disjoint/contracts/interfaces/IReleases.sol");
  });
});

const contract = (path: string): string => `// SPDX-License-Identifier: MIT
pragma solidity >=0.8.20 <0.9.0;

import {IReleases} from "${path}";

contract Gate {
    IReleases public immutable releases;

    constructor(IReleases releases_) {
        releases = releases_;
    }
}
`;
