import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { importHashes, importWorks } from "../../../prover/blocklist/import.ts";
import { keyOf, keyToHex } from "../../../prover/fingerprint/key.ts";
import { findScheme } from "../../../prover/fingerprint/schemes.ts";
import { LIMITS } from "../../../prover/source/records/row.ts";
import { codeOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";

const sha256 = findScheme("sha256");
const hash = (text: string) => createHash("sha256").update(text).digest("hex");
const keyOfHash = (hex: string) => keyToHex(keyOf("sha256", Buffer.from(hex, "hex")));
const list = (text: string) => importHashes(Buffer.from(text), sha256, "list");

describe("hash lists", () => {
  it("take comments, blank lines, labels and either case", () => {
    const a = hash("a");
    const b = hash("b");
    const entries = list(`# list\n\n${a}\n  ${b.toUpperCase()}\tA label,  with blanks \r\n  # end\n`);
    expect(entries).toEqual(
      [
        { key: keyOfHash(a), label: "" },
        { key: keyOfHash(b), label: "A label,  with blanks" },
      ].sort((x, y) => (x.key < y.key ? -1 : 1)),
    );
  });

  it("give the same entries in any order, each once", () => {
    const hashes = fc.array(
      fc.nat(30).map((n) => hash(String(n))),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(hashes, (lines) => {
        const entries = list(lines.join("\n"));
        expect(entries).toEqual(list([...lines].reverse().join("\r\n")));
        expect(entries.map(({ key }) => key)).toEqual([...new Set(lines)].map(keyOfHash).sort());
      }),
    );
  });

  it.each([
    ["zz", "blocklist/bad-line"],
    [hash("a").slice(1), "blocklist/bad-line"],
    [`${hash("a")}${hash("b")}`, "blocklist/bad-line"],
    [`${hash("a")},label`, "blocklist/bad-line"],
    ["", "blocklist/empty"],
    ["# nothing\n", "blocklist/empty"],
  ])("refuse %j", async (text, code) => expect(await codeOf(() => list(text))).toBe(code));

  it("name the line", () => {
    expect(() => list(`# c\n${hash("a")}\nbad`)).toThrow(/line 3/);
  });

  it("must be UTF-8", async () => {
    const bytes = Buffer.concat([Buffer.from(`${hash("a")} `), Buffer.from([0xff])]);
    expect(await codeOf(() => importHashes(bytes, sha256, "list"))).toBe("blocklist/not-utf8");
  });
});

describe("works", () => {
  it("are hashed whole, and labelled with their names", async () => {
    const folder = folderWith({ "a.txt": "one", "b/c.txt": "two", "b/same.txt": "one" });
    const entries = await importWorks(folder, sha256);
    expect(entries).toEqual(
      [
        { key: keyOfHash(hash("one")), label: "a.txt" },
        { key: keyOfHash(hash("two")), label: "b/c.txt" },
      ].sort((x, y) => (x.key < y.key ? -1 : 1)),
    );
    expect(await importWorks(folder, sha256, { ...LIMITS, rowBytes: 1 })).toEqual(entries);
  });

  it("must be there", async () => {
    expect(await codeOf(() => importWorks("/nonexistent", sha256))).toBe("source/not-found");
  });
});
