import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { BASE_ORDER, FIELD_ORDER } from "../../../prover/shared/field.ts";
import { folderWith } from "../../support/folder.ts";
import { FULL } from "../../support/full.ts";
import { type Prepared, PTAU, prepare } from "./support/circuits.ts";
import { toBytes } from "./support/elements.ts";
import { describeKernels, type Kernel } from "./support/kernel.ts";

/** Damaged files for each back end. All have the same parsers: what differs is the arithmetic behind them. */
const DAMAGED = FULL ? 1000 : 300;

let files: Prepared;
beforeAll(async () => {
  files = await prepare("dense");
});

/** Where the content of each section begins. */
function sections(file: Buffer): Map<number, { at: number; size: number }> {
  const found = new Map<number, { at: number; size: number }>();
  for (let at = 12; at < file.length; ) {
    const size = Number(file.readBigUInt64LE(at + 4));
    found.set(file.readUInt32LE(at), { at: at + 12, size });
    at += 12 + size;
  }
  return found;
}

type Damage = (file: Buffer, at: (section: number) => number) => Buffer | undefined;
const order = Buffer.from(toBytes([FIELD_ORDER]));
const baseOrder = Buffer.from(toBytes([BASE_ORDER]));
const put = (file: Buffer, at: number, bytes: Uint8Array) => void file.set(bytes, at);

const container: Record<string, Damage> = {
  empty: () => Buffer.alloc(0),
  "only a magic word": (file) => file.subarray(0, 4),
  "another magic word": (file) => void file.write("abcd"),
  "version 9": (file) => void file.writeUInt32LE(9, 4),
  "one section too many": (file) => void file.writeUInt32LE(file.readUInt32LE(8) + 1, 8),
  "one section too few": (file) => void file.writeUInt32LE(file.readUInt32LE(8) - 1, 8),
  "a section of 2^63 bytes": (file) => void file.writeBigUInt64LE(1n << 63n, 16),
  "a section number twice": (file, at) => void file.writeUInt32LE(1, at(2) - 12),
  "a byte missing": (file) => file.subarray(0, -1),
  "a byte too many": (file) => Buffer.concat([file, Buffer.alloc(1)]),
};

const damagedZkey: Record<string, Damage> = {
  ...container,
  "another protocol": (file, at) => void file.writeUInt32LE(2, at(1)),
  "another base field": (file, at) => void (file[at(2) + 4]! ^= 1),
  "another scalar field": (file, at) => void (file[at(2) + 40]! ^= 1),
  "a signal more": (file, at) => void file.writeUInt32LE(file.readUInt32LE(at(2) + 72) + 1, at(2) + 72),
  "2^32 - 1 signals": (file, at) => void file.writeUInt32LE(0xffffffff, at(2) + 72),
  "more public signals than signals": (file, at) => void file.writeUInt32LE(0xfffffff0, at(2) + 76),
  "a domain of 0": (file, at) => void file.writeUInt32LE(0, at(2) + 80),
  "a domain of 96": (file, at) => void file.writeUInt32LE(96, at(2) + 80),
  "a domain of 2^31": (file, at) => void file.writeUInt32LE(0x80000000, at(2) + 80),
  "alpha off the curve": (file, at) => void (file[at(2) + 84]! ^= 1),
  "beta in G2 off the curve": (file, at) => void (file[at(2) + 84 + 128 + 5]! ^= 1),
  "a coordinate that is not canonical": (file, at) => put(file, at(2) + 84, baseOrder),
  "a coefficient count of 2^32 - 1": (file, at) => void file.writeUInt32LE(0xffffffff, at(4)),
  "a coefficient of matrix 2": (file, at) => void file.writeUInt32LE(2, at(4) + 4),
  "a coefficient's row beyond the domain": (file, at) => void file.writeUInt32LE(1 << 20, at(4) + 8),
  "a coefficient's signal beyond the signals": (file, at) => void file.writeUInt32LE(1 << 20, at(4) + 12),
  "a coefficient that is not canonical": (file, at) => put(file, at(4) + 16, order),
  "a point of A off the curve": (file, at) => void (file[at(5) + 64 * 3]! ^= 1),
  "a point of A that is not canonical": (file, at) => put(file, at(5) + 64 * 3, baseOrder),
  "a point of B in G1 off the curve": (file, at) => void (file[at(6) + 64 * 5 + 40]! ^= 1),
  "a point of B in G2 off the curve": (file, at) => void (file[at(7) + 128 * 5 + 100]! ^= 1),
  "a point of C off the curve": (file, at) => void (file[at(8) + 7]! ^= 1),
  "the last point of H off the curve": (file, at) => void (file[at(9) + 64 * 127]! ^= 1),
};

