import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCanonicalPage } from "../../../prover/blocklist/canonicalPage.ts";
import { sortEntries } from "../../../prover/blocklist/columns.ts";
import { pageBytes, pageElements, toPageColumns } from "../../../prover/blocklist/elements.ts";
import { PAGE_FORMAT } from "../../../prover/blocklist/format.ts";
import { parsePage } from "../../../prover/blocklist/parse.ts";
import { bigIntToBytesLE } from "../../../prover/shared/field.ts";
import { stringifyJson } from "../../../prover/shared/json.ts";
import { someEntries } from "../../support/blocklist.ts";
import { codeOf } from "../../support/errors.ts";

const TERMS = { scheme: "text", pageSize: 16 } as const;
const SALT = (1n << 200n).toString();

const entriesOf = (labels: readonly string[]) =>
  sortEntries(someEntries(labels.length)).map(({ key }, i) => ({ key, label: labels[i]! }));

const pageOf = (labels: readonly string[]) => ({
  format: PAGE_FORMAT,
  scheme: TERMS.scheme,
  size: TERMS.pageSize,
  salt: SALT,
  digest: "7",
  entries: entriesOf(labels),
});

const referenceTo = (entries: number) => ({ file: "pages/0000.json", sha256: "", digest: "7", entries });

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** What the two readers make of the bytes: the quick one may only leave them to the strict one. */
const outcomes = async (bytes: Uint8Array, entries: number) => ({
  quick: readCanonicalPage(bytes, TERMS, referenceTo(entries)),
  code: await codeOf(() => Promise.resolve(parsePage(bytes, TERMS, referenceTo(entries), "page"))),
});

describe("a page in canonical JSON", () => {
  it("is read without the strict parser, whatever its labels", () => {
    const labels = fc.array(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 16 });
    fc.assert(
      fc.property(labels, (labels) => {
        const page = readCanonicalPage(bytesOf(stringifyJson(pageOf(labels), 2)), TERMS, referenceTo(labels.length));
        expect(page?.labels).toEqual(labels);
        expect(page?.keys.map((key) => Buffer.from(key).toString("hex"))).toEqual(entriesOf(labels).map((e) => e.key));
        expect(page?.salt).toBe(BigInt(SALT));
      }),
    );
  });

  it.each([
    ["half a surrogate pair", (text: string) => text.replace('"a"', '"\\ud83d"'), "json/lone-surrogate"],
    ["a repeated key", (text: string) => text.replace('"digest"', '"size": 16,\n  "digest"'), "json/duplicate-key"],
    ["a byte order mark", (text: string) => `\ufeff${text}`, "json/byte-order-mark"],
    ["something after it", (text: string) => `${text}1`, "json/syntax"],
    ["a salt above the order", (text: string) => text.replace(SALT, "9".repeat(77)), "blocklist/invalid"],
    ["an entry too many", (text: string) => text.replace('"entries": [', '"entries": [ {}, '), "blocklist/invalid"],
    [
      "a key in capitals",
      (text: string) => text.replace(/[a-f](?=[0-9a-f]*",\n)/, (c) => c.toUpperCase()),
      "blocklist",
    ],
    ["another digest", (text: string) => text.replace('"7"', '"8"'), "blocklist/invalid"],
    ["an unknown field", (text: string) => text.replace('"size"', '"rest": 1,\n  "size"'), "blocklist/invalid"],
  ])("with %s is refused by the strict parser", async (_, change, code) => {
    const text = stringifyJson(pageOf(["a", "b"]), 2);
    const changed = change(text);
    expect(changed).not.toBe(text);
    const found = await outcomes(bytesOf(changed), 2);
    expect(found.quick).toBeUndefined();
    expect(found.code).toContain(code);
  });

  it("is never refused for another spelling of the same document", () => {
    const bytes = bytesOf(stringifyJson(pageOf(["a", "é"])));
    expect(readCanonicalPage(bytes, TERMS, referenceTo(2))).toBeUndefined();
    expect(parsePage(bytes, TERMS, referenceTo(2), "page").labels).toEqual(["a", "é"]);
  });
});

describe("the elements of a page", () => {
  it.each([1, 15, 16])("of %i entries are the same as bytes", (count) => {
    const keys = sortEntries(someEntries(count)).map(({ key }) => Uint8Array.from(Buffer.from(key, "hex")));
    const page = { size: 16, salt: 3n, keys } as const;
    expect(Buffer.from(pageBytes(toPageColumns(page)))).toEqual(
      Buffer.concat(pageElements(page).map((element) => bigIntToBytesLE(element))),
    );
  });
});

describe("entries", () => {
  it("are sorted by key, each with its first label, also where many begin alike", () => {
    const key = fc
      .tuple(fc.constantFrom("0", "00000001", "f".repeat(8)), fc.integer({ min: 1, max: 9 }))
      .map(([start, end]) => start.padEnd(61, "0").concat(String(end)));
    fc.assert(
      fc.property(fc.array(fc.record({ key, label: fc.string() })), (entries) => {
        const first = new Map(entries.toReversed().map((entry) => [entry.key, entry]));
        expect(sortEntries(entries)).toEqual([...first.keys()].sort().map((each) => first.get(each)));
      }),
    );
  });
});
