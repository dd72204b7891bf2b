import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { CarReader } from "@ipld/car";
import { expect, test } from "vitest";
import { readArchive, writeArchive } from "../../../prover/evidence/car.ts";
import type { ChainDocument } from "../../../prover/evidence/chain/document.ts";
import { makeEvidence } from "../../../prover/evidence/make.ts";
import { verifyPack } from "../../../prover/evidence/verifyPack.ts";
import type { ShardCoverage } from "../../../prover/shared/coverage.ts";
import type { Check } from "../../../prover/shared/verdict.ts";
import { codeOf } from "../../support/errors.ts";
import { evidenceScene, manifestOf } from "../../support/evidence.ts";
import { folderWith } from "../../support/folder.ts";
import { publishedSchema } from "../../support/schema.ts";

test("a pack holds under its policy, says who signed it, and has the CID of its content", async () => {
  const folder = folderWith();
  const { parts, policy, keyPath } = await evidenceScene(folder);
  const made = await makeEvidence(parts, { keyPath, out: join(folder, "out") });
  const archive = await readFile(made.archive);
  const shown: Check[] = [];
  const { checks, ...found } = verifyPack(archive, policy, (progress) => shown.push(...progress.checks));
  expect(shown).toEqual(checks);
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(found).toMatchObject({ verdict: true, cid: made.cid, signedBy: ["vendor"], facts: made.facts });
  expect(made.archive).toBe(join(folder, "out", `${made.cid}.car`));

  const files = readArchive(archive)!.files;
  expect((await readdir(made.folder)).sort()).toEqual([...files.keys()].sort());
  for (const [name, content] of files) expect(await readFile(join(made.folder, name))).toEqual(Buffer.from(content));
});

test("the same parts in another order give the same bytes, at another place and another time", async () => {
  const folder = folderWith();
  const { parts, keyPath } = await evidenceScene(folder);
  const made = await makeEvidence(parts, { keyPath, out: join(folder, "out") });
  const { bundles, lists, manifests, ...rest } = structuredClone(parts);
  const turned = {
    ...rest,
    bundles: bundles.toReversed(),
    lists: lists.toReversed(),
    manifests: manifests.toReversed(),
  };
  const again = await makeEvidence(turned, { keyPath, out: join(folder, "again") });
  expect(again.cid).toBe(made.cid);
  expect(await readFile(again.archive)).toEqual(await readFile(made.archive));
  await makeEvidence(parts, { keyPath, out: join(folder, "out") });
  expect((await readdir(join(folder, "out"))).sort()).toEqual([made.cid, `${made.cid}.car`]);
});

test(
  "no block of a pack is longer than 1 MiB, however long its files are, and it holds as archive and as " + "folder",
  async () => {
    const folder = folderWith();
    const { parts, policy, keyPath } = await evidenceScene(folder);
    const attachments = new Map([["card.txt", Buffer.from("what the card says\n".repeat(110_000))]]);
    const made = await makeEvidence({ ...parts, attachments }, { keyPath, out: folder });
    const archive = await readFile(made.archive);
    const blocks = await Array.fromAsync((await CarReader.fromBytes(archive)).blocks());
    expect(Math.max(...blocks.map(({ bytes }) => bytes.length))).toBe(2 ** 20);
    expect(verifyPack(archive, policy)).toMatchObject({ verdict: true, cid: made.cid });
    const names = await readdir(made.folder);
    const files = await Promise.all(
      names.map(async (name) => [name, await readFile(join(made.folder, name))] as const),
    );
    expect(writeArchive(new Map(files)).bytes).toEqual(Uint8Array.from(archive));
  },
);

test(
  "nothing in a pack that tells counts follows from the records but these: hashes of the shard's files stay " +
    "with the vendor",
  async () => {
    const folder = folderWith();
    const { parts, keyPath } = await evidenceScene(folder);
    const { archive } = await makeEvidence(parts, { keyPath, out: folder });
    const { files } = readArchive(await readFile(archive))!;
    for (const content of files.values()) expect(Buffer.from(content).includes("ab".repeat(32))).toBe(false);
    expect(Object.keys(JSON.parse(Buffer.from(files.get("manifest-0000.json")!).toString()))).not.toContain(
      "bucketBits",
    );
  },
);

