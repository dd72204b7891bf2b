import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it, test } from "vitest";
import { type Engine, engineWith } from "../../../prover/accumulator/engine.ts";
import { type Powers, readTau } from "../../../prover/accumulator/powers.ts";
import { type Kernel, SMALL, smallKernel } from "../../../prover/accumulator/small/kernel.ts";
import { allDisjoint, areDisjoint, isMember } from "../../../prover/accumulator/verify.ts";
import { loadNative } from "../../../prover/native/index.ts";
import { FIELD_ORDER } from "../../../prover/shared/field.ts";
import type { Progress } from "../../../prover/shared/progress.ts";
import { codeOf, errorOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";
import { randomKeys, type Statement } from "../native/support/accumulators.ts";
import { toBytes } from "../native/support/elements.ts";
import { claimOf, draw, tau, witnessOf } from "./known.ts";
import { knownPowers } from "./knownPowers.ts";

const G1_COUNT = 41;
const G2_COUNT = 31;

const native = loadNative();
const KERNELS: Record<string, Kernel> = {
  TypeScript: smallKernel(),
  ...(native === undefined ? {} : { "the native kernel": native.accumulator }),
};

let powers: Powers;
beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), "disjoint-"));
  powers = knownPowers(folder, G1_COUNT, G2_COUNT);
  return () => rmSync(folder, { recursive: true });
});

const file = () => join(folderWith(), "coefficients");

/** Everything that an engine makes of a statement. */
async function made(engine: Engine, { keys, entries, rho, sigma, blinding }: Statement) {
  const coefficients = file();
  const accumulator = await engine.accumulateKeys({ keys: toBytes(keys), multiplier: rho, coefficients });
  const list = await engine.accumulateEntries({ entries: toBytes(entries), multiplier: sigma });
  const shards = [{ coefficients, blinding }];
  const lists = [{ entries: toBytes(entries), multiplier: sigma }];
  const [result] = await engine.proveDisjoint({ lists, shards });
  return { accumulator, list, result, coefficients };
}

test("[tau]_1 and [tau]_2 are read from a file of powers", async () => {
  expect(await readTau(powers)).toEqual(tau);
});

