import { expect, test } from "vitest";
import { snappy } from "../../../prover/source/compression/snappy.ts";
import { FULL } from "../../support/full.ts";
import { below, random } from "../../support/random.ts";
import { describeKernels, type Kernel } from "./support/kernel.ts";

const BLOCKS = FULL ? 1_000_000 : 20_000;

/** A block of literals and copies of every kind, and the size that it expands to. Literals are short or long. */
function randomBlock(pick: (limit: number) => number): { block: number[]; size: number } {
  const block: number[] = [];
  let size = 0;
  for (let parts = 1 + pick(12); parts > 0; parts--) {
    const kind = size === 0 ? 0 : pick(4);
    if (kind === 0) {
      const length = 1 + pick(pick(4) === 0 ? 300 : 20);
      if (length <= 60) block.push((length - 1) << 2);
      else block.push((60 + (length > 256 ? 1 : 0)) << 2, (length - 1) & 255, ...(length > 256 ? [1] : []));
      for (let i = 0; i < length; i++) block.push(pick(256));
      size += length;
    } else {
      const offset = 1 + pick(Math.min(size, kind === 1 ? 2047 : 65_535));
      const length = kind === 1 ? 4 + pick(8) : 1 + pick(64);
      if (kind === 1) block.push(((offset >> 8) << 5) | ((length - 4) << 2) | 1, offset & 255);
      else block.push(((length - 1) << 2) | kind, offset & 255, offset >> 8, ...(kind === 3 ? [0, 0] : []));
      size += length;
    }
  }
  return { block: [...(size < 128 ? [size] : [(size & 127) | 128, size >> 7]), ...block], size };
}

function expanded(input: Uint8Array, size: number): Uint8Array | undefined {
  try {
    return snappy(input, size);
  } catch {
    return undefined;
  }
}

await describeKernels("Snappy", ({ native }: Kernel) => {
  test(`${BLOCKS} blocks, good and damaged, expand to the same bytes or not at all`, () => {
    const pick = below(random(23));
    let good = 0;
    for (let i = 0; i < BLOCKS; i++) {
      const { block, size } = randomBlock(pick);
      const input = Uint8Array.from(block);
      for (let damages = pick(3); damages > 0; damages--) input[pick(input.length)] = pick(256);
      const cut = pick(8) === 0 ? input.subarray(0, pick(input.length + 1)) : input;
      const wanted = pick(20) === 0 ? pick(size + 20) : size;
      const expected = expanded(cut, wanted);
      const found = native.expandSnappy(cut, wanted);
      if (expected === undefined ? found !== undefined : !found || !Buffer.from(expected).equals(found))
        expect(found, `block ${i}: ${Buffer.from(cut).toString("hex")}`).toEqual(expected);
      if (expected) good++;
    }
    expect(good).toBeGreaterThan(BLOCKS / 4);
    expect(good).toBeLessThan((3 * BLOCKS) / 4);
  });
});
