import { cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeBundle } from "../../prover/bundle/document.ts";
import { CONTRACT_SOURCES } from "../../prover/rpc/node/artifacts.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { knownBundle, POWERS } from "../support/disjointness.ts";
import { folderWith } from "../support/folder.ts";
import { asHere, bringNode, emptyFolder, filesIn, pack, packagesIn, project, runIn } from "./support/install.ts";

const CLI = ["node_modules/disjoint/dist/cli/start.js"];

/** What an installation for verifying may bring. Bytes as npm counts an unpacked size: of the files themselves. */
const MOST_PACKAGES = 10;
const MOST_BYTES = 15_000_000;

const root = emptyFolder();
const oldNode = bringNode(join(root, "20"), "20.20.2");
const oldestNode = bringNode(join(root, "22"), "22.13.0");
let folder: string;
let typed: string;
let files: Map<string, number>;

beforeAll(async () => {
  const tarball = await pack();
  folder = await project(join(root, "consumer"), tarball);
  typed = await project(join(root, "typed"), tarball, asHere("ethers"), asHere("@types/node"));
  await Promise.all([oldNode, oldestNode]);
  files = filesIn(join(folder, "node_modules/disjoint"));
  cpSync(join(PROJECT_ROOT, "test/vectors"), join(folder, "vectors"), { recursive: true });
}, 900_000);

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("the package", () => {
  it("holds no sources in TypeScript, no tests and no tools", () => {
    const names = [...files.keys()];
    const sources = names.filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"));
    expect(sources).toEqual([]);
    expect(names.filter((name) => /^(test|scripts|examples|node_modules)\//.test(name))).toEqual([]);
  });

  it("brings the circuits, the contracts with their ABIs, and declarations and maps of what is imported", () => {
    expect([...files.keys()]).toEqual(
      expect.arrayContaining([
        "LICENSE",
        "build/abi/IReleases.json",
        ...Object.entries(CONTRACT_SOURCES).map(([name, source]) => `build/contracts/contracts/${source}/${name}.json`),
        "circuits/main/exclusion_16x60.circom",
        "contracts/gas.json",
        "contracts/interfaces/IReleases.sol",
        "dist/blocklist/optouts/agents.json",
        "dist/verify.d.ts",
        "dist/verify.js.map",
        "schema/config.v1.json",
      ]),
    );
  });

  it("has a file for each of its entry points", () => {
    const { exports } = JSON.parse(readFileSync(join(folder, "node_modules/disjoint/package.json"), "utf8"));
    const targets = Object.values<string | Record<string, string>>(exports).flatMap((target) =>
      typeof target === "string" ? [] : Object.values(target),
    );
    expect(targets.length).toBeGreaterThanOrEqual(2 * 8);
    expect(targets.filter((target) => !files.has(target.replace("./", "")))).toEqual([]);
  });
});

describe("installed for verifying", () => {
  it("installs few packages and little else", () => {
    expect(packagesIn(folder).length).toBeLessThanOrEqual(MOST_PACKAGES);
    const sizes = [...filesIn(join(folder, "node_modules")).values()];
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    expect(bytes).toBeLessThan(MOST_BYTES);
  });

  it.each(["20.20.2", process.versions.node])("verifies on Node %s", async (version) => {
    const node = version === process.versions.node ? process.execPath : await oldNode;
    const { stdout, stderr } = await runIn(folder, VERIFY, { node });
    expect({ stderr, said: stdout && JSON.parse(stdout) }).toEqual({
      stderr: "",
      said: { node: version.split(".")[0], bundle: "true statements", changed: false, pack: true },
    });
  });

  it("verifies against a list's folder by the command line", async () => {
    const { policy } = JSON.parse(readFileSync(join(PROJECT_ROOT, "test/vectors/evidence-pack.v4.json"), "utf8"));
    const circuits = Object.entries(policy.circuits).flatMap(([id, size]) => ["--circuit", `${id}=${size}`]);
    const args = ["verify", "vectors/evidence-pack.v4.car", ...circuits, "--list", "vectors/list.v1", "--offline"];
    const { code, stdout, stderr } = await runIn(folder, [...CLI, ...args], { env: { HOME: folder } });
    expect({ code, stderr, said: stdout.split(":")[0] }).toEqual({ code: 1, stderr: "", said: "false" });
  });

  it("says that no circuit is given where none is installed", async () => {
    const args = ["verify", "vectors/evidence-pack.v4.car", "--list", "vectors/list.v1", "--offline"];
    const { code, stdout } = await runIn(folder, [...CLI, ...args], { env: { HOME: folder } });
    expect({ code, missing: stdout.match(/^not given: .*--circuit/gm) }).toMatchObject({
      code: 1,
      missing: [expect.any(String)],
    });
  });

  it("verifies proofs of disjointness where no circuit is installed", async () => {
    folderWith({ "disjointness.json": writeBundle(knownBundle().bundle) }, folder);
    const verify = (id: string) =>
      runIn(folder, [...CLI, "verify", "disjointness.json", "--powers-id", id], { env: { HOME: folder } });
    expect(await verify(POWERS)).toMatchObject({ code: 0, stderr: "" });
    expect(await verify(`0x${"12".repeat(32)}`)).toMatchObject({ code: 1, stderr: "" });
  });

  it("says on an older Node which one the command line needs", async () => {
    const { code, stderr } = await runIn(folder, [...CLI, "--help"], { node: await oldNode });
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/^disjoint needs Node 22\.13 or newer, and this is v20\./),
    ]);
  });

  it("commits on the oldest Node that the package names", async () => {
    const { engines } = JSON.parse(readFileSync(join(folder, "node_modules/disjoint/package.json"), "utf8"));
    expect(engines).toEqual({ node: ">=22.13" });
    // without one, hashing needs circomlibjs
    const bringsKernel = [...files.keys()].some((name) => name.endsWith(".node"));
    folderWith({ "data.jsonl": '{"text":"Tyger Tyger"}\n' }, folder);
    const options = { node: await oldestNode, env: { XDG_CACHE_HOME: join(folder, "cache") } };
    const args = ["commit", "data.jsonl", "--scheme", "text:text", "--out", "shard"];
    expect(await runIn(folder, [...CLI, ...args], options)).toMatchObject({ code: bringsKernel ? 0 : 2 });
    expect(await runIn(folder, 'await import("disjoint")', options)).toMatchObject({ code: 0 });
  });

  it("imports every entry point, and names a missing optional package where it is used", async () => {
    const program = `
      import { writeFileSync } from "node:fs";
      import { readSigner } from "disjoint";
      writeFileSync("key", "11".repeat(32), { mode: 0o600 });
      const error = await readSigner({ keyFile: "key" }).catch((error) => error);
      console.log(error.code + ": " + error.message + "\\n" + error.hint);`;
    const { stdout } = await runIn(folder, program);
    expect(stdout).toMatch(/^package\/missing-peer: The chain needs the package ethers, which is not installed\n/);
    expect(stdout).toMatch(/npm install ethers@\d+\.\d+\.\d+\n$/);
  });

  it("writes to the platform's cache folder, and nothing into node_modules", async () => {
    const before = filesIn(join(folder, "node_modules"));
    const env = { XDG_CACHE_HOME: join(folder, "cache"), HOME: folder };
    expect((await runIn(folder, [...CLI, "--help"], { env })).code).toBe(0);
    expect(filesIn(join(folder, "node_modules"))).toEqual(before);
    if (process.platform === "linux") expect(filesIn(join(folder, "cache/disjoint")).size).toBeGreaterThan(0);
  });
});

