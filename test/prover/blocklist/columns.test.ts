import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCanonicalPage } from "../../../prover/blocklist/canonicalPage.ts";
import { joinColumns, sortEntries, toColumns, toEntries, withoutKnown } from "../../../prover/blocklist/columns.ts";
import { readDigestLines, readHashes } from "../../../prover/blocklist/import.ts";
import { pageDocument } from "../../../prover/blocklist/pageDocument.ts";
import { parseAnyPage } from "../../../prover/blocklist/parse.ts";
import { readPlainDigests } from "../../../prover/blocklist/plainDigests.ts";
import { findScheme } from "../../../prover/fingerprint/schemes.ts";
import { stringifyJson } from "../../../prover/shared/json.ts";
import { someEntries } from "../../support/blocklist.ts";
import { codeOf } from "../../support/errors.ts";
import { FULL } from "../../support/full.ts";
import { mutate } from "../../support/mutate.ts";
import { below, random } from "../../support/random.ts";

/** Mutated inputs of each kind; half of them are lists and half pages. */
const COUNT = FULL ? 500_000 : 2_000;

const sha256 = findScheme("sha256");
const digests = Array.from({ length: 4 }, (_, i) => createHash("sha256").update(`${i}`).digest("hex"));

/** A result, or the code and the message of an error. */
function outcome<T>(read: () => T): T | { code: unknown; message: string } {
  try {
    return read();
  } catch (error) {
    const { code, message } = error as Error & { code?: unknown };
    return { code, message };
  }
}

describe("entries as columns", () => {
  it("are the same entries, in the order of their parts", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(6), { minLength: 1, maxLength: 4 }), (counts) => {
        const parts = counts.map((count, i) => someEntries(count, `part ${i}`));
        expect(toEntries(joinColumns(parts.map(toColumns)))).toEqual(parts.flat());
      }),
    );
  });

  it("need keys in lower-case hexadecimal digits", async () => {
    for (const key of ["", "0".repeat(62), "A".repeat(62), "a".repeat(61), `${"a".repeat(61)}g`])
      expect(await codeOf(() => toColumns([{ key, label: "" }]))).toBe("fingerprint/bad-key");
  });

  it("lose those that a list has already, and only them", () => {
    const all = sortEntries(someEntries(30));
    const some = fc.subarray(all);
    fc.assert(
      fc.property(some, some, (entries, known) => {
        const left = toEntries(withoutKnown(toColumns(entries), toColumns(known).keys));
        expect(left).toEqual(entries.filter((entry) => !known.includes(entry)));
      }),
    );
  });
});

describe("a list of digests alone", () => {
  it.each(["sha256", "sha1", "md5"])(
    "of %s is read at once, in either case, with or without a last line end",
    (name) => {
      const scheme = findScheme(name);
      const lines = digests.map((digest, i) => {
        const hex = digest.slice(0, 2 * scheme.digestBytes!);
        return i % 2 === 0 ? hex : hex.toUpperCase();
      });
      for (const end of ["", "\n"]) {
        const bytes = Buffer.from(lines.join("\n") + end);
        expect(sortEntries(toEntries(readPlainDigests(bytes, scheme)!))).toEqual(
          readDigestLines(bytes, scheme, "list"),
        );
      }
    },
  );

  it.each([
    ["nothing", ""],
    ["a comment", `# list\n${digests[0]}`],
    ["a label", `${digests[0]} label`],
    ["another line end", `${digests[0]}\r\n${digests[1]}\r\n`],
    ["a blank line", `${digests[0]}\n\n${digests[1]}`],
    ["a digest of another length", `${digests[0]}\n${digests[1]!.slice(2)}`],
  ])("is not one with %s", (_, text) => {
    expect(readPlainDigests(Buffer.from(text), sha256)).toBeUndefined();
  });

  it(`gives, mutated, what its lines give: ${COUNT} lists`, { timeout: 3_600_000 }, () => {
    const next = random(1);
    const list = Buffer.from(`${digests.join("\n")}\n`);
    let atOnce = 0;
    for (let i = 0; i < COUNT; i++) {
      const bytes = i % 2 === 0 ? withOtherDigits(list, next) : mutate(list, next, [list]);
      if (readPlainDigests(bytes, sha256) !== undefined) atOnce++;
      const found = outcome(() => toEntries(readHashes(bytes, sha256, "list")));
      expect(found).toEqual(outcome(() => readDigestLines(bytes, sha256, "list")));
    }
    expect(atOnce).toBeGreaterThan(COUNT / 10);
  });
});

describe("a page's document", () => {
  const labels = fc.array(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 16 });
  const fieldsOf = (labels: readonly string[]) => {
    const { keys } = toColumns(sortEntries(someEntries(labels.length)));
    return { size: 16, salt: "3", digest: "7", keyBytes: keys, labels };
  };

  it("is canonical JSON, whatever its labels", () => {
    fc.assert(
      fc.property(labels, (labels) => {
        const { keyBytes, ...fields } = fieldsOf(labels);
        const { size, salt, digest } = fields;
        const entries = toEntries({ keys: keyBytes, labels });
        const text = stringifyJson({ format: "disjoint/page/v1", scheme: "text", size, salt, digest, entries }, 2);
        expect(Buffer.from(pageDocument("text", { keyBytes, ...fields })).toString("utf8")).toBe(text);
      }),
    );
  });

  it(`is read, mutated, as the strict parser reads it, or is left to it: ${COUNT} pages`, {
    timeout: 3_600_000,
  }, () => {
    const next = random(2);
    const pages = [
      ["", ""],
      ["a", 'é "\\ \n'],
      ["x", "", "\u{1f600}"],
    ].map((labels) => Buffer.from(pageDocument("text", fieldsOf(labels))));
    const terms = { scheme: "text", pageSize: 16 } as const;
    let read = 0;
    for (let i = 0; i < COUNT; i++) {
      const page = pages[i % pages.length]!;
      const bytes = i % 2 === 0 ? withOtherDigits(page, next) : mutate(page, next, pages);
      const reference = {
        file: "pages/0000.json",
        sha256: "",
        digest: "7",
        entries: 2 + Number(i % pages.length === 2),
      };
      const quick = readCanonicalPage(bytes, terms, reference);
      if (quick === undefined) continue;
      read++;
      expect(quick).toEqual(outcome(() => parseAnyPage(bytes, terms, reference, "page")));
    }
    expect(read).toBeGreaterThan(COUNT / 10);
  });
});

/** Replaces a few bytes by hexadecimal digits: most of these inputs are still well formed. */
function withOtherDigits(bytes: Uint8Array, next: () => number): Buffer {
  const changed = Buffer.from(bytes);
  const index = below(next);
  for (let i = index(3); i >= 0; i--) {
    const at = index(changed.length);
    const isDigit = /[0-9a-f]/.test(String.fromCharCode(changed[at]!));
    if (isDigit || next() < 0.05) changed[at] = "0123456789abcdef".charCodeAt(index(16));
  }
  return changed;
}
