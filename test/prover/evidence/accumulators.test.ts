import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { makeEvidence } from "../../../prover/evidence/make.ts";
import { type PackPolicy, verifyPack } from "../../../prover/evidence/verifyPack.ts";
import { type MixedScene, mixedScene } from "../../support/accumulatorEvidence.ts";
import { temporaryFolder } from "../../support/chain.ts";

let folder: { path: string; remove(): Promise<void> };
let scene: MixedScene;
let archive: Uint8Array;
const failing = (bytes: Uint8Array, changed: Partial<PackPolicy> = {}) =>
  verifyPack(bytes, { ...scene.policy, ...changed }).checks.flatMap(({ name, ok }) => (ok ? [] : [name]));

beforeAll(async () => {
  folder = await temporaryFolder();
  scene = await mixedScene(folder.path);
  const made = await makeEvidence(scene.parts, { keyPath: scene.keyPath, out: folder.path });
  archive = Uint8Array.from(await readFile(made.archive));
  return () => folder.remove();
});

describe("a pack with shards and lists of both kinds", () => {
  test("holds, in the newest version of the facts", () => {
    expect(failing(archive)).toEqual([]);
    const { facts, verdict } = verifyPack(archive, scene.policy);
    expect(verdict).toBe(true);
    expect(facts).toMatchObject({ format: "disjoint/facts/v5", exclusions: [{ pages: 2 }, {}, { epochs: 2 }, {}] });
  });
});
