import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { beforeAll, describe, expect, it, test } from "vitest";
import { stringify } from "yaml";
import { loadConfig } from "../../../../prover/release/config/load.ts";
import { readConfig } from "../../../../prover/release/config/read.ts";
import { inspectDocument } from "../../../../prover/shared/document.ts";
import { PROJECT_ROOT } from "../../../../prover/shared/root.ts";
import { folderWith } from "../../../support/folder.ts";

const ID = `0x${"ab".repeat(32)}`;

/** Everything that a configuration can have, once. */
const WHOLE = {
  format: "disjoint/config/v2",
  vendor: "Sample Ltd",
  model: { name: "sample", weights: { file: "weights.bin" }, parents: [ID], terms: "https://example.org/terms" },
  shards: [
    {
      name: "web",
      commitment: "accumulator",
      onBadRow: "skip",
      onBadFile: "error",
      sources: [{ path: "data", format: "jsonl", include: ["**/*.jsonl"] }, { path: "https://example.org/more.csv" }],
      schemes: [{ scheme: "text", field: "text" }, { scheme: "sha256" }],
      limits: { row: "1GiB", expanded: "64GiB", ratio: 2000 },
    },
  ],
  blocklists: [
    { folder: "list", list: ID },
    { folder: "own", publish: true, uri: "https://example.org/list" },
  ],
  policy: { lists: ["opt-outs"], minimumEpoch: 2, maximumLag: 1 },
  chain: {
    rpc: "https://node.example.org",
    verifyRpc: "http://127.0.0.1:8545",
    deployment: "deployment.json",
    signer: { keystore: "keystore.json", passwordFile: "password" },
    confirmations: 12,
  },
  signingKey: "signing.pem",
  output: "out",
  cache: "cache",
  artifacts: "artifacts",
  powers: "powers",
  memory: "2GiB",
  circuits: "smallest",
  tellCounts: true,
};

/** No more than a configuration must have. */
const LEAST = {
  format: WHOLE.format,
  vendor: WHOLE.vendor,
  signingKey: "signing.pem",
  output: "out",
  model: { name: "sample", weights: { sha256: "0".repeat(64) }, terms: "none" },
  shards: [{ name: "web", sources: [{ path: "data" }], schemes: [{ scheme: "sha256" }] }],
  blocklists: [{ folder: "list", list: ID }],
  chain: { state: "chain" },
};

let validate: ValidateFunction;
beforeAll(async () => {
  const schema = JSON.parse(await readFile(join(PROJECT_ROOT, "schema/config.v2.json"), "utf8"));
  validate = new Ajv2020({ strictTypes: false }).compile(schema);
});

const issues = (document: unknown) =>
  inspectDocument((reader) => readConfig(reader, document, "/vendor/disjoint.config.json")).issues;

/** A copy with what lies at the path ("shards.0.name") replaced; undefined takes it away. */
function changed(path: string, value: unknown): object {
  const copy = structuredClone(WHOLE) as unknown as Record<string, unknown>;
  const steps = path.split(".");
  const last = steps.pop()!;
  let place = copy;
  for (const step of steps) place = place[step] as Record<string, unknown>;
  if (value === undefined) delete place[last];
  else place[last] = value;
  return copy;
}

test("the first version is read as before, by its own schema and with its own names", async () => {
  const { artifacts, powers, chain, ...rest } = { ...WHOLE, format: "disjoint/config/v1" };
  const { verifyRpc, ...others } = chain;
  const { commitment, ...shard } = WHOLE.shards[0]!;
  const first = { ...rest, shards: [shard], artefacts: artifacts, chain: { ...others, witness: verifyRpc } };
  const second = { ...changed("powers", undefined), shards: [{ ...shard, commitment: "merkle" }] };
  const read = (document: unknown) =>
    inspectDocument((reader) => readConfig(reader, document, "/vendor/disjoint.config.json"));
  expect(read(first)).toEqual(read(second));
  expect(issues(first)).toEqual([]);
  const schema = JSON.parse(await readFile(join(PROJECT_ROOT, "schema/config.v1.json"), "utf8"));
  const isFirst = new Ajv2020({ strictTypes: false }).compile(schema);
  expect(isFirst(first), JSON.stringify(isFirst.errors)).toBe(true);
  expect(isFirst(WHOLE)).toBe(false);
  expect(validate(first)).toBe(false);
  const mixed = { ...WHOLE, format: "disjoint/config/v1" };
  expect(issues(mixed).map(({ path }) => path)).toEqual([
    "$.artifacts",
    "$.powers",
    "$.shards[0].commitment",
    "$.chain.verifyRpc",
  ]);
});

