import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compileCircuit } from "../../../prover/setup/compile.ts";
import { forEachTerm, readR1cs } from "../../../prover/setup/r1cs.ts";
import { readZkey } from "../../../prover/setup/zkey.ts";
import { DisjointError } from "../../../prover/shared/errors.ts";
import { PRODUCT, productArtifacts } from "../../support/groth16.ts";

let folder: string;
let r1cs: Buffer;
let zkey: Buffer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sections-"));
  r1cs = await readFile((await compileCircuit(PRODUCT)).r1cs);
  zkey = await readFile((await productArtifacts()).zkey);
}, 60_000);

afterAll(() => rm(folder, { recursive: true }));

async function readDamaged(bytes: Uint8Array, read: (path: string) => Promise<unknown>): Promise<unknown> {
  const path = join(folder, "damaged");
  await writeFile(path, bytes);
  return read(path);
}

const readAll = async (path: string) => {
  let terms = 0;
  forEachTerm(await readR1cs(path), () => terms++);
  return terms;
};

test.each([
  ["an empty file", (bytes: Buffer) => bytes.subarray(0, 0)],
  ["another magic", (bytes: Buffer) => Buffer.concat([Buffer.from("ptau"), bytes.subarray(4)])],
  ["the last byte missing", (bytes: Buffer) => bytes.subarray(0, -1)],
  ["one byte too many", (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(1)])],
  [
    "a section twice",
    (bytes: Buffer) =>
      Buffer.from(bytes).fill(bytes.readUInt32LE(12), 24 + bytes.readUInt32LE(16), 25 + bytes.readUInt32LE(16)),
  ],
  ["a section count too high", (bytes: Buffer) => Buffer.from(bytes).fill(bytes[8]! + 1, 8, 9)],
])("%s is refused", async (_, damage) => {
  for (const [bytes, read] of [
    [r1cs, readAll],
    [zkey, readZkey],
  ] as const)
    await expect(readDamaged(damage(bytes), read)).rejects.toMatchObject({ code: "setup/malformed" });
});

test("any other damage is an artifact error or has no effect, never another error", async () => {
  const damaged = fc.tuple(fc.constantFrom("r1cs", "zkey"), fc.nat(), fc.integer({ min: 1, max: 255 }));
  await fc.assert(
    fc.asyncProperty(damaged, async ([kind, where, flip]) => {
      const bytes = Buffer.from(kind === "r1cs" ? r1cs : zkey);
      const position = where % Math.min(bytes.length, 2000);
      bytes[position]! ^= flip;
      await readDamaged(bytes, kind === "r1cs" ? readAll : readZkey).catch((error) => {
        expect(error).toBeInstanceOf(DisjointError);
        expect(error.kind).toBe("artifact");
      });
    }),
    { numRuns: 300 },
  );
});