test("every document of a pack has its published shape", async () => {
  const folder = folderWith();
  const { parts, keyPath } = await evidenceScene(folder);
  const chain: ChainDocument = {
    chainId: 1,
    blocklists: `0x${"a".repeat(40)}`,
    ledger: `0x${"b".repeat(40)}`,
    releases: `0x${"c".repeat(40)}`,
    release: null,
    lists: [{ root: "0".repeat(64), list: `0x${"d".repeat(64)}`, epoch: 1 }],
    blocks: [],
  };
  const { archive } = await makeEvidence({ ...parts, chain }, { keyPath, out: folder });
  const { files } = readArchive(await readFile(archive))!;
  const json = (name: string) => JSON.parse(Buffer.from(files.get(name)!).toString());
  const { payload } = json("statement.dsse.json");
  const documents = {
    declaration: { format: "disjoint/declaration/v1", ...parts.declaration },
    facts: json("facts.json"),
    chain: json("chain.json"),
    shard: json("manifest-0001.json"),
    bundle: json("bundle-0000.json"),
    statement: JSON.parse(Buffer.from(payload, "base64").toString()),
  };
  for (const [name, document] of Object.entries(documents)) {
    const validate = await publishedSchema(name);
    expect(validate(document), `${name} ${JSON.stringify(validate.errors)}`).toBe(true);
    expect(validate({ ...document, note: "" })).toBe(false);
  }
});

test("parts that do not belong together are refused before anything is written", async () => {
  const folder = folderWith();
  const { parts, keyPath } = await evidenceScene(folder);
  const code = (changed: Partial<typeof parts>) =>
    codeOf(() => makeEvidence({ ...parts, ...changed }, { keyPath, out: join(folder, "out") }));
  const other = Buffer.from(JSON.stringify(manifestOf(5n)));
  expect(await code({ bundles: parts.bundles.slice(1) })).toBe("evidence/not-described");
  expect(await code({ lists: parts.lists.slice(1) })).toBe("evidence/not-described");
  expect(await code({ manifests: parts.manifests.slice(1) })).toBe("evidence/not-described");
  expect(await code({ manifests: [...parts.manifests, other] })).toBe("evidence/not-described");
  expect(await code({ manifests: [other] })).toBe("evidence/not-described");
  expect(await code({ manifests: [Buffer.from("{}")] })).toBe("evidence/invalid");
  expect(await code({ lists: [Buffer.from("{}")] })).toBe("evidence/invalid");
  expect(await code({ bundles: [Buffer.from("{}")] })).toBe("bundle/invalid");
  expect(await code({ keys: [] })).toBe("evidence/no-key");
  expect(await code({ declaration: { ...parts.declaration, time: "yesterday" } })).toBe("evidence/invalid");
  expect(await readdir(folder)).toEqual(["signing.pem"]);
});

test("a pack of manifests that say what is compared says so in its documents, and holds", async () => {
  const folder = folderWith();
  const { parts, policy, keyPath } = await evidenceScene(folder);
  const coverage: ShardCoverage = {
    compared: [
      { scheme: "sha256", field: "text", records: 9, keys: 9, leftOut: [{ code: "source/not-text", count: 2 }] },
    ],
    notCompared: {
      fields: ["title"],
      moreFields: false,
      files: [{ code: "source/housekeeping", count: 3 }],
      records: [],
    },
  };
  const manifests = parts.manifests.map((file) => {
    const manifest = { ...JSON.parse(Buffer.from(file).toString()), format: "disjoint/manifest/v2", coverage };
    return Buffer.from(JSON.stringify(manifest));
  });
  const made = await makeEvidence({ ...parts, manifests }, { keyPath, out: folder });
  const archive = await readFile(made.archive);
  expect(verifyPack(archive, policy)).toMatchObject({ verdict: true });
  const { files } = readArchive(archive)!;
  const json = (name: string) => JSON.parse(Buffer.from(files.get(name)!).toString());
  expect(json("facts.json").format).toBe("disjoint/facts/v2");
  for (const [name, schema] of [
    ["manifest-0000.json", "shard"],
    ["facts.json", "facts"],
  ] as const) {
    const validate = await publishedSchema(schema, "v2");
    expect([name, validate(json(name)), validate.errors]).toEqual([name, true, null]);
  }
  for (const name of ["ca-ab-2013.md", "eu-training-summary.md"])
    expect(Buffer.from(files.get(name)!).toString()).toContain(
      'not compared with any list: the fields "title"; 3 files',
    );
});

