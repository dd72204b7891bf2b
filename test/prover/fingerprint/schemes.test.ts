import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keyOf, keyToHex } from "../../../prover/fingerprint/key.ts";
import { findScheme } from "../../../prover/fingerprint/schemes.ts";
import { normalizeString, normalizeText } from "../../../prover/fingerprint/text.ts";
import { canonicalUrl } from "../../../prover/fingerprint/url.ts";
import { canonicalUrlV2 } from "../../../prover/fingerprint/urlV2.ts";
import { codeOf } from "../../support/errors.ts";

const vectors = JSON.parse(readFileSync(new URL("../../vectors/schemes.json", import.meta.url), "utf8"));
const values = (scheme: string, record: string) =>
  findScheme(scheme)
    .values(Buffer.from(record))
    .map((value) => Buffer.from(value));

describe("text", () => {
  it.each(vectors.text as { record: string; normal: string }[])("$record is $normal", ({ record, normal }) => {
    expect(Buffer.from(normalizeText(Buffer.from(record))).toString()).toBe(normal);
    expect(values("text", record)).toEqual([createHash("sha256").update(normal).digest()]);
  });

  it("normalizes ASCII like any other text", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.integer({ min: 0, max: 127 }).map((code) => String.fromCharCode(code)) }),
        (text) => {
          expect(Buffer.from(normalizeText(Buffer.from(text))).toString()).toBe(normalizeString(text));
        },
      ),
    );
  });

  it("leaves a normalized text unchanged", () => {
    for (let code = 0; code < 0x20000; code++) {
      const normal = normalizeString(`a${String.fromCodePoint(code)}\u0301`);
      if (normalizeString(normal) !== normal) expect.fail(`U+${code.toString(16)}`);
    }
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const normal = normalizeString(text);
        expect(normalizeString(normal)).toBe(normal);
      }),
      { numRuns: 5000 },
    );
  });

  it("is the same for a text with different case and white space", () => {
    fc.assert(
      fc.property(fc.array(fc.lorem(), { minLength: 1 }), (parts) => {
        const spaced = parts.join("\u2003\n").toUpperCase();
        expect(values("text", ` ${spaced}\t`)).toEqual(values("text", parts.join(" ")));
      }),
    );
  });

  it.each([[[0xff]], [[0x61, 0xc3]], [[0xed, 0xa0, 0x80]]])("refuses %j, which is not UTF-8", async (bytes) => {
    expect(await codeOf(() => findScheme("text").values(Uint8Array.from(bytes)))).toBe("fingerprint/not-utf8");
  });
});

describe("url", () => {
  it.each(vectors.url as { record: string; canonical: string }[])("$record is $canonical", ({ record, canonical }) => {
    expect(values("url", record).map(String)).toEqual([canonical]);
  });

  it("leaves a canonical URL unchanged", () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (text) => {
        expect(canonicalUrl(canonicalUrl(text))).toBe(canonicalUrl(text));
      }),
    );
  });
});

describe("url-v2", () => {
  it.each(vectors["url-v2"] as { record: string; canonical: string }[])(
    "$record is $canonical",
    ({ record, canonical }) => expect(values("url-v2", record).map(String)).toEqual([canonical]),
  );

  const pieces = fc.array(
    fc.constantFrom("%", "2", "5", "41", "7e", "%2e", ".", "/", "?", "~", "\u00fc", "'", "|", "%2F"),
  );
  const addresses = fc.oneof(
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc
      .tuple(fc.constantFrom("", ":80", ":443", ":8080"), pieces)
      .map(([port, p]) => `http://h.example${port}/${p.join("")}`),
  );

  it("leaves a canonical URL unchanged, whatever its escapes", () => {
    fc.assert(
      fc.property(addresses, (text) => {
        expect(canonicalUrlV2(canonicalUrlV2(text))).toBe(canonicalUrlV2(text));
      }),
      { numRuns: 5000 },
    );
  });

  it("is the same however unreserved characters are written", () => {
    const written = fc.array(fc.tuple(fc.constantFrom(..."aZ09-_~"), fc.constantFrom(0, 1, 2)), { minLength: 1 });
    fc.assert(
      fc.property(written, (characters) => {
        const plain = characters.map(([character]) => character).join("");
        const hex = (character: string) => `%${character.charCodeAt(0).toString(16)}`;
        const spellings = [(c: string) => c, hex, (c: string) => hex(c).toUpperCase()];
        const escaped = characters.map(([character, way]) => spellings[way]!(character)).join("");
        expect(canonicalUrlV2(`https://h/${escaped}?${escaped}`)).toBe(`https://h/${plain}?${plain}`);
      }),
    );
  });

  it("has keys of its own, so that lists of url keep their meaning", () => {
    const address = Buffer.from("https://example.org/");
    const keys = ["url", "url-v2"].map((name) => keyToHex(keyOf(name, findScheme(name).values(address)[0]!)));
    expect(keys).toEqual([
      "038a0778367675af4d4ae1bd62f07b27e9db3a888d4a6dbda5fb5e0e3eab95",
      "30710e0ec540943f8859ff0055c8cf67a224bfec03502a37bc8a7ff401f866",
    ]);
  });
});

describe("repo", () => {
  it.each(vectors.repo as { record: string; values: string[] }[])(
    "$record has $values",
    ({ record, values: expected }) => {
      expect(values("repo", record).map(String)).toEqual(expected);
    },
  );

  it("matches an entry with exactly what it names", () => {
    const entry = (text: string) =>
      findScheme("repo").entryValues!(Buffer.from(text)).map((value) => Buffer.from(value).toString());
    expect(["ann", "Ann/", "ann/*", "https://github.com/ann"].flatMap(entry)).toEqual(Array(4).fill("github.com/ann"));
    expect(entry("bob/tool")).toEqual(["github.com/bob/tool"]);
  });
});

describe("domain", () => {
  it.each(vectors.domain as { record: string; hosts: string[] }[])("$record has $hosts", ({ record, hosts }) => {
    expect(values("domain", record).map(String)).toEqual(hosts);
  });

  it("matches an entry with its own host only, with or without a star", () => {
    const entry = (text: string) =>
      findScheme("domain").entryValues!(Buffer.from(text)).map((value) => Buffer.from(value).toString());
    expect(["example.co.uk", "*.example.co.uk", ".example.co.uk", "https://example.co.uk/x"].flatMap(entry)).toEqual(
      Array(4).fill("example.co.uk"),
    );
  });
});

describe("every scheme", () => {
  it.each(vectors.bad as { scheme: string; record: string }[])(
    "refuses $scheme $record",
    async ({ scheme, record }) => {
      expect(await codeOf(() => values(scheme, record))).toBe(
        scheme === "repo" ? "fingerprint/bad-repo" : "fingerprint/bad-url",
      );
    },
  );

  it.each(["md5", "sha1", "sha256"])("%s is the digest of the bytes", (name) => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(
          findScheme(name)
            .values(bytes)
            .map((value) => Buffer.from(value)),
        ).toEqual([createHash(name).update(bytes).digest()]);
      }),
    );
  });
});