describe.each(["NodeNext", "bundler"])("a consumer in TypeScript, %s", (resolution) => {
  const module = resolution === "bundler" ? "ESNext" : resolution;
  const compile = async (source: string, lib: string[], types: string[]) => {
    const compilerOptions = {
      strict: true,
      noEmit: true,
      target: "ES2022",
      module,
      moduleResolution: resolution,
      lib,
      types,
    };
    folderWith({ "main.ts": source, "tsconfig.json": JSON.stringify({ compilerOptions, files: ["main.ts"] }) }, typed);
    return (await runIn(typed, [join(PROJECT_ROOT, "node_modules/typescript/bin/tsc"), "-p", "."])).stdout;
  };

  it("compiles with disjoint/verify, which needs no types of Node", async () => {
    expect(await compile(CONSUMERS.verifier, ["ES2022", "DOM"], [])).toBe("");
  });

  it("compiles with every entry point", async () => {
    const { exports } = JSON.parse(readFileSync(join(folder, "node_modules/disjoint/package.json"), "utf8"));
    const names = Object.keys(exports).filter((name) => typeof exports[name] === "object");
    const lines = names.map((name, i) => `export * as e${i} from "disjoint${name.slice(1)}";`);
    expect(await compile([...lines, CONSUMERS.prover].join("\n"), ["ES2024"], ["node"])).toBe("");
  });
});

const CONSUMERS = {
  verifier: `
    import { type BundleVerdict, verifyBundle } from "disjoint/verify";
    export const verdict = (bytes: Uint8Array): BundleVerdict => verifyBundle(bytes, []);
    // @ts-expect-error: a number is not a list of keys
    export const wrong = (bytes: Uint8Array): BundleVerdict => verifyBundle(bytes, 5);`,
  prover: `
    import { commitShard, type Poseidon } from "disjoint";
    const schemes = [{ scheme: "text", field: "text" }];
    export const commit = (poseidon: Poseidon): Promise<unknown> =>
      commitShard({ sources: [{ path: "poems.jsonl" }], schemes, out: "shard", poseidon });`,
};

/** A golden bundle holds, a changed one does not, and a golden pack holds. */
const VERIFY = `
  import { readFileSync } from "node:fs";
  import { parseJson, readDocument, readVerificationKey, verifyBundle, verifyPack } from "disjoint/verify";
  const read = (name) => readFileSync("vectors/" + name);
  const key = readDocument("the key", "example", "", (reader) =>
    readVerificationKey(reader, parseJson(read("bundle.v1/verification_key.json"), "the key"), "$"));
  const pinned = [{ kind: "exclusion", key, pageSize: 16 }];
  const bundle = verifyBundle(read("bundle.v1/bundle.json"), pinned);
  const text = read("bundle.v1/bundle.json").toString();
  const changed = verifyBundle(Buffer.from(text.replace(/"commitment":\\s*"\\d/, (start) => start.slice(0, -1) + "9")), pinned);
  const { policy } = JSON.parse(read("evidence-pack.v4.json"));
  const circuits = new Map(Object.entries(policy.circuits));
  const pack = verifyPack(read("evidence-pack.v4.car"), { ...policy, circuits, commitments: policy.commitments.map(BigInt) });
  console.log(JSON.stringify({
    node: process.versions.node.split(".")[0],
    bundle: bundle.verdict + " " + bundle.scope,
    changed: changed.verdict,
    pack: pack.verdict,
  }));`;
