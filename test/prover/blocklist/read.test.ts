import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, test } from "vitest";
import { LIST_FILE, pageFile } from "../../../prover/blocklist/format.ts";
import { readBlocklist } from "../../../prover/blocklist/read.ts";
import { sha256 } from "../../../prover/shared/files.ts";
import { stringifyJson } from "../../../prover/shared/json.ts";
import { someEntries, writeList } from "../../support/blocklist.ts";
import { temporaryFolder } from "../../support/chain.ts";
import { objectsIn, placesIn } from "../../support/documents.ts";
import { codeOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";
import { digestOf, poseidon } from "../../support/scene.ts";

type Root = { epochs: number[]; pages: { sha256: string; digest: string; entries: number; file: string }[] };
type PageDocument = { digest: string; salt: string; entries: { key: string; label: string }[] };

/** A list of 17 entries in two epochs, made once and copied for every change. */
let good: string;
beforeAll(async () => {
  const { path, remove } = await temporaryFolder();
  good = path;
  await writeList(good, someEntries(17, "later"), {}, await writeList(good, someEntries(3)));
  return remove;
});

function copy(): string {
  const folder = folderWith();
  cpSync(good, folder, { recursive: true });
  return folder;
}

const textOf = (folder: string, name: string) => readFileSync(join(folder, name), "utf8");
const put = (folder: string, name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);
const json = <T>(folder: string, name: string): T => JSON.parse(textOf(folder, name));
const readCode = (folder: string) => codeOf(() => readBlocklist(folder, poseidon));

/** Replaces a page document, and its hash in the root document, as the maker of the list could. */
function putPage(folder: string, page: number, text: string, digest?: string): void {
  const root = json<Root>(folder, LIST_FILE);
  put(folder, pageFile(page), text);
  root.pages[page]!.sha256 = sha256(text);
  if (digest !== undefined) root.pages[page]!.digest = digest;
  put(folder, LIST_FILE, stringifyJson(root, 2));
}

const putDocument = (folder: string, name: string, text: string) =>
  name === LIST_FILE ? put(folder, name, text) : putPage(folder, 1, text);

/** The codes that a document is refused with when `change` is made at each of its places, one after another. */
async function codesOf<T>(name: string, listPlaces: (document: unknown) => T[], change: (place: T) => void) {
  const count = listPlaces(json(good, name)).length;
  expect(count).toBeGreaterThan(0);
  const codes = new Set<string>();
  for (let index = 0; index < count; index++) {
    const folder = copy();
    const document = json(folder, name);
    change(listPlaces(document)[index]!);
    putDocument(folder, name, stringifyJson(document, 2));
    codes.add(await readCode(folder));
  }
  return [...codes];
}

const fieldsIn = (document: unknown) => placesIn(document).filter(({ container }) => !Array.isArray(container));

test("the list that every change starts from is accepted", async () => {
  const folder = copy();
  putPage(folder, 1, textOf(folder, pageFile(1)));
  expect((await readBlocklist(folder, poseidon)).epochs).toEqual([1, 3]);
});

describe.each([LIST_FILE, pageFile(1)])("%s", (name) => {
  it("with any field missing is refused", async () => {
    const codes = await codesOf(name, fieldsIn, ({ container, name }) => delete container[name]);
    expect(codes).toEqual(["blocklist/invalid"]);
  });

  it("with a further field anywhere is refused", async () => {
    const codes = await codesOf(name, objectsIn, (object) => {
      object.further = 1;
    });
    expect(codes).toEqual(["blocklist/invalid"]);
  });

  it.each([
    ["null", () => null],
    ["an array around the value", (value: unknown) => [value]],
    ["the value's text", (value: unknown) => (typeof value === "string" ? 7 : String(value))],
    ["an object", () => ({})],
  ])("with %s anywhere is refused", async (_, other) => {
    const codes = await codesOf(name, placesIn, ({ container, name }) => {
      container[name] = other(container[name]);
    });
    expect(codes).toEqual(["blocklist/invalid"]);
  });

  it("with any field repeated is refused", async () => {
    const lines = textOf(good, name).split("\n");
    const repeatable = lines.flatMap((line, i) => (/^ +"[^"]+": .*[^{[,]$|^ +"[^"]+": .*,$/.test(line) ? [i] : []));
    expect(repeatable.length).toBeGreaterThan(6);
    for (const i of repeatable) {
      const folder = copy();
      const line = lines[i]!.replace(/,$/, "");
      putDocument(folder, name, lines.toSpliced(i, 1, `${line},`, lines[i]!).join("\n"));
      expect(await readCode(folder)).toBe("json/duplicate-key");
    }
  });

  it("that is missing, cut or followed by something is refused", async () => {
    const gone = copy();
    rmSync(join(gone, name));
    expect(await readCode(gone)).toBe("blocklist/not-found");
    for (const text of ["", "[]", textOf(good, name).slice(0, -3), `${textOf(good, name)}{}`]) {
      const folder = copy();
      putDocument(folder, name, text);
      expect(["json/syntax", "blocklist/invalid"]).toContain(await readCode(folder));
    }
  });
});

describe("a page that is not the one of the root document", () => {
  it("by any byte is refused", async () => {
    const bytes = readFileSync(join(good, pageFile(1)));
    for (let at = 0; at < bytes.length; at += 41) {
      const folder = copy();
      put(folder, pageFile(1), bytes.with(at, bytes[at]! ^ 1));
      expect(await readCode(folder)).toBe("blocklist/damaged");
    }
  });

  it("but another page of the list is refused", async () => {
    const folder = copy();
    for (const [page, other] of [
      [0, 1],
      [1, 0],
    ] as const)
      put(folder, pageFile(page), textOf(good, pageFile(other)));
    expect(await readCode(folder)).toBe("blocklist/damaged");
    for (const page of [0, 1]) putPage(folder, page, textOf(folder, pageFile(page)));
    expect(await readCode(folder)).toBe("blocklist/invalid");
  });
});

describe("a page that does not give its digest is refused:", () => {
  it("the digest changed in the page and in the root document", async () => {
    const folder = copy();
    const page = json<PageDocument>(folder, pageFile(1));
    page.digest = `${BigInt(page.digest) + 1n}`;
    putPage(folder, 1, stringifyJson(page, 2), page.digest);
    expect(await readCode(folder)).toBe("blocklist/damaged");
  });

  it.each(["an entry replaced", "an entry left out", "a salt put in"])("%s", async (what) => {
    const folder = copy();
    const page = json<PageDocument>(folder, pageFile(1));
    if (what === "an entry replaced")
      page.entries[0]!.key = page.entries[0]!.key.replace(/.$/, (c) => (c === "0" ? "1" : "0"));
    if (what === "an entry left out") page.entries.pop();
    if (what === "a salt put in") page.salt = "1";
    putPage(folder, 1, stringifyJson(page, 2));
    const root = json<Root>(folder, LIST_FILE);
    root.pages[1]!.entries = page.entries.length;
    put(folder, LIST_FILE, stringifyJson(root, 2));
    expect(await readCode(folder)).toBe("blocklist/damaged");
  });

  it.each([
    ["unsorted entries", (entries: PageDocument["entries"]) => entries.reverse(), "blocklist/bad-page"],
    ["a key repeated", (entries: PageDocument["entries"]) => entries.fill(entries[3]!, 4, 5), "blocklist/bad-page"],
    ["the key 0", (entries: PageDocument["entries"]) => (entries[0]!.key = "0".repeat(62)), "fingerprint/zero-key"],
    [
      "a key in capitals",
      (entries: PageDocument["entries"]) => (entries[0]!.key = "A".repeat(62)),
      "blocklist/invalid",
    ],
  ])("%s, with the digest that belongs to them", async (_, change, code) => {
    const folder = copy();
    const page = json<PageDocument>(folder, pageFile(1));
    change(page.entries);
    page.digest = `${await digestOf(page.entries.map(({ key }) => Uint8Array.from(Buffer.from(key, "hex"))))}`;
    putPage(folder, 1, stringifyJson(page, 2), page.digest);
    expect(await readCode(folder)).toBe(code);
  });
});

describe("a root document", () => {
  it.each<[string, (root: Root & Record<string, unknown>) => void]>([
    ["of another version", (root) => (root.format = "disjoint/blocklist/v2")],
    ["of an unknown scheme", (root) => (root.scheme = "md4")],
    ["of a scheme that is an object's method", (root) => (root.scheme = "constructor")],
    ["of another page size", (root) => (root.pageSize = 17)],
    ["of the other page size", (root) => (root.pageSize = 256)],
    ["with a name that does not print", (root) => (root.name = "a\u0007")],
    ["with a name that turns the text round", (root) => (root.name = "a\u202e")],
    ["without a page", (root) => (root.pages = [])],
    ["without an epoch", (root) => (root.epochs = [])],
    ["with epochs that end early", (root) => (root.epochs = [1])],
    ["with epochs that end late", (root) => (root.epochs = [1, 4])],
    ["with an epoch twice", (root) => (root.epochs = [1, 1, 3])],
    ["with epochs that shrink", (root) => (root.epochs = [2, 1, 3])],
    ["with an epoch of no page", (root) => (root.epochs = [0, 3])],
    ["with a page less", (root) => root.pages.pop()],
    ["with its pages turned round", (root) => root.pages.reverse()],
    ["with a file outside of the folder", (root) => (root.pages[0]!.file = "../pages/0000.json")],
    ["with a digest that is not canonical", (root) => (root.pages[0]!.digest = `0${root.pages[0]!.digest}`)],
    ["with an entry more than there is", (root) => root.pages[1]!.entries--],
    ["with an entry less than there is", (root) => root.pages[0]!.entries++],
  ])("%s is refused", async (_, change) => {
    const folder = copy();
    const root = json<Root & Record<string, unknown>>(folder, LIST_FILE);
    change(root);
    put(folder, LIST_FILE, stringifyJson(root, 2));
    expect(await readCode(folder)).toBe("blocklist/invalid");
  });
});
