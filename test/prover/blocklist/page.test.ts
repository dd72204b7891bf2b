import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { paddedKeys, splitKey } from "../../../prover/blocklist/elements.ts";
import type { BlocklistPage, PageSize } from "../../../prover/blocklist/format.ts";
import { computePageDigest } from "../../../prover/blocklist/page.ts";
import { KEY_BYTES } from "../../../prover/fingerprint/key.ts";
import { codeOf } from "../../support/errors.ts";
import { keyNumber, poseidon, sortKeys, workKey } from "../../support/scene.ts";

const works = (count: number) => sortKeys(Array.from({ length: count }, (_, i) => workKey(`listed ${i}`)));
const pageOf = (keys: readonly Uint8Array[], size: PageSize = 16, salt = 0n): BlocklistPage => ({ size, salt, keys });
const digestOf = (page: BlocklistPage) => computePageDigest(page, poseidon);

/** The digest by its definition: Poseidon(16) of the digest so far and fifteen elements, from tag and length on. */
async function definedDigest({ size, salt, keys }: BlocklistPage): Promise<bigint> {
  const entries = Array.from({ length: size }, (_, i) => keyNumber(keys[i] ?? keys.at(-1)!));
  const elements = [salt, ...entries.flatMap((key) => [key >> 200n, key % (1n << 200n)])];
  const tag = BigInt(`0x${Buffer.from("disjoint/page/v1").toString("hex")}`);
  let digest = tag * 2n ** 32n + BigInt(2 * size + 1);
  while (elements.length > 0) {
    const block = [...elements.splice(0, 15), ...Array<bigint>(15).fill(0n)].slice(0, 15);
    digest = await poseidon.hash([digest, ...block]);
  }
  return digest;
}

describe("the digest of a page", () => {
  it.each([
    [1, 16],
    [15, 16],
    [16, 16],
    [1, 256],
    [17, 256],
    [256, 256],
  ] as const)("of %i entries in %i places is the defined one", async (count, size) => {
    const page = pageOf(works(count), size, BigInt(count));
    expect(await digestOf(page)).toBe(await definedDigest(page));
  });

  it("differs for every set of entries, every salt and every size", async () => {
    const keys = works(5);
    const sets = Array.from({ length: 31 }, (_, set) => keys.filter((_, i) => ((set + 1) >> i) & 1));
    const pages = sets.flatMap((set) => [pageOf(set), pageOf(set, 16, 1n), pageOf(set, 256)]);
    expect(new Set(await Promise.all(pages.map(digestOf))).size).toBe(pages.length);
  });

  it("differs when any bit of an entry does", async () => {
    const keys = works(3);
    const digest = await digestOf(pageOf(keys));
    await fc.assert(
      fc.asyncProperty(fc.nat(2), fc.nat(8 * KEY_BYTES - 1), async (entry, bit) => {
        const key = Uint8Array.from(keys[entry]!);
        key[bit >> 3]! ^= 1 << (bit & 7);
        expect(await digestOf(pageOf(sortKeys(keys.with(entry, key))))).not.toBe(digest);
      }),
      { numRuns: 60 },
    );
  });
});

describe("entries of a page", () => {
  it("are a route of 48 bits and a rest of 200", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: KEY_BYTES, maxLength: KEY_BYTES }), (key) => {
        const { route, rest } = splitKey(key);
        expect(route * 2n ** 200n + rest).toBe(keyNumber(key));
        expect(route < 2n ** 48n && rest < 2n ** 200n).toBe(true);
      }),
    );
  });

  it.each([1, 7, 16])("are filled up with the last: %i", (count) => {
    const keys = works(count);
    const padded = paddedKeys(pageOf(keys));
    expect(padded).toHaveLength(16);
    expect(padded.slice(0, count)).toEqual(keys.map(splitKey));
    for (const filler of padded.slice(count)) expect(filler).toEqual(splitKey(keys.at(-1)!));
  });

  const [first, second, third] = works(3) as [Uint8Array, Uint8Array, Uint8Array];
  it.each([
    ["none", pageOf([]), "blocklist/bad-page"],
    ["seventeen in a page of 16", pageOf(works(17)), "blocklist/bad-page"],
    ["257 in a page of 256", pageOf(works(257), 256), "blocklist/bad-page"],
    ["a page of another size", pageOf([first], 17 as PageSize), "blocklist/bad-page"],
    ["unsorted", pageOf([second, first, third]), "blocklist/bad-page"],
    ["unsorted at the end", pageOf([first, third, second]), "blocklist/bad-page"],
    ["repeated", pageOf([first, second, second]), "blocklist/bad-page"],
    ["too short", pageOf([first.subarray(1)]), "blocklist/bad-page"],
    ["too long", pageOf([Uint8Array.of(...first, 0)]), "blocklist/bad-page"],
    ["the key 0", pageOf([new Uint8Array(KEY_BYTES), first]), "fingerprint/zero-key"],
  ])("are refused: %s", async (_, page, code) => {
    expect(await codeOf(() => digestOf(page))).toBe(code);
  });
});
