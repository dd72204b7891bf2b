import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadPoseidon } from "../../../prover/native/poseidon.ts";
import { bigIntToBytesLE, bytesToBigIntLE, FIELD_ORDER } from "../../../prover/shared/field.ts";
import { chain, chains, circomlibPoseidon, TAG } from "../../../prover/shared/poseidon.ts";
import { verifierPoseidon } from "../../../prover/shared/verifierPoseidon.ts";

const element = fc.oneof(fc.bigInt(0n, FIELD_ORDER - 1n), fc.constantFrom(0n, 1n, FIELD_ORDER - 1n));

describe.each([
  ["in WebAssembly", circomlibPoseidon],
  ["as this machine has it", loadPoseidon],
])("Poseidon %s", async (_, load) => {
  const poseidon = await load();

  it("is circomlib's: values that its own tests publish", async () => {
    expect(await poseidon.hash([1n, 2n])).toBe(
      7853200120776062878684798364095072458815029376092732009249414926327459813530n,
    );
    expect(await poseidon.hash([1n, 2n, 3n, 4n])).toBe(
      18821383157269793795438455681495246036402687001665670618754263018637548127333n,
    );
  });

  it("hashes a batch as one after another, for every number of elements", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc
          .integer({ min: 1, max: 16 })
          .chain((arity) =>
            fc.array(fc.array(element, { minLength: arity, maxLength: arity }), { minLength: 1, maxLength: 5 }),
          ),
        async (groups) => {
          const bytes = Buffer.concat(groups.flat().map((value) => bigIntToBytesLE(value)));
          const hashes = await poseidon.batch(groups[0]!.length, bytes);
          expect(groups.map((_, i) => bytesToBigIntLE(hashes, 32 * i))).toEqual(
            await Promise.all(groups.map((group) => poseidon.hash(group))),
          );
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe("the verifier's Poseidon", async () => {
  const reference = await circomlibPoseidon();

  it.each([1, 39, 90])("is circomlib's for %i blocks, and for a few more", async (blocks) => {
    const poseidon = verifierPoseidon();
    const lists = Array.from({ length: blocks }, (_, i) => [BigInt(i), FIELD_ORDER - 1n]);
    for (const some of [lists, lists.slice(0, 2)])
      expect(await chains(poseidon, TAG.page, some)).toEqual(await chains(reference, TAG.page, some));
  });

  it("hashes only whole blocks", async () => {
    await expect(verifierPoseidon().hash([1n, 2n])).rejects.toThrow("not of 2");
  });
});

describe("a chain", async () => {
  const poseidon = await circomlibPoseidon();
  const digest = (tag: bigint, elements: readonly bigint[]) => chain(poseidon, tag, elements);

  it("distinguishes tags, lengths and trailing zeros", async () => {
    const lists = Array.from({ length: 34 }, (_, length) => Array<bigint>(length).fill(0n));
    const digests = await Promise.all(lists.flatMap((list) => [digest(TAG.page, list), digest(TAG.transcript, list)]));
    expect(new Set(digests).size).toBe(digests.length);
  });

  it("has the same digest alone and in a batch", async () => {
    const lists = [1n, 2n, 3n].map((first) => Array.from({ length: 33 }, (_, i) => first * BigInt(i)));
    const alone = await Promise.all(lists.map((list) => digest(TAG.page, list)));
    expect(await chains(poseidon, TAG.page, lists)).toEqual(alone);
    expect(await chains(poseidon, TAG.page, [])).toEqual([]);
  });

  it("depends on every element and its place", async () => {
    const elements = Array.from({ length: 20 }, (_, i) => BigInt(i + 1));
    const others = elements.flatMap((value, i) => [
      elements.with(i, value + 100n),
      elements.toSpliced(i, 1).concat(value),
    ]);
    const digests = await Promise.all([elements, ...others.slice(0, -1)].map((list) => digest(TAG.page, list)));
    expect(new Set(digests).size).toBe(digests.length);
  });
});