/** Numbers that are nowhere else in the scene, so that a pack which has their digits tells them. */
const COUNTS = {
  count: 9_182_730_011,
  bytes: 5_647_382_910,
  rows: 8_273_645_019,
  files: 7_364_501_928,
  skippedRows: 6_453_710_829,
  keys: 1_827_360_455,
};

const counted = {
  format: "disjoint/manifest/v3",
  sources: { count: COUNTS.count, bytes: COUNTS.bytes, include: ["*.txt"] },
  rows: COUNTS.rows,
  keys: COUNTS.keys,
  skipped: { files: COUNTS.files, rows: COUNTS.skippedRows },
  coverage: {
    compared: [
      {
        scheme: "sha256",
        field: null,
        records: COUNTS.rows,
        keys: COUNTS.keys,
        leftOut: [{ code: "text/empty", count: 5_544_332_211 }],
      },
    ],
    notCompared: {
      fields: ["title"],
      moreFields: false,
      records: [{ code: "source/not-text", count: 6_655_443_322 }],
      files: [{ code: "source/housekeeping", count: 7_766_554_433 }],
    },
  },
};

const NUMBERS = [...Object.values(COUNTS), 5_544_332_211, 6_655_443_322, 7_766_554_433].map(String);

/** A pack of manifests like these, and the numbers that one of its files holds. */
async function packOf(manifest: object, tellCounts?: boolean) {
  const folder = folderWith();
  const { parts: scene, policy, keyPath } = await evidenceScene(folder);
  const { tellCounts: _, ...parts } = scene;
  const manifests = parts.manifests.map((file) =>
    Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(file).toString()), ...manifest })),
  );
  const made = await makeEvidence(
    { ...parts, manifests, ...(tellCounts !== undefined && { tellCounts }) },
    { keyPath, out: folder },
  );
  const archive = await readFile(made.archive);
  const { files } = readArchive(archive)!;
  const texts = [...files].map(([, content]) => Buffer.from(content).toString());
  const told = NUMBERS.filter((number) => texts.some((text) => text.includes(number)));
  const text = (name: string) => Buffer.from(files.get(name)!).toString();
  return { found: verifyPack(archive, policy), told, text, json: (name: string) => JSON.parse(text(name)) };
}

test("verifies a pack that has no counts of files, bytes, records or keys unless requested", async () => {
  const { found, told, text, json } = await packOf(counted);
  expect(found.checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(told).toEqual([]);
  for (const [name, schema, version] of [
    ["manifest-0001.json", "shard", "v3"],
    ["facts.json", "facts", "v4"],
  ] as const) {
    const validate = await publishedSchema(schema, version);
    expect([name, validate(json(name)), validate.errors]).toEqual([name, true, null]);
  }
  expect(text("eu-training-summary.md")).toContain(
    'not compared with any list: the fields "title"; some files (source/housekeeping); some records (source/not-text)',
  );
  expect(text("ca-ab-2013.md")).toContain("how many records, files and bytes it has is not told");
  expect(json("manifest-0000.json").coverage.compared).toEqual([
    { scheme: "sha256", field: null, leftOut: ["text/empty"] },
  ]);
});

test("a pack that is asked for counts has all of them", async () => {
  const { found, told, json } = await packOf(counted, true);
  expect(found.verdict).toBe(true);
  expect(told).toEqual(NUMBERS);
  expect([json("manifest-0000.json").format, json("facts.json").format]).toEqual([
    "disjoint/shard/v2",
    "disjoint/facts/v2",
  ]);
});

test("of a shard that an older version read it says that it does not know, without a number", async () => {
  const { found, told, text, json } = await packOf({ sources: counted.sources, rows: COUNTS.rows, keys: COUNTS.keys });
  expect([found.verdict, told, json("manifest-0000.json").coverage]).toEqual([true, [], null]);
  expect(text("ca-ab-2013.md")).toContain("what is compared with the lists beyond its schemes is not known");
});
