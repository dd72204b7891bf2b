import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, test, vi } from "vitest";
import { openEngine } from "../../../../prover/accumulator/engine.ts";
import { encodePowers, readPowersG1, readPowersG2 } from "../../../../prover/accumulator/powersFile.ts";
import { SMALL } from "../../../../prover/accumulator/small/kernel.ts";
import { areDisjoint } from "../../../../prover/accumulator/verify.ts";
import { G1Point, G2Point } from "../../../../prover/groth16/points.ts";
import { loadNative } from "../../../../prover/native/index.ts";
import { checkConsistency } from "../../../../prover/setup/powers/consistency.ts";
import { makeDevelopmentPowers, makePowers } from "../../../../prover/setup/powers/make.ts";
import { openPowers } from "../../../../prover/setup/powers/open.ts";
import { type PowersKernel, powersKernel, smallPowers } from "../../../../prover/setup/powers/small.ts";
import { PROJECT_ROOT } from "../../../../prover/shared/root.ts";
import { codeOf } from "../../../support/errors.ts";
import { folderWith } from "../../../support/folder.ts";
import { randomKeys } from "../../native/support/accumulators.ts";
import { toBytes } from "../../native/support/elements.ts";

/** Of the Perpetual Powers of Tau, 2^12. */
const PTAU = join(PROJECT_ROOT, "node_modules/circomkit/ptau/powersOfTau28_hez_final_12.ptau");
const SIZE = { keys: 20, entries: 10 };

/** The id of that ceremony's tau, whatever the size of the file is. */
const PERPETUAL = "0x5657692f1852d0070fb068d795451c8445d89e60a57733cd39c6a4172a6a3f62";

const KERNELS: [name: string, native: string, kernel: PowersKernel][] = [
  ["TypeScript", "off", smallPowers()],
  ...(loadNative() === undefined ? [] : [["the native kernel", "", powersKernel()] as [string, string, PowersKernel]]),
];

afterEach(() => vi.unstubAllEnvs());

/** A proof that is made and verified with some powers. */
async function prove(powers: Awaited<ReturnType<typeof openPowers>>): Promise<boolean> {
  const engine = openEngine(powers);
  const keys = randomKeys(12);
  const entries = toBytes(keys.slice(8));
  const coefficients = join(folderWith(), "coefficients");
  const accumulator = await engine.accumulateKeys({ keys: toBytes(keys.slice(0, 8)), multiplier: 3n, coefficients });
  const list = await engine.accumulateEntries({ entries, multiplier: 1n });
  const shards = [{ coefficients, blinding: 5n }];
  const [result] = await engine.proveDisjoint({ lists: [{ entries, multiplier: 1n }], shards });
  return "proofs" in result! && areDisjoint({ accumulator, list, proof: result.proofs[0]! });
}

/** A changed ptau file, and its hash. */
function changed(change: (bytes: Buffer) => void): { ptau: string; ptauHash: string } {
  const bytes = Buffer.from(readFileSync(PTAU));
  change(bytes);
  const ptau = join(folderWith(), "changed.ptau");
  writeFileSync(ptau, bytes);
  return { ptau, ptauHash: createHash("blake2b512").update(bytes).digest("hex") };
}

/** Where the content of the first section begins: after the heads of the file and of the section. */
const HEADER = 24;

/** A ptau file with one of its powers replaced, and its hash. */
function altered(section: "g1" | "g2", index: number): { ptau: string; ptauHash: string } {
  const powers = (scalar: bigint) =>
    encodePowers("ceremony", [G1Point.BASE.multiply(scalar)], [G2Point.BASE.multiply(scalar)]);
  const place = section === "g1" ? 1 : 2;
  const generator = powers(1n)[place]!;
  const other = powers(77n)[place]!;
  return changed((bytes) => {
    const start = bytes.indexOf(generator);
    expect(start).toBeGreaterThan(0);
    other.copy(bytes, start + index * other.length);
  });
}