describe("a configuration", () => {
  it.each([
    ["with everything", WHOLE],
    ["with the least", LEAST],
    ["with a key file", changed("chain.signer", { keyFile: "key" })],
    ["with a mounted secret", changed("chain.signer", { secret: "signer-key" })],
    ["of a signed model", changed("model.weights", { modelSigning: "0".repeat(64) })],
  ])("%s passes schema and reader", (_, document) => {
    expect(issues(document)).toEqual([]);
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each<[string, string, unknown]>([
    ["another format", "format", "disjoint/config/v3"],
    ["no vendor", "vendor", undefined],
    ["an unknown field", "speed", "high"],
    ["no weights", "model.weights", {}],
    ["weights of two kinds", "model.weights", { sha256: "0".repeat(64), file: "weights" }],
    ["half a digest", "model.weights", { sha256: "0".repeat(32) }],
    ["a parent that is no id", "model.parents.0", "v1"],
    ["terms of two lines", "model.terms", "a\nb"],
    ["no shard", "shards", []],
    ["a shard without name", "shards.0.name", undefined],
    ["a shard named like a path", "shards.0.name", "../web"],
    ["a shard without source", "shards.0.sources", []],
    ["a source without path", "shards.0.sources.0.path", undefined],
    ["an unknown way to read", "shards.0.sources.0.format", "xls"],
    ["a pattern that is none", "shards.0.sources.0.include", [""]],
    ["no scheme", "shards.0.schemes", []],
    ["an unknown scheme", "shards.0.schemes.0.scheme", "crc32"],
    ["an unknown way to commit", "shards.0.commitment", "list"],
    ["a number for the powers", "powers", 28],
    ["an unknown policy for bad rows", "shards.0.onBadRow", "ignore"],
    ["a record's bound without a unit that there is", "shards.0.limits.row", "64MB"],
    ["a bound of nothing", "shards.0.limits.expanded", "0"],
    ["no ratio", "shards.0.limits.ratio", 0],
    ["an unknown bound", "shards.0.limits.rows", 10],
    ["a memory that is a number", "memory", 512],
    ["circuits by another choice", "circuits", "largest"],
    ["counts told as a word", "tellCounts", "yes"],
    ["a list without folder", "blocklists.0.folder", undefined],
    ["a list's name for its id", "blocklists.0.list", "opt-outs"],
    ["a list to publish with an id", "blocklists.1.list", ID],
    ["publishing perhaps", "blocklists.1.publish", "maybe"],
    ["no blocklist", "blocklists", []],
    ["a negative lag", "policy.maximumLag", -1],
    ["half an epoch", "policy.minimumEpoch", 1.5],
    ["a node without encryption elsewhere", "chain.rpc", "http://node.example.org"],
    ["no signer", "chain.signer", undefined],
    ["a key itself", "chain.signer", { key: "0".repeat(64) }],
    ["a signer of two kinds", "chain.signer", { keyFile: "key", secret: "key" }],
    ["a keystore without password", "chain.signer", { keystore: "keystore.json" }],
    ["a password without keystore", "chain.signer", { keyFile: "key", passwordFile: "password" }],
    ["a secret outside the mount", "chain.signer", { secret: "../key" }],
    ["no deployment", "chain.deployment", undefined],
    ["a node and an embedded chain", "chain.state", "state"],
    ["no signing key", "signingKey", undefined],
    ["a number for a folder", "output", 7],
  ])("with %s is refused by schema and reader", (_, path, value) => {
    const document = changed(path, value);
    expect(issues(document)).not.toEqual([]);
    expect(validate(document)).toBe(false);
  });

  it("with two shards of one name is refused", () => {
    const [shard] = LEAST.shards;
    expect(issues({ ...LEAST, shards: [shard, shard] }).map(({ path }) => path)).toEqual(["$.shards[1].name"]);
  });

  it("is refused with every bad field, and what belongs there", async () => {
    const document = { ...LEAST, vendor: 7, chain: { ...WHOLE.chain, signer: { keyfile: "key" } }, colour: "red" };
    const folder = folderWith({ "disjoint.config.json": JSON.stringify(document) });
    const error = await loadConfig(folder).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: "config/invalid", exitCode: 2 });
    for (const path of ["$.vendor", "$.chain.signer.keyfile", "$.chain.signer", "$.colour"])
      expect(error.message).toContain(`${path} `);
    for (const hint of [
      "$.vendor: Who releases",
      "$.chain.signer: Where the signer's key is",
      "$: A configuration with",
    ])
      expect(error.hint).toContain(hint);
  });
});

