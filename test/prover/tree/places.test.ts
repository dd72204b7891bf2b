import { expect, test } from "vitest";
import { keysInMemory } from "../../../prover/tree/keys.ts";
import { Places } from "../../../prover/tree/places.ts";
import { bucketOf, levelCount, levelWidth, routeOf } from "../../../prover/tree/shape.ts";
import { sortKeys, workKey } from "../../support/scene.ts";

const sorted = (count: number) => sortKeys(Array.from({ length: count }, (_, i) => workKey(`work ${i}`)));

test.each([
  [0, 4],
  [1, 5],
  [255, 8],
  [256, 9],
  [257, 10],
  [2000, 11],
  [2000, 30],
])("of %i keys in 2^%i buckets are found as by counting them", (count, bucketBits) => {
  const keys = sorted(count);
  const buckets = keys.map((key) => bucketOf(routeOf(key), bucketBits));
  const places = new Places(keysInMemory(Buffer.concat(keys)), bucketBits);
  const depth = levelCount(bucketBits);
  for (let level = 0; level <= depth; level++) {
    const span = 16 ** (depth - level);
    const all = buckets.map((bucket) => Math.floor(bucket / span));
    const nodes = [...new Set(all)];
    expect(places.counts[level]).toBe(nodes.length);
    const near = nodes.filter((_, i) => i % 37 === 0).flatMap((place) => [place - 1, place, place + 1]);
    for (const place of [0, ...near.filter((some) => some >= 0), levelWidth(bucketBits, level)]) {
      const key = all.findIndex((own) => own >= place);
      const before = nodes.filter((own) => own < place).length;
      expect(places.find(level, place)).toEqual({ key: key === -1 ? count : key, node: before });
    }
  }
});