const damagedWtns: Record<string, Damage> = {
  ...container,
  "another field": (file, at) => void (file[at(1) + 4]! ^= 1),
  "a signal more": (file, at) => void file.writeUInt32LE(file.readUInt32LE(at(1) + 36) + 1, at(1) + 36),
  "a value that is not canonical": (file, at) => put(file, at(2) + 32 * 9, order),
  "a first signal that is not 1": (file, at) => void file.writeUInt32LE(2, at(2)),
};

const damagedR1cs: Record<string, Damage> = {
  ...container,
  "another field": (file, at) => void (file[at(1) + 4]! ^= 1),
  "more public signals than signals": (file, at) => void file.writeUInt32LE(0xfffffff0, at(1) + 40),
  "2^32 - 1 constraints": (file, at) => void file.writeUInt32LE(0xffffffff, at(1) + 60),
  "a combination of 2^32 - 1 terms": (file, at) => void file.writeUInt32LE(0xffffffff, at(2)),
  "a signal out of range": (file, at) => void file.writeUInt32LE(1 << 20, at(2) + 4),
  "a coefficient that is not canonical": (file, at) => put(file, at(2) + 8, order),
};

const damagedPtau: Record<string, Damage> = {
  ...container,
  "another field": (file, at) => void (file[at(1) + 4]! ^= 1),
  "a power of 60": (file, at) => void file.writeUInt32LE(60, at(1) + 36),
  "a Lagrange point off the curve": (file, at) => void (file[at(12) + 64 * 130]! ^= 1),
};

await describeKernels("parsers", ({ native }: Kernel) => {
  const damaged = (original: string, damage: Damage): string => {
    const file = Buffer.from(readFileSync(original));
    const found = sections(file);
    const path = join(folderWith(), "damaged");
    writeFileSync(path, damage(file, (section) => found.get(section)!.at) ?? file);
    return path;
  };
  const output = () => join(folderWith(), "out.zkey");

  for (const [what, damage] of Object.entries(damagedZkey))
    test(`a zkey with ${what} is refused`, async () => {
      const proof = native.prove({ zkey: damaged(files.zkey, damage), wtns: files.wtns });
      await expect(proof).rejects.toMatchObject({ code: "native/bad-zkey", kind: "artifact" });
    });

  for (const [what, damage] of Object.entries(damagedWtns))
    test(`a witness with ${what} is refused, as a file and as bytes`, async () => {
      const path = damaged(files.wtns, damage);
      for (const wtns of [path, readFileSync(path)])
        await expect(native.prove({ zkey: files.zkey, wtns })).rejects.toMatchObject({ code: "native/bad-wtns" });
    });

  for (const [what, damage] of Object.entries(damagedR1cs))
    test(`an r1cs with ${what} is refused`, async () => {
      const r1cs = damaged(files.r1cs, damage);
      const expected = { code: "native/bad-r1cs" };
      await expect(native.developmentSetup({ r1cs, zkey: output() })).rejects.toMatchObject(expected);
      await expect(native.ceremonySetup({ r1cs, ptau: PTAU, zkey: output() })).rejects.toMatchObject(expected);
    });

  for (const [what, damage] of Object.entries(damagedPtau))
    test(`a powers-of-tau file with ${what} is refused`, async () => {
      const setup = native.ceremonySetup({ r1cs: files.r1cs, ptau: damaged(PTAU, damage), zkey: output() });
      await expect(setup).rejects.toMatchObject({ code: "native/bad-ptau" });
    });

  test("a missing file and a folder are named", async () => {
    for (const zkey of ["/nowhere/key.zkey", folderWith()])
      await expect(native.prove({ zkey, wtns: files.wtns })).rejects.toMatchObject({ code: "native/not-found" });
  });

  test("randomly damaged keys and witnesses give a proof or an error", async () => {
    const originals = { zkey: readFileSync(files.zkey), wtns: readFileSync(files.wtns) };
    const folder = folderWith();
    for (let i = 0; i < DAMAGED; i++) {
      const kind = i % 2 ? "zkey" : "wtns";
      const file = Buffer.from(originals[kind]);
      // Half of the damage goes where the lengths and counts are.
      for (let k = 0; k <= i % 4; k++) file[Math.floor(Math.random() ** (1 + (i % 3)) * file.length)] = i * 37 + k;
      const path = join(folder, "damaged");
      writeFileSync(path, file);
      const codes = await native.prove({ ...files, [kind]: path }).then(
        () => undefined,
        (error: { code: string }) => error.code,
      );
      expect([undefined, `native/bad-${kind}`, "native/wrong-witness"]).toContain(codes);
    }
  });
});
