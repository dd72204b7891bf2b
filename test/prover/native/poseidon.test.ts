import { expect, test } from "vitest";
import { FIELD_ORDER } from "../../../prover/shared/field.ts";
import { circomlibPoseidon } from "../../../prover/shared/poseidon.ts";
import { edgeElements, randomElements, toBytes } from "./support/elements.ts";
import { describeKernels, type Kernel } from "./support/kernel.ts";

const reference = await circomlibPoseidon();
const equal = (a: Uint8Array, b: Uint8Array) => Buffer.from(a).equals(b);

await describeKernels("Poseidon", ({ native }: Kernel) => {
  for (let arity = 1; arity <= 16; arity++)
    test(`${arity} inputs: edge and random elements, equal to circomlibjs`, async () => {
      const edges = edgeElements(FIELD_ORDER);
      const all = (value: bigint) => Array<bigint>(arity).fill(value);
      const inputs = [
        ...edges.slice(0, 12).flatMap(all),
        ...Array.from({ length: arity * 13 }, (_, i) => edges[(i * 7) % edges.length]!),
        ...randomElements(FIELD_ORDER, arity * 24),
      ];
      const bytes = toBytes(inputs);
      expect(equal(await native.poseidon(arity, bytes), await reference.batch(arity, bytes))).toBe(true);
    });

  test("every batch length leaves the lanes right", async () => {
    const bytes = toBytes(randomElements(FIELD_ORDER, 2 * 20));
    const all = await native.poseidon(2, bytes);
    for (let n = 0; n <= 20; n++)
      expect(equal(await native.poseidon(2, bytes.subarray(0, 64 * n), { threads: 1 }), all.subarray(0, 32 * n))).toBe(
        true,
      );
  });

  test("an element that is not below the order is refused, wherever it is", async () => {
    for (const place of [0, 5, 31]) {
      const bytes = toBytes(randomElements(FIELD_ORDER, 32));
      bytes.set(toBytes([FIELD_ORDER]), 32 * place);
      await expect(native.poseidon(2, bytes)).rejects.toMatchObject({ code: "native/not-canonical" });
    }
  });

  test("a length that is not a whole number of groups is refused", async () => {
    await expect(async () => native.poseidon(3, new Uint8Array(64))).rejects.toMatchObject({ code: "native/bad-call" });
    await expect(async () => native.poseidon(17, new Uint8Array(0))).rejects.toMatchObject({ code: "native/bad-call" });
  });
});