describe.each(KERNELS)("powers by %s", (_, native, kernel) => {
  beforeEach(() => {
    vi.stubEnv("DISJOINT_NATIVE", native);
  });

  const made = (from: { ptau: string; ptauHash?: string }, size = SIZE, folder = join(folderWith(), "made")) =>
    makePowers(from, { ...size, folder });

  it("a known ceremony's become a locked folder that anybody may read", async () => {
    const folder = join(folderWith(), "made");
    const powers = await made({ ptau: PTAU }, SIZE, folder);
    expect(powers).toMatchObject({ kind: "ceremony", g1Count: 21, g2Count: 11 });
    expect(await openPowers(folder)).toEqual(powers);
    expect(readdirSync(folder).sort()).toEqual(["powers", "powers.lock.json"]);
    expect(statSync(powers.path).mode & 0o777).toBe(0o644);
    const lock = JSON.parse(readFileSync(join(folder, "powers.lock.json"), "utf8"));
    const sha256 = createHash("sha256").update(readFileSync(powers.path)).digest("hex");
    const powersOfTau = createHash("blake2b512").update(readFileSync(PTAU)).digest("hex");
    const { path, ...about } = powers;
    expect(lock).toEqual({ format: "disjoint/powers-lock/v1", ...about, powersOfTau, sha256 });
    expect(path).toBe(join(folder, "powers"));
    expect(powers.id).toBe(PERPETUAL);
    expect(await prove(powers)).toBe(true);
  });

  it("a file that the ceremony's publisher names by its hash is accepted, and no other", async () => {
    const ptauHash = createHash("blake2b512").update(readFileSync(PTAU)).digest("hex");
    expect((await made({ ptau: PTAU, ptauHash: ptauHash.toUpperCase() })).kind).toBe("ceremony");
    expect(await codeOf(() => made({ ptau: PTAU, ptauHash: "00".repeat(64) }))).toBe("setup/unknown-ptau");
    expect(await codeOf(() => made({ ptau: altered("g1", 4).ptau }))).toBe("setup/unknown-ptau");
    expect(await codeOf(() => made({ ptau: `${PTAU}.none` }))).toBe("setup/ptau-unfit");
  });

  it.each([
    ["g1", 1],
    ["g1", 2],
    ["g1", 20],
    ["g2", 1],
    ["g2", 2],
    ["g2", 10],
  ] as const)("one altered power is found: %s, %i", async (section, index) => {
    const folder = join(folderWith(), "made");
    expect(await codeOf(() => made(altered(section, index), SIZE, folder))).toBe("setup/powers-inconsistent");
    expect(existsSync(folder)).toBe(false);
  });

  it.each(["g1", "g2"] as const)("a first point that is no generator is found: %s", async (section) => {
    const code = await codeOf(() => made(altered(section, 0)));
    expect(["setup/powers-inconsistent", "native/bad-powers"]).toContain(code);
  });

  it("an altered power beyond those that are taken does no harm", async () => {
    expect((await made(altered("g1", 21))).g1Count).toBe(21);
  });

  it("points that fit each other in each group, but not across, are found", async () => {
    const path = join(folderWith(), "powers");
    const inG1 = join(folderWith(), "a");
    const inG2 = join(folderWith(), "b");
    await kernel.developmentPowers({ path: inG1, g1Count: 5, g2Count: 5, tau: 7n });
    await kernel.developmentPowers({ path: inG2, g1Count: 5, g2Count: 5, tau: 8n });
    const g1 = await readPowersG1(inG1, 5);
    const g2 = await readPowersG2(inG2, 5);
    writeFileSync(path, Buffer.concat(encodePowers("ceremony", g1, g2)));
    const code = await codeOf(() => checkConsistency(kernel, path, () => {}));
    expect(code).toBe("setup/powers-inconsistent");
  });

  it("a file over another field, of another size or with a bad point is refused", async () => {
    const generator = encodePowers("ceremony", [G1Point.BASE], [G2Point.BASE]);
    const damages = [
      changed((bytes) => bytes.writeUInt32LE(31, HEADER)),
      changed((bytes) => bytes.fill(bytes[HEADER + 4]! ^ 1, HEADER + 4, HEADER + 5)),
      changed((bytes) => bytes.writeUInt32LE(11, HEADER + 36)),
      changed((bytes) => bytes.writeUInt32LE(2 ** 32 - 1, HEADER + 36)),
      changed((bytes) => bytes.fill(1, bytes.indexOf(generator[1]!) + 64, bytes.indexOf(generator[1]!) + 65)),
      changed((bytes) => bytes.fill(1, bytes.indexOf(generator[2]!) + 128, bytes.indexOf(generator[2]!) + 129)),
      changed((bytes) => bytes.fill(0, bytes.indexOf(generator[1]!) + 64, bytes.indexOf(generator[1]!) + 128)),
      changed((bytes) => bytes.fill(0xff, bytes.indexOf(generator[1]!) + 64, bytes.indexOf(generator[1]!) + 96)),
    ];
    for (const from of damages) expect(await codeOf(() => made(from))).toBe("native/bad-ptau");
  });

  it("more powers than the file has are refused, and a file that is none", async () => {
    expect(await codeOf(() => made({ ptau: PTAU }, { keys: 8191, entries: 5 }))).toMatch(/too-(small|large)$/);
    const ptau = join(folderWith(), "none.ptau");
    writeFileSync(ptau, "ptau");
    const ptauHash = createHash("blake2b512").update("ptau").digest("hex");
    expect(await codeOf(() => made({ ptau, ptauHash }))).toBe("setup/malformed");
  });

  it("those for development are others each time, are marked, and prove", async () => {
    const folders = ["a", "b"].map((name) => join(folderWith(), name));
    const [one, other] = await Promise.all(folders.map((folder) => makeDevelopmentPowers({ ...SIZE, folder })));
    expect(one).toMatchObject({ kind: "development", g1Count: 21, g2Count: 11 });
    expect(one!.id).not.toBe(other!.id);
    await checkConsistency(kernel, one!.path, () => {});
    expect(await prove(one!)).toBe(true);
    expect(await codeOf(() => makeDevelopmentPowers({ ...SIZE, folder: folders[0]! }))).toBe("setup/exists");
  });

  it("are the same bytes, and combine to the same points, as by TypeScript", async () => {
    const one = join(folderWith(), "powers");
    const other = join(folderWith(), "powers");
    const counts = { g1Count: 33, g2Count: 17 };
    await kernel.powersFromPtau({ ptau: PTAU, path: one, ...counts });
    await smallPowers().powersFromPtau({ ptau: PTAU, path: other, ...counts });
    expect(readFileSync(one)).toEqual(readFileSync(other));
    const sums = [kernel, smallPowers()].map((each) => each.combinePowers({ powers: one, challenge: 123n }));
    const points = (await Promise.all(sums)).map((sum) =>
      Object.entries(sum).map(([name, point]) => [name, Buffer.from(point).toString("hex")]),
    );
    expect(points[0]).toEqual(points[1]);
  });

  it("G1 has as many as the larger set needs", async () => {
    const folder = join(folderWith(), "made");
    const powers = await makeDevelopmentPowers({ keys: 3, entries: 12, folder });
    expect(powers).toMatchObject({ g1Count: 13, g2Count: 13 });
  });
});

test("without the native kernel there are few powers", async () => {
  vi.stubEnv("DISJOINT_NATIVE", "off");
  const attempt = () => makeDevelopmentPowers({ keys: SMALL + 1, folder: join(folderWith(), "made") });
  expect(await codeOf(attempt)).toBe("accumulator/too-large");
});
