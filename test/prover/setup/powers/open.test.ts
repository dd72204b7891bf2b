import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openInstalledEngine } from "../../../../prover/setup/powers/installed.ts";
import { makeDevelopmentPowers } from "../../../../prover/setup/powers/make.ts";
import { openPowers } from "../../../../prover/setup/powers/open.ts";
import { sha256 } from "../../../../prover/shared/files.ts";
import { codeOf } from "../../../support/errors.ts";
import { folderWith } from "../../../support/folder.ts";
import { publishedSchema } from "../../../support/schema.ts";

const make = async () => {
  const folder = join(folderWith(), "powers");
  const powers = await makeDevelopmentPowers({ keys: 6, entries: 4, folder });
  return { folder, powers, file: join(folder, "powers"), lock: join(folder, "powers.lock.json") };
};

type Made = Awaited<ReturnType<typeof make>>;

const edit = (path: string, change: (text: string) => string) =>
  writeFileSync(path, change(readFileSync(path, "utf8")));

const damage = (path: string, change: (bytes: Buffer) => Buffer) => writeFileSync(path, change(readFileSync(path)));

/** Changes the file, and lets the lock state its new hash, as its maker could. */
function forge({ file, lock }: Made, change: (bytes: Buffer) => Buffer): void {
  const before = sha256(readFileSync(file));
  damage(file, change);
  edit(lock, (text) => text.replace(before, sha256(readFileSync(file))));
}

const swap = (at: number, size: number) => (bytes: Buffer) => {
  const [first, second] = [bytes.subarray(at, at + size), bytes.subarray(at + size, at + 2 * size)].map(Buffer.from);
  second!.copy(bytes, at);
  first!.copy(bytes, at + size);
  return bytes;
};

const G1_START = 64;
const G2_START = 64 + 7 * 64;

const DAMAGES: [string, string, (made: Made) => void][] = [
  ["no folder", "setup/no-powers", ({ folder }) => rmSync(folder, { recursive: true })],
  ["no lock", "setup/lock-missing", ({ lock }) => rmSync(lock)],
  ["no file", "native/not-found", ({ file }) => rmSync(file)],
  ["a lock that is no JSON", "setup/lock-invalid", ({ lock }) => edit(lock, () => "{")],
  ["another format", "setup/lock-invalid", ({ lock }) => edit(lock, (text) => text.replace("/v1", "/v2"))],
  ["a field too many", "setup/lock-invalid", ({ lock }) => edit(lock, (text) => text.replace("{", '{ "more": 1,'))],
  ["a bad id", "setup/lock-invalid", ({ lock }) => edit(lock, (text) => text.replace('"0x', '"0X'))],
  [
    "a ceremony without its file's hash",
    "setup/lock-invalid",
    ({ lock }) => edit(lock, (text) => text.replace("development", "ceremony")),
  ],
  [
    "development powers said to be a ceremony's",
    "setup/lock-differs",
    ({ lock }) =>
      edit(lock, (text) =>
        text.replace("development", "ceremony").replace('"powersOfTau": null', `"powersOfTau": "${"0".repeat(128)}"`),
      ),
  ],
  [
    "another count",
    "setup/lock-differs",
    ({ lock }) => edit(lock, (text) => text.replace('"g1Count": 7', '"g1Count": 8')),
  ],
  ["another id", "setup/lock-differs", ({ lock }) => edit(lock, (text) => text.replace(/"0x.{4}/, '"0x0000'))],
  [
    "one bit of a point",
    "setup/hash-differs",
    ({ file }) => damage(file, (bytes) => bytes.fill(bytes.at(-1)! ^ 1, bytes.length - 1)),
  ],
  ["a file that was cut", "native/bad-powers", ({ file }) => damage(file, (bytes) => bytes.subarray(0, -128))],
  ["a file with more", "native/bad-powers", ({ file }) => damage(file, (bytes) => Buffer.concat([bytes, bytes]))],
  ["a first point of G1 that is no generator", "setup/powers-inconsistent", (made) => forge(made, swap(G1_START, 64))],
  ["a first point of G2 that is no generator", "setup/powers-inconsistent", (made) => forge(made, swap(G2_START, 128))],
  ["another tau in G1", "setup/lock-differs", (made) => forge(made, swap(G1_START + 64, 64))],
  ["another tau in G2", "setup/lock-differs", (made) => forge(made, swap(G2_START + 128, 128))],
];

test.each(DAMAGES)("%s: %s", async (_, code, change) => {
  const made = await make();
  expect(await openPowers(made.folder)).toEqual(made.powers);
  change(made);
  expect(await codeOf(() => openPowers(made.folder))).toBe(code);
});

test("the published schema accepts a lock, and refuses what the reader refuses", async () => {
  const validate = await publishedSchema("powers-lock");
  const { folder, lock } = await make();
  const good = JSON.parse(readFileSync(lock, "utf8"));
  expect(validate(good)).toBe(true);
  const ofCeremony = { ...good, kind: "ceremony", powersOfTau: "0".repeat(128) };
  expect(validate(ofCeremony)).toBe(true);
  const fields = Object.keys(good).map((field) =>
    Object.fromEntries(Object.entries(good).filter(([name]) => name !== field)),
  );
  const bad = [
    ...fields,
    { ...good, more: 1 },
    { ...good, format: "disjoint/powers-lock/v2" },
    { ...good, kind: "ceremony" },
    { ...good, kind: "other" },
    { ...good, powersOfTau: "0".repeat(128) },
    { ...good, g1Count: 1 },
    { ...good, g2Count: 2 ** 28 + 1 },
    { ...good, sha256: good.sha256.toUpperCase().replace(/[0-9]/, "A") },
    { ...good, id: good.id.slice(2) },
  ];
  for (const document of bad) {
    expect(validate(document), JSON.stringify(document)).toBe(false);
    writeFileSync(lock, JSON.stringify(document));
    expect(await codeOf(() => openPowers(folder)), JSON.stringify(document)).toBe("setup/lock-invalid");
  }
});

test("the engine is opened on the powers that are named, and on no others", async () => {
  const { folder, powers } = await make();
  expect((await openInstalledEngine(powers.id, folder)).powers).toEqual(powers);
  expect(await codeOf(() => openInstalledEngine(`0x${"00".repeat(32)}`, folder))).toBe("setup/other-powers");
});
