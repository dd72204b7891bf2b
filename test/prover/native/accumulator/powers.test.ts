import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bn254 } from "@noble/curves/bn254.js";
import { expect, test } from "vitest";
import { FIELD_ORDER, mod, power } from "../../../../prover/shared/field.ts";
import { folderWith } from "../../../support/folder.ts";
import { byte, makePowers, readG1, readG2 } from "../support/accumulators.ts";
import { PTAU } from "../support/circuits.ts";
import { randomElement, toBytes } from "../support/elements.ts";
import { describeKernels, type Kernel } from "../support/kernel.ts";
import { groups } from "../support/points.ts";

const HEADER = 64;
const G1_BYTES = 64;
const G2_BYTES = 128;
const G1 = bn254.G1.Point;
const G2 = bn254.G2.Point;

await describeKernels("powers", ({ native }: Kernel) => {
  const { accumulator } = native;

  test("development powers are the generators times tau^i, in the form of the file", async () => {
    const tau = randomElement(FIELD_ORDER - 1n) + 1n;
    const path = join(folderWith(), "powers");
    await accumulator.developmentPowers({ path, g1Count: 40, g2Count: 21, tau });
    const file = readFileSync(path);
    const header = Buffer.alloc(HEADER);
    header.write("dsjtpow1");
    header.writeUInt32LE(1, 8);
    header.writeBigUInt64LE(40n, 16);
    header.writeBigUInt64LE(21n, 24);
    expect(file.subarray(0, HEADER)).toEqual(header);
    const middle = HEADER + 40 * G1_BYTES;
    const g1 = groups.g1.read(file.subarray(HEADER, middle));
    const g2 = groups.g2.read(file.subarray(middle));
    expect(g1.map((point, i) => point.equals(G1.BASE.multiply(power(tau, BigInt(i)))))).toEqual(Array(40).fill(true));
    expect(g2.map((point, i) => point.equals(G2.BASE.multiply(power(tau, BigInt(i)))))).toEqual(Array(21).fill(true));
    expect(file.length).toBe(middle + 21 * G2_BYTES);
  });

  test("two development files have different powers, and tau = 0 is refused", async () => {
    const folder = folderWith();
    for (const name of ["a", "b"])
      await accumulator.developmentPowers({ path: join(folder, name), g1Count: 3, g2Count: 3 });
    expect(readFileSync(join(folder, "a")).equals(readFileSync(join(folder, "b")))).toBe(false);
    const zero = accumulator.developmentPowers({ path: join(folder, "c"), g1Count: 3, g2Count: 3, tau: 0n });
    await expect(zero).rejects.toMatchObject({ code: "native/bad-trapdoor" });
    const few = accumulator.developmentPowers({ path: join(folder, "c"), g1Count: 1, g2Count: 3 });
    await expect(few).rejects.toMatchObject({ code: "native/bad-call" });
    expect(existsSync(join(folder, "c"))).toBe(false);
  });

  test("the powers of a ceremony are copied, and combine as powers of one tau", async () => {
    const path = join(folderWith(), "powers");
    await accumulator.powersFromPtau({ ptau: PTAU, path, g1Count: 5000, g2Count: 4096 });
    expect(readFileSync(path).readUInt32LE(8)).toBe(0);
    const challenge = randomElement(FIELD_ORDER);
    const { g1, nextG1, g2, nextG2 } = await accumulator.combinePowers({ powers: path, challenge });
    const file = readFileSync(path);
    const [tauG1] = groups.g1.read(file.subarray(HEADER + G1_BYTES, HEADER + 2 * G1_BYTES));
    const at = HEADER + 5000 * G1_BYTES + G2_BYTES;
    const [tauG2] = groups.g2.read(file.subarray(at, at + G2_BYTES));
    const { pairing } = bn254;
    const { Fp12 } = bn254.fields;
    expect(Fp12.eql(pairing(readG1(g1), tauG2!), pairing(readG1(nextG1), G2.BASE))).toBe(true);
    expect(Fp12.eql(pairing(tauG1!, readG2(g2)), pairing(G1.BASE, readG2(nextG2)))).toBe(true);
  });

  test("combined powers are the sums of the definition", async () => {
    const tau = randomElement(FIELD_ORDER);
    const challenge = randomElement(FIELD_ORDER);
    const powers = await makePowers(native, 70, tau, folderWith());
    const { g1, nextG1, g2, nextG2 } = await accumulator.combinePowers({ powers, challenge });
    const sum = Array.from({ length: 69 }, (_, i) => power(challenge * tau, BigInt(i))).reduce((a, b) => mod(a + b));
    expect(readG1(g1).equals(G1.BASE.multiply(sum))).toBe(true);
    expect(readG2(g2).equals(G2.BASE.multiply(sum))).toBe(true);
    expect(readG1(nextG1).equals(G1.BASE.multiply(mod(sum * tau)))).toBe(true);
    expect(readG2(nextG2).equals(G2.BASE.multiply(mod(sum * tau)))).toBe(true);
  });

  test("a ptau file without enough powers, or with a damaged one, is refused", async () => {
    const path = join(folderWith(), "powers");
    for (const [g1Count, g2Count] of [
      [8192, 4096],
      [8191, 4097],
    ] as const) {
      const attempt = accumulator.powersFromPtau({ ptau: PTAU, path, g1Count, g2Count });
      await expect(attempt).rejects.toMatchObject({ code: "native/ptau-too-small" });
    }
    const file = readFileSync(PTAU);
    const point = Buffer.from(groups.g1.write([groups.g1.base.multiply(2n)]));
    // The powers begin after the header's section, of 44 bytes, and the heads of the file and of two sections.
    const start = file.indexOf(groups.g1.write([groups.g1.base]));
    expect(start).toBeGreaterThan(0);
    for (const damage of [Buffer.alloc(G1_BYTES), Buffer.concat([point.subarray(0, 63), Buffer.of(point[63]! ^ 1)])]) {
      const ptau = join(folderWith(), "damaged.ptau");
      const damaged = Buffer.from(file);
      damage.copy(damaged, start + 9 * G1_BYTES);
      writeFileSync(ptau, damaged);
      const attempt = accumulator.powersFromPtau({ ptau, path, g1Count: 100, g2Count: 100 });
      await expect(attempt).rejects.toMatchObject({ code: "native/bad-ptau" });
    }
    expect(existsSync(path)).toBe(false);
  });

  test("damaged powers are refused", async () => {
    const whole = readFileSync(await makePowers(native, 50, 7n, folderWith()));
    const damages: Record<string, (file: Buffer) => Buffer> = {
      "a bad magic word": byte(0, 0x78),
      "an unknown kind": byte(8, 2),
      "a reserved byte": byte(12, 1),
      "a byte at the header's end": byte(63, 1),
      "another count in G1": byte(16, 51),
      "another count in G2": byte(24, 49),
      "a count of 2^63": byte(23, 0x80),
      "a first point that is no generator": (file) => file.fill(file.subarray(-G1_BYTES), HEADER, HEADER + G1_BYTES),
      "an infinite point": (file) => file.fill(0, HEADER + 3 * G1_BYTES, HEADER + 4 * G1_BYTES),
      "a point off the curve": byte(HEADER + 130, whole[HEADER + 130]! ^ 1),
      "a coordinate above the order": (file) => file.fill(0xff, HEADER + 3 * G1_BYTES, HEADER + 3 * G1_BYTES + 32),
      "an infinite point of G2": (file) => file.fill(0, file.length - 48 * G2_BYTES, file.length - 47 * G2_BYTES),
      "a missing byte": (file) => file.subarray(0, -1),
      "a byte too many": (file) => Buffer.concat([file, Buffer.alloc(1)]),
      "nothing in it": () => Buffer.alloc(0),
    };
    const keys = toBytes([1n, 2n, 3n, 4n, 5n]);
    for (const [what, damage] of Object.entries(damages)) {
      const powers = join(folderWith(), "powers");
      writeFileSync(powers, damage(Buffer.from(whole)));
      const attempt = async () => {
        await accumulator.accumulateKeys({ powers, keys, multiplier: 1n, coefficients: join(folderWith(), "c") });
        await accumulator.accumulateEntries({ powers, entries: keys, multiplier: 1n });
      };
      await expect(attempt(), what).rejects.toMatchObject({ code: "native/bad-powers" });
    }
  });
});
