import { randomBytes } from "node:crypto";
import { describe, expect, it, test } from "vitest";
import { KEY_BYTES, keyOf, keyToHex } from "../../../prover/fingerprint/key.ts";
import { KeyBatch } from "../../../prover/fingerprint/keyBatch.ts";
import { findScheme } from "../../../prover/fingerprint/schemes.ts";
import { loadHashMessages } from "../../../prover/native/sha256.ts";
import { type HashMessages, hashMessagesByNode } from "../../../prover/shared/hashMessages.ts";
import { codeOf } from "../../support/errors.ts";

const HASHES: [string, HashMessages][] = [
  ["this machine's hash", loadHashMessages()],
  ["Node's hash", hashMessagesByNode],
];

describe.each(HASHES)("a batch by %s", (_, hashMessages) => {
  // Records around the borders of blocks, of batches by bytes and by number, and larger than a batch.
  const sizes = [0, 1, 55, 56, 63, 64, 119, 120, 4096, 65535, 65536, 65537, 0, 200_000, 3, ...Array(3000).fill(7)];
  const records = sizes.map((size) => randomBytes(size));

  it.each(["sha256", "md5", "url"])("has the keys of %s one by one, with their numbers", (name) => {
    const scheme = findScheme(name);
    const works = name === "url" ? sizes.map((_, i) => Buffer.from(`https://example.org/${i}`)) : records;
    const found: string[] = [];
    const batch = new KeyBatch(scheme, hashMessages, (number, keys, at) => {
      found[number] = keyToHex(keys.slice(at, at + KEY_BYTES));
    });
    const messageOf = scheme.content ?? ((work: Uint8Array) => scheme.values(work)[0]!);
    for (const [i, work] of works.entries()) batch.add(messageOf(work), i);
    batch.end();
    expect(found).toEqual(works.map((work) => keyToHex(keyOf(name, scheme.values(work)[0]!))));
  });
});

test("refuses the key 0", async () => {
  const zeros: HashMessages = (_prefix, _bytes, ends) => new Uint8Array(32 * ends.length);
  const batch = new KeyBatch(findScheme("sha256"), zeros, () => {});
  batch.add(new Uint8Array(3), 1);
  expect(await codeOf(() => batch.end())).toBe("fingerprint/zero-key");
});