describe("a configuration's file", () => {
  const { parents, ...model } = WHOLE.model;
  const program = `const terms: string = "https://example.org/terms";
export default { ...${JSON.stringify({ ...WHOLE, policy: undefined })}, model: { ...${JSON.stringify(model)}, parents: ${JSON.stringify(parents)}, terms }, policy: ${JSON.stringify(WHOLE.policy)}, cache: "cache", artifacts: "artifacts" };`;

  it.each([
    ["json", JSON.stringify(WHOLE)],
    ["yaml", stringify(WHOLE)],
    ["yml", `# a comment\n${stringify(WHOLE)}`],
    ["ts", program],
  ])("may be %s, and means the same", async (ending, text) => {
    const folder = folderWith({ [`disjoint.config.${ending}`]: text });
    const { file, ...config } = await loadConfig(folder);
    expect(file).toBe(join(folder, `disjoint.config.${ending}`));
    expect(config).toMatchObject({
      output: join(folder, "out"),
      shards: [{ sources: [{ path: join(folder, "data") }, { path: "https://example.org/more.csv" }] }],
      chain: { rpc: WHOLE.chain.rpc, deployment: join(folder, "deployment.json") },
      model: { weights: { file: join(folder, "weights.bin") } },
      powers: join(folder, "powers"),
      memoryBytes: 2 ** 31,
    });
    expect(config.shards[0]?.limits).toEqual({ rowBytes: 2 ** 30, expandedBytes: 2 ** 36, ratio: 2000 });
    expect(await loadConfig(file)).toEqual({ file, ...config });
  });

  it("that leaves something undecided may not be used, and names it", async () => {
    const document = structuredClone(LEAST) as { shards: { sources: object[]; schemes: unknown }[] };
    document.shards.push({ ...document.shards[0]!, name: "mails" } as never);
    document.shards[0]!.schemes = "undecided";
    document.shards[1]!.sources = [{ path: "data", format: "undecided" }];
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
    const error = await loadConfig(folderWith({ "disjoint.config.json": JSON.stringify(document) })).catch((e) => e);
    expect(error).toMatchObject({ code: "config/undecided", exitCode: 2 });
    expect(error.message).toMatch(/: \$\.shards\[0\]\.schemes, \$\.shards\[1\]\.sources\[0\]\.format$/);
  });

  it("is there as an example", async () => {
    expect(await loadConfig(join(PROJECT_ROOT, "examples"))).toMatchObject({ vendor: "Sample Ltd" });
  });

  it("has what it leaves out filled in", async () => {
    const folder = folderWith({ "disjoint.config.json": JSON.stringify(LEAST) });
    expect(await loadConfig(folder)).toMatchObject({
      cache: join(folder, "out/cache"),
      policy: { lists: [], minimumEpoch: 1, maximumLag: 0 },
      chain: {
        state: join(folder, "chain"),
        deployment: join(folder, "chain/deployment-31337.json"),
        confirmations: 0,
      },
      shards: [{ commitment: "merkle", onBadRow: "error", onBadFile: "error", limits: {} }],
    });
  });

  it.each<[string, Record<string, string>, string]>([
    ["is missing", {}, "config/not-found"],
    ["has a rival", { "disjoint.config.json": "{}", "disjoint.config.yaml": "{}" }, "config/several"],
    ["is no YAML", { "disjoint.config.yaml": "a: [" }, "config/syntax"],
    ["names a key twice", { "disjoint.config.yaml": "vendor: a\nvendor: b\n" }, "config/syntax"],
    ["has a tag of its own", { "disjoint.config.yaml": "vendor: !secret a\n" }, "config/syntax"],
    ["is no program", { "disjoint.config.ts": "export default {" }, "config/syntax"],
    ["exports nothing", { "disjoint.config.ts": "export const config = {};" }, "config/syntax"],
    ["is no JSON", { "disjoint.config.json": "{'vendor': 1}" }, "config/syntax"],
    ["is empty", { "disjoint.config.yaml": "" }, "config/invalid"],
  ])("that %s is refused", async (_, files, code) => {
    const refused = await loadConfig(folderWith(files)).catch((thrown) => thrown);
    expect(refused).toMatchObject({ code, exitCode: 2 });
  });
});
