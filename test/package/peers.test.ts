import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { copyLibrary, emptyFolder, runIn } from "./support/install.ts";

const { peerDependencies } = JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8"));

const folder = emptyFolder();

/** The library with what it cannot do without, and no optional peer. */
beforeAll(() => {
  copyLibrary(folder);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ["Reading Parquet files", ["hyparquet"], 'source/readers.ts").then(({ readerOf }) => readerOf("parquet"))'],
  ["Reading Arrow files", ["apache-arrow", "flatbuffers"], 'source/readers.ts").then((m) => m.readerOf("arrow"))'],
  ["Reading YAML", ["yaml"], 'shared/yaml.ts").then((m) => m.parseYaml(new Uint8Array()))'],
  [
    "Importing RSL licenses",
    ["@xmldom/xmldom"],
    'blocklist/optouts/evaluateRsl.ts").then((m) => m.evaluateRsl(Buffer.from("<rsl/>"), "a.org"))',
  ],
  [
    "C2PA manifests",
    ["@contentauth/c2pa-node"],
    'custody/outputs/c2pa/manifest.ts").then((m) => m.readManifest(Buffer.from(""), { hasManifest: true }))',
  ],
  ["Importing denylists", ["multiformats"], 'blocklist/importers.ts").then((m) => m.IMPORTERS.denylist("a.deny"))'],
  [
    "Importing preferences of tokens",
    ["multiformats"],
    'blocklist/importers.ts").then((m) => m.IMPORTERS.consent("a"))',
  ],
  ["The chain", ["ethers"], 'rpc/node/signer.ts").then((m) => m.readSigner({ keyFile: "key" }))'],
])("%s without its packages names them, and how to install them", async (part, packages, use) => {
  const key = 'await (await import("node:fs/promises")).writeFile("key", "11".repeat(32), { mode: 0o600 });';
  const program = `${key} const error = await import("./prover/${use}.catch((error) => error);
    console.log([error.code, error.message, error.hint].join("\\n"));`;
  const { stdout, stderr } = await runIn(folder, program);
  const [code, message, hint] = stdout.trim().split("\n");
  expect(code, stderr).toBe("package/missing-peer");
  expect(packages.map((name) => `${part} needs the package ${name}, which is not installed`)).toContain(message);
  const versions = packages.map((name) => `${name}@${peerDependencies[name].replace("^", "")}`);
  expect(hint).toBe(`Install what it needs: npm install ${versions.join(" ")}`);
});

test("docs/getting-started.md names the versions of the optional packages that it needs", () => {
  const text = readFileSync(join(PROJECT_ROOT, "docs/getting-started.md"), "utf8");
  const lines = [...text.matchAll(/^npm install ((?:[a-z0-9-]+@[0-9.]+ ?)+) *# /gm)].map(([, names]) => names!.trim());
  const named = lines.flatMap((line) => line.split(" "));
  expect(named.length).toBe(7);
  for (const each of named) {
    const [name, version] = each.split("@");
    expect(peerDependencies[name!].replace("^", ""), name).toBe(version);
  }
});
