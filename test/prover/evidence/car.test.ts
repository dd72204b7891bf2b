import { CarReader } from "@ipld/car";
import * as dagPb from "@ipld/dag-pb";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readArchive, writeArchive } from "../../../prover/evidence/car.ts";

const name = fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,30}$/);
const files = fc
  .dictionary(name, fc.uint8Array({ maxLength: 300 }), { maxKeys: 8 })
  .map((object) => new Map(Object.entries(object)));

test("what is written is read back, and the order in which files come does not matter", () => {
  fc.assert(
    fc.property(files, (some) => {
      const { cid, bytes } = writeArchive(some);
      expect(writeArchive(new Map([...some].reverse()))).toEqual({ cid, bytes });
      const read = readArchive(bytes)!;
      expect(read.cid).toBe(cid);
      expect(new Map([...read.files].map(([key, value]) => [key, Uint8Array.from(value)]))).toEqual(
        new Map([...some].sort(([a], [b]) => (a < b ? -1 : 1))),
      );
    }),
  );
});

test("IPLD's own readers find the same root, folder and files", async () => {
  await fc.assert(
    fc.asyncProperty(files, async (some) => {
      const { cid, bytes } = writeArchive(some);
      const car = await CarReader.fromBytes(bytes);
      const [root] = await car.getRoots();
      expect(String(root)).toBe(cid);
      const { Links, Data } = dagPb.decode((await car.get(root!))!.bytes);
      expect(Data).toEqual(Uint8Array.of(8, 1));
      expect(Links.map(({ Name, Tsize }) => [Name, Tsize])).toEqual(
        [...some].map(([key, value]) => [key, value.length]).sort(([a], [b]) => (a! < b! ? -1 : 1)),
      );
      for (const { Name, Hash } of Links) expect((await car.get(Hash))!.bytes).toEqual(some.get(Name!)!);
    }),
  );
});

const EXAMPLE = writeArchive(
  new Map([
    ["a.json", Uint8Array.of(1, 2, 3)],
    ["b.json", new Uint8Array(200)],
  ]),
).bytes;

test("no byte of an archive can be changed, added or taken away", () => {
  for (let i = 0; i < EXAMPLE.length; i++) {
    const changed = Uint8Array.from(EXAMPLE);
    changed[i]! ^= 1 << (i % 8);
    expect(readArchive(changed)).toBeUndefined();
    expect(readArchive(EXAMPLE.subarray(0, i))).toBeUndefined();
    expect(readArchive(Uint8Array.from([...EXAMPLE.subarray(0, i), 0, ...EXAMPLE.subarray(i)]))).toBeUndefined();
  }
  expect(readArchive(Uint8Array.from([...EXAMPLE, 0]))).toBeUndefined();
});

test("bytes that are not an archive are refused without an exception", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(readArchive(bytes)).toBeUndefined();
    }),
  );
});

test("names that a file system could misread are not written", () => {
  for (const bad of ["", "../a", "A", "a/b", ".a", "a b", "é"])
    expect(() => writeArchive(new Map([[bad, new Uint8Array()]]))).toThrow(RangeError);
});

test("a known folder has a known CID", () => {
  const { cid } = writeArchive(new Map());
  expect(cid).toBe("bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354");
});
