import { describe, expect, it, test } from "vitest";
import { writeArchive } from "../../../../prover/evidence/car.ts";
import { packFiles } from "../../../../prover/evidence/pack.ts";
import { failing, flipped, usePack } from "./support/pack.ts";

const pack = usePack();

test("accepts the unchanged file", () => {
  expect(failing(pack.archive, pack.policy)).toEqual([]);
  expect(writeArchive(packFiles(pack.evidence)).bytes).toEqual(pack.archive);
});

describe("an archive", () => {
  const car = (change: (bytes: Uint8Array) => Uint8Array) => () => change(pack.archive);
  it.each<[string, () => Uint8Array]>([
    ["with a changed byte at its beginning", car((all) => flipped(all, 3))],
    ["with a changed byte in the folder", car((all) => flipped(all, 120))],
    ["with a changed byte in a file", car((all) => flipped(all, all.length - 100))],
    ["that is cut off", car((all) => all.subarray(0, -1))],
    ["with a byte more", car((all) => Buffer.concat([all, Buffer.of(0)]))],
    ["that is twice there", car((all) => Buffer.concat([all, all]))],
    ["without content", () => new Uint8Array()],
  ])("%s is refused as such", (_, change) => {
    expect(failing(change(), pack.policy)).toContain("archive");
  });
});
