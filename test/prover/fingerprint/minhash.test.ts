import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shinglesOf } from "../../../prover/fingerprint/minhash.ts";
import { findScheme } from "../../../prover/fingerprint/schemes.ts";
import { sha256 } from "../../../prover/shared/files.ts";
import { codeOf } from "../../support/errors.ts";
import { curves, manuals, within } from "../../support/similarity.ts";

const minhash = findScheme("minhash");
const values = (text: string) => minhash.values(Buffer.from(text)).map((value) => Buffer.from(value).toString("hex"));

describe("minhash", () => {
  it("never changes", () => {
    const text = "The quick brown fox jumps over the lazy dog, and the dog does not mind.";
    expect(sha256(values(text).join(""))).toBe("51e84c04b3bda2803033c48cb07dd57cc328c89a0c7ecb236fc51a72f542d403");
    expect(values(text)).toHaveLength(12);
    expect(values(text)[3]).toMatch(/^03[0-9a-f]{96}$/);
  });

  it("ignores case, punctuation, blanks and markup of words", () => {
    const words = fc.array(fc.stringMatching(/^[a-z0-9]{1,8}$/), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(words, (list) => {
        expect(values(`«${list.join(" — ").toUpperCase()}».`)).toEqual(values(list.join(" ")));
      }),
    );
  });

  it("treats each letter as a word in scripts without blanks", () => {
    expect(shinglesOf(Buffer.from("漢字仮名交じり文")).size).toBe(4);
    expect(shinglesOf(Buffer.from("one two three four five six")).size).toBe(2);
    expect(shinglesOf(Buffer.from("one two")).size).toBe(1);
  });

  it("gives a record without words no value, and accepts no such entry", async () => {
    expect(values(" -- !? ")).toEqual([]);
    expect(await codeOf(() => minhash.entryValues!(Buffer.from("---")))).toBe("fingerprint/no-words");
    expect(minhash.entryValues!(Buffer.from("a word"))).toHaveLength(12);
  });

  it("finds nearly identical real texts, and few others", { timeout: 300_000 }, () => {
    const { natural, edited } = curves(manuals().slice(0, 200));
    const all = [...natural, ...edited];
    const nearly = within(all, 0.9, 1);
    const unlike = within(all, 0, 0.5);
    expect(nearly.pairs).toBeGreaterThan(200);
    expect(unlike.pairs).toBeGreaterThan(1000);
    expect(nearly.found / nearly.pairs).toBeGreaterThanOrEqual(0.95);
    expect(unlike.found / unlike.pairs).toBeLessThan(0.01);
  });
});
