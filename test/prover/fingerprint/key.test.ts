import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDigest } from "../../../prover/fingerprint/digest.ts";
import { keyFromHex, keyOf, keyToHex, nonZero } from "../../../prover/fingerprint/key.ts";
import { KeyBatch } from "../../../prover/fingerprint/keyBatch.ts";
import { fieldsOf, keysOfPieces, valuesOfRow } from "../../../prover/fingerprint/row.ts";
import { findScheme, listSchemeNames } from "../../../prover/fingerprint/schemes.ts";
import { hashMessagesByNode } from "../../../prover/shared/hashMessages.ts";
import { codeOf } from "../../support/errors.ts";

const sha256 = findScheme("sha256");

describe("keys", () => {
  it("are the first 31 bytes of SHA-256(disjoint/key/v1 00 scheme 00 value)", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9]{1,20}$/), fc.uint8Array({ maxLength: 200 }), (scheme, value) => {
        const hash = createHash("sha256").update("disjoint/key/v1").update("\0").update(scheme).update("\0");
        expect(keyToHex(keyOf(scheme, value))).toBe(hash.update(value).digest("hex").slice(0, 62));
      }),
    );
  });

  it("never change", () => {
    const empty = createHash("sha256").digest();
    expect(keyToHex(keyOf("sha256", empty))).toBe("905b035a660652ed4d29611b4fce35de9810d634ba6933ea4eee99d1353d16");
  });

  it("are never 0", async () => {
    expect(await codeOf(() => nonZero(new Uint8Array(31)))).toBe("fingerprint/zero-key");
    expect(await codeOf(() => nonZero(Uint8Array.from({ length: 31 }, (_, i) => Number(i === 30))))).toBe("accepted");
  });

  it("are read from 62 lower-case digits only", async () => {
    const hex = "0a".repeat(31);
    expect(keyToHex(keyFromHex(hex))).toBe(hex);
    for (const bad of [hex.slice(2), `${hex}00`, hex.toUpperCase(), "0".repeat(62), 5, null, `${hex}\n`])
      expect(await codeOf(() => keyFromHex(bad))).toBe("fingerprint/bad-key");
  });
});

describe("digests", () => {
  it("are read in either case", () => {
    expect(parseDigest(sha256, "aB".repeat(32))).toEqual(new Uint8Array(32).fill(0xab));
  });

  it.each(["", "ab", "g".repeat(64), "0x".padEnd(66, "0"), "a".repeat(63), "a".repeat(65)])(
    "refuses %j",
    async (text) => {
      expect(await codeOf(() => parseDigest(sha256, text))).toBe("fingerprint/bad-digest");
    },
  );
});

describe("schemes", () => {
  it("are found by their names, and no other names exist", async () => {
    for (const name of listSchemeNames()) expect(findScheme(name).name).toBe(name);
    for (const name of ["", "SHA256", "constructor", "sha256 "])
      expect(await codeOf(() => findScheme(name))).toBe("fingerprint/unknown-scheme");
  });

  it("give the same keys for a record in pieces as for the record whole", async () => {
    const fingerprintings = [{ scheme: sha256 }];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array()), async (pieces) => {
        const inPieces = (async function* () {
          yield* pieces;
        })();
        const whole = Buffer.concat(pieces);
        const ofPieces = [] as unknown[];
        const ofWhole = [] as unknown[];
        await keysOfPieces(fingerprintings, inPieces, (_, key) => ofPieces.push(key));
        const batch = new KeyBatch(sha256, hashMessagesByNode, (_, keys, at) => ofWhole.push(keys.slice(at, at + 31)));
        const add = (value: unknown) => batch.add(value as Uint8Array, 0);
        valuesOfRow(fingerprintings, fieldsOf(fingerprintings), [whole], (_, value) => add(value));
        batch.end();
        expect(ofWhole).toEqual(ofPieces.map((key) => Uint8Array.from(key as Uint8Array)));
      }),
    );
  });
});
