import { createHash, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { hashMessagesByNode } from "../../../prover/shared/hashMessages.ts";
import { describeKernels, type Kernel } from "./support/kernel.ts";

/** Around the borders of one, two and many blocks of 64 bytes, nine of which are padding. */
const SIZES = [0, 1, 54, 55, 56, 57, 63, 64, 65, 118, 119, 120, 127, 128, 129, 1000, 4095, 65_536];

const equal = (a: Uint8Array, b: Uint8Array) => Buffer.from(a).equals(b);

function endsOf(sizes: readonly number[]): Uint32Array {
  let end = 0;
  return Uint32Array.from(sizes, (size) => (end += size));
}

await describeKernels("SHA-256", ({ native, addon, job }: Kernel) => {
  test.each([0, 1, 23, 55, 56, 63, 64, 119, 200])("messages of many sizes after a prefix of %i bytes", (length) => {
    const prefix = randomBytes(length);
    const sizes = [...SIZES, ...SIZES.toReversed(), ...Array.from(randomBytes(200))];
    const ends = endsOf(sizes);
    const bytes = randomBytes(ends.at(-1)!);
    const digests = native.hashMessages(prefix, bytes, ends);
    for (const [i, size] of sizes.entries()) {
      const message = bytes.subarray(ends[i]! - size, ends[i]);
      const own = createHash("sha256").update(prefix).update(message).digest();
      expect(equal(digests.subarray(32 * i, 32 * i + 32), own)).toBe(true);
    }
    expect(equal(hashMessagesByNode(prefix, bytes, ends), digests)).toBe(true);
  });

  test("every size up to 300 bytes", () => {
    const sizes = Array.from({ length: 300 }, (_, size) => size);
    const bytes = randomBytes(endsOf(sizes).at(-1)!);
    const all: [Uint8Array, Uint8Array, Uint32Array] = [new Uint8Array(0), bytes, endsOf(sizes)];
    expect(equal(native.hashMessages(...all), hashMessagesByNode(...all))).toBe(true);
  });

  test("no message at all", () => {
    expect(native.hashMessages(new Uint8Array(0), new Uint8Array(0), new Uint32Array(0))).toHaveLength(0);
  });

  test("ends that do not ascend, or beyond the bytes, are refused", () => {
    const bytes = new Uint8Array(10);
    for (const ends of [[11], [4, 3], [3, 0xffffffff]])
      expect(() => native.hashMessages(bytes, bytes, Uint32Array.from(ends))).toThrow(/does not end after/);
    for (const [ends, digests] of [
      [5, 32],
      [4, 31],
      [4, 64],
    ] as const) {
      const call = () => addon.sha256(job(), bytes, bytes, new Uint8Array(ends), new Uint8Array(digests));
      expect(call).toThrow(/whole numbers of 32 bits/);
    }
  });
});