describe.each(Object.entries(KERNELS))("the engine in %s", (_, kernel) => {
  const SHAPES = [
    [1, 1],
    [1, 30],
    [40, 1],
    [17, 20],
  ] as const;

  it.each(SHAPES)("makes the points of the definition from %i keys and %i entries", async (keys, entries) => {
    const statement = draw(keys, entries);
    const { accumulator, list, result } = await made(engineWith(powers, kernel), statement);
    const claim = claimOf(statement);
    expect({ accumulator, list, result }).toEqual({
      accumulator: claim.accumulator,
      list: claim.list,
      result: { proofs: [claim.proof] },
    });
    expect(areDisjoint(claim)).toBe(true);
  });

  it("finds common keys, in one shard of several", async () => {
    const engine = engineWith(powers, kernel);
    const clean = draw(9, 12);
    const dirty = { ...clean, keys: [...clean.keys, clean.entries[3]!, clean.entries[11]!] };
    const first = await made(engine, clean);
    const second = await made(engine, dirty);
    expect(second.result).toEqual({ common: [[3, 11]] });
    const shards = [second, first].map(({ coefficients }) => ({ coefficients, blinding: clean.blinding }));
    const lists = [{ entries: toBytes(clean.entries), multiplier: clean.sigma }];
    const results = await engine.proveDisjoint({ lists, shards });
    expect(results).toEqual([{ common: [[3, 11]] }, first.result]);
  });

  it("proves several lists with one P, of which some have entries in common", async () => {
    const engine = engineWith(powers, kernel);
    const all = draw(7, 14);
    const { coefficients } = await made(engine, { ...all, entries: all.entries.slice(0, 1) });
    const sets = [all.entries.slice(0, 6), all.entries.slice(4, 14), all.entries.slice(5, 6)];
    const statements = sets.map((entries, i) => ({ ...all, entries, sigma: all.sigma + BigInt(i) }));
    const lists = statements.map(({ entries, sigma }) => ({ entries: toBytes(entries), multiplier: sigma }));
    const shards = [{ coefficients, blinding: all.blinding }];
    const [result] = await engine.proveDisjoint({ lists, shards });
    const { proof } = claimOf(all);
    const claims = statements.map((statement) => claimOf(statement, all));
    expect(result).toEqual({ proofs: claims.map((claim) => claim.proof) });
    for (const claim of claims) expect(claim.proof.p).toEqual(proof.p);
    expect(allDisjoint(claims)).toBe(true);
  });

  it("finds the common keys of each list by its own indices", async () => {
    const engine = engineWith(powers, kernel);
    const { keys, entries, rho, sigma, blinding } = draw(6, 8);
    const { coefficients } = await made(engine, { keys, entries, rho, sigma, blinding });
    const sets = [[entries[0]!, keys[3]!, keys[1]!], entries, [keys[1]!]];
    const lists = sets.map((set) => ({ entries: toBytes(set), multiplier: sigma }));
    const results = await engine.proveDisjoint({ lists, shards: [{ coefficients, blinding }] });
    expect(results).toEqual([{ common: [[1, 2], [], [0]] }]);
  });

  it("needs powers for the union of the lists, and a list", async () => {
    const engine = engineWith(powers, kernel);
    const { coefficients } = await made(engine, draw(20, 5));
    const prove = (...sizes: number[]) =>
      engine.proveDisjoint({
        lists: sizes.map((size) => ({ entries: toBytes(randomKeys(size)), multiplier: 1n })),
        shards: [{ coefficients, blinding: 5n }],
      });
    expect(await codeOf(() => prove())).toBe("native/bad-call");
    expect(await codeOf(() => prove(15, 16))).toBe("native/powers-too-small");
    expect(await codeOf(() => prove(21, 2))).toBe("native/powers-too-small");
    expect(await prove(20, 2)).toMatchObject([{ proofs: [{}, {}] }]);
  });

  it("makes a witness for a member, and for no other key", async () => {
    const engine = engineWith(powers, kernel);
    const statement = draw(9, 1);
    const { accumulator, coefficients } = await made(engine, statement);
    for (const key of [statement.keys[0]!, statement.keys[8]!]) {
      const witness = await engine.proveMember({ coefficients, key });
      expect(witness).toEqual(witnessOf(statement, key));
      expect(isMember(accumulator, key, witness, tau)).toBe(true);
    }
    const key = statement.entries[0]!;
    expect(await codeOf(() => engine.proveMember({ coefficients, key }))).toBe("native/no-member");
  });

  it("writes the coefficients that TypeScript writes", async () => {
    const statement = draw(12, 1);
    const one = await made(engineWith(powers, kernel), statement);
    const other = await made(engineWith(powers, smallKernel()), statement);
    expect(readFileSync(one.coefficients)).toEqual(readFileSync(other.coefficients));
  });

  it("writes the coefficients for their owner only, and refuses damaged ones", async () => {
    const engine = engineWith(powers, kernel);
    const statement = draw(5, 2);
    const { coefficients } = await made(engine, statement);
    expect(statSync(coefficients).mode & 0o777).toBe(0o600);
    const whole = readFileSync(coefficients);
    const damages: [string, (bytes: Buffer) => Buffer][] = [
      ["cut", (bytes) => bytes.subarray(0, -1)],
      ["longer", (bytes) => Buffer.concat([bytes, Buffer.alloc(32)])],
      ["another magic", (bytes) => bytes.fill("x", 0, 1)],
      ["another count", (bytes) => bytes.fill(9, 8, 9)],
      ["not canonical", (bytes) => bytes.fill(0xff, 16, 48)],
      ["a leading zero", (bytes) => bytes.fill(0, bytes.length - 32)],
    ];
    for (const [what, damage] of damages) {
      const path = file();
      writeFileSync(path, damage(Buffer.from(whole)));
      const attempt = () => engine.proveMember({ coefficients: path, key: statement.keys[0]! });
      expect(await codeOf(attempt), what).toBe("native/bad-coefficients");
    }
    const missing = () => engine.proveMember({ coefficients: `${coefficients}.none`, key: 1n });
    expect(await codeOf(missing)).toBe("native/not-found");
    const keys = toBytes(statement.keys);
    const nowhere = { keys, multiplier: 3n, coefficients: join(coefficients, "below", "a-file") };
    expect(await codeOf(() => engine.accumulateKeys(nowhere))).toBe("native/not-written");
  });

  it("refuses sets that are none, multipliers of 0 and powers that are too few", async () => {
    const engine = engineWith(powers, kernel);
    const cases: [string, Uint8Array, bigint][] = [
      ["native/bad-call", new Uint8Array(0), 1n],
      ["native/bad-call", new Uint8Array(33), 1n],
      ["native/not-canonical", toBytes([FIELD_ORDER]), 1n],
      ["native/equal-elements", toBytes([4n, 5n, 4n]), 1n],
      ["native/zero-multiplier", toBytes([4n]), 0n],
      ["native/powers-too-small", toBytes(randomKeys(G1_COUNT)), 1n],
    ];
    for (const [code, elements, multiplier] of cases) {
      const keys = () => engine.accumulateKeys({ keys: elements, multiplier, coefficients: file() });
      expect(await codeOf(keys)).toBe(code);
      expect(await codeOf(() => engine.accumulateEntries({ entries: elements, multiplier }))).toBe(code);
    }
  });

  it("refuses a damaged file of powers", async () => {
    const whole = readFileSync(powers.path);
    const damages: [string, (bytes: Buffer) => Buffer][] = [
      ["cut", (bytes) => bytes.subarray(0, -1)],
      ["longer", (bytes) => Buffer.concat([bytes, Buffer.alloc(128)])],
      ["another magic", (bytes) => bytes.fill("x", 0, 1)],
      ["an unknown kind", (bytes) => bytes.fill(2, 8, 9)],
      ["something reserved", (bytes) => bytes.fill(1, 12, 13)],
      ["something after the counts", (bytes) => bytes.fill(1, 63, 64)],
      ["another count", (bytes) => bytes.fill(40, 16, 17)],
      ["a point off the curve", (bytes) => bytes.fill(1, 64 + 2 * 64, 64 + 2 * 64 + 1)],
    ];
    for (const [what, damage] of damages) {
      const path = join(folderWith(), "powers");
      writeFileSync(path, damage(Buffer.from(whole)));
      const engine = engineWith({ ...powers, path }, kernel);
      const attempt = () =>
        engine.accumulateKeys({ keys: toBytes(randomKeys(5)), multiplier: 3n, coefficients: file() });
      expect(await codeOf(attempt), what).toBe("native/bad-powers");
    }
    const missing = { ...powers, path: `${powers.path}.none` };
    const engine = engineWith(missing, kernel);
    const attempt = () => engine.accumulateEntries({ entries: toBytes([1n]), multiplier: 1n });
    expect(await codeOf(attempt)).toBe("native/not-found");
  });

  it("refuses scalars that are not below the order, without showing them", async () => {
    const engine = engineWith(powers, kernel);
    const keys = toBytes([3n, 4n]);
    const coefficients = file();
    await engine.accumulateKeys({ keys, multiplier: 5n, coefficients });
    for (const scalar of [-1n, FIELD_ORDER, FIELD_ORDER + 3n]) {
      const attempts = [
        () => engine.accumulateKeys({ keys, multiplier: scalar, coefficients: file() }),
        () => engine.accumulateEntries({ entries: keys, multiplier: scalar }),
        () => engine.proveDisjoint({ lists: [{ entries: toBytes([7n]), multiplier: scalar }], shards: [] }),
        () =>
          engine.proveDisjoint({
            lists: [{ entries: toBytes([7n]), multiplier: 1n }],
            shards: [{ coefficients, blinding: scalar }],
          }),
        () => engine.proveMember({ coefficients, key: scalar }),
      ];
      for (const attempt of attempts) {
        const { code, message } = await errorOf(attempt);
        expect(code).toBe("native/not-canonical");
        expect(message).not.toMatch(/\d/);
      }
    }
  });

  it("stops on the abort signal", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(
      engineWith(powers, kernel).accumulateEntries({ entries: toBytes([1n]), multiplier: 1n, signal }),
    ).rejects.toThrow("enough");
  });
});

test("TypeScript reports once that it does the work, and refuses large sets", async () => {
  const said: Progress[] = [];
  const engine = engineWith(powers, smallKernel());
  const onProgress = (progress: Progress) => said.push(progress);
  for (const work of [{}, { onProgress }, { onProgress }])
    await engine.accumulateEntries({ entries: toBytes([1n]), multiplier: 1n, ...work });
  expect(said.map(({ what }) => what)).toEqual([
    "there is no native kernel: accumulators are computed in TypeScript, for small sets only",
  ]);
  const large = engineWith({ ...powers, g1Count: SMALL + 2, g2Count: SMALL + 2 }, smallKernel());
  const entries = toBytes(randomKeys(SMALL + 1));
  expect(await codeOf(() => large.accumulateEntries({ entries, multiplier: 1n }))).toBe("accumulator/too-large");
});
