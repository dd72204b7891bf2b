import { expect, test } from "vitest";
import { buildTree } from "../../../prover/tree/build.ts";
import { emptyHashes, TreeHasher } from "../../../prover/tree/hasher.ts";
import { bucketOf, levelCount, routeOf } from "../../../prover/tree/shape.ts";
import { codeOf } from "../../support/errors.ts";
import { poseidon, sortKeys, workKey } from "../../support/scene.ts";

const keys = sortKeys(Array.from({ length: 3000 }, (_, i) => workKey(`work ${i}`)));
const whole = await buildTree(Buffer.concat(keys), poseidon);
const { bucketBits } = whole;
const empty = await emptyHashes(bucketBits, poseidon);
const depth = levelCount(bucketBits);
const placeOf = (key: Uint8Array, level: number) =>
  Math.floor(bucketOf(routeOf(key), bucketBits) / 16 ** (depth - level));

/** The hashes of all levels of a hasher, from the root down. */
class Levels {
  readonly hashes = Array.from({ length: depth + 1 }, () => [] as Uint8Array[]);
  readonly places = Array.from({ length: depth + 1 }, () => [] as number[]);

  add = (level: number, hashes: Uint8Array, places: Uint32Array): void => {
    this.hashes[level]!.push(hashes);
    this.places[level]!.push(...places);
  };
}

test.each([1, 2, 3])("parts of a tree below level %i give the bytes of the whole, wherever it is cut", async (top) => {
  for (const parts of [1, 2, 5]) {
    const joined = new Levels();
    const above = new TreeHasher({ bucketBits, poseidon, nodes: keys.length, onHashes: joined.add }, empty);
    const ends = Array.from({ length: parts }, (_, i) => placeOf(keys.at(-1)!, top) * ((i + 1) / parts));
    for (const [i, end] of ends.entries()) {
      const own = keys.filter((key) => placeOf(key, top) <= end && (i === 0 || placeOf(key, top) > ends[i - 1]!));
      const part = new Levels();
      const nodes = Math.max(1, own.length >> 4);
      const hasher = new TreeHasher({ bucketBits, poseidon, nodes, top, onHashes: part.add }, empty);
      await hasher.addKeys(Buffer.concat(own));
      await hasher.end();
      for (let level = top; level <= depth; level++) joined.hashes[level]!.push(...part.hashes[level]!);
      await above.addNodes(top, Buffer.concat(part.hashes[top]!), Uint32Array.from(part.places[top]!));
    }
    await above.end();
    const bytes = Buffer.concat([empty, ...joined.hashes.flat()]);
    expect(bytes.equals(whole.hashes.read(0, whole.hashes.length))).toBe(true);
  }
});

test("a tree that is not deep enough for its keys is refused", async () => {
  const hasher = new TreeHasher({ bucketBits: 4, poseidon, nodes: 16, onHashes: () => {} }, empty.subarray(0, 64));
  expect(await codeOf(() => hasher.addKeys(Buffer.concat(keys)))).toBe("tree/crowded");
});
