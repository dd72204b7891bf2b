import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bn254 } from "@noble/curves/bn254.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ShardDisjointness } from "../../../../prover/native/accumulator.ts";
import { FIELD_ORDER } from "../../../../prover/shared/field.ts";
import { memoize } from "../../../../prover/shared/promises.ts";
import { folderWith } from "../../../support/folder.ts";
import { FULL, SHORT } from "../../../support/full.ts";
import {
  byte,
  expectedAt,
  holds,
  makePowers,
  randomKeys,
  readG1,
  readG2,
  type Statement,
} from "../support/accumulators.ts";
import { randomElement, toBytes } from "../support/elements.ts";
import { describeKernels, type Kernel } from "../support/kernel.ts";

const G1 = bn254.G1.Point;
const G2 = bn254.G2.Point;

/** Around the sizes at which vectors, blocks of the tree and transforms fill. */
const SIZES = SHORT ? [1, 2, 3, 16, 17, 64, 65, 300] : [1, 2, 3, 15, 16, 17, 63, 64, 65, 100, 300];
/** The slower back ends share the code around their arithmetic with the fastest. */
const SIZES_OF_SLOWER = FULL ? SIZES : [1, 3, 16, 65, 300];
/** Larger sets, both ways round and even. */
const LARGE: readonly (readonly [number, number])[] = [
  [1000, 1000],
  [1000, 100],
  [100, 1000],
];
/** The largest sets, and those of the slower back ends, which take minutes for the largest. */
const LARGEST = SHORT ? 10_000 : 20_000;
const LARGEST_OF_SLOWER = FULL ? LARGEST : 4_000;

const random = () => randomElement(FIELD_ORDER - 1n) + 1n;

const tau = random();

const draw = (keys: number, entries: number): Statement => {
  const all = randomKeys(keys + entries);
  return {
    keys: all.slice(0, keys),
    entries: all.slice(keys),
    rho: random(),
    sigma: random(),
    blinding: random(),
  };
};

/** A statement and the points that the definition gives for it. */
const defined = (statement: Statement) => {
  const { a, b, p, q } = expectedAt(tau, statement);
  return {
    statement,
    a: G1.BASE.multiply(a),
    b: G2.BASE.multiply(b),
    p: G2.BASE.multiply(p),
    q: G1.BASE.multiply(q),
  };
};

/** A random statement of these sizes, the same for all back ends: its points take longer than the kernel. */
const definedOf = memoize(async (keys: number, entries: number) => defined(draw(keys, entries)));

await describeKernels("disjointness", ({ native, isFastest }: Kernel) => {
  const largest = isFastest ? LARGEST : LARGEST_OF_SLOWER;
  const sizes = isFastest ? SIZES : SIZES_OF_SLOWER;
  const { accumulator } = native;
  const folder = mkdtempSync(join(tmpdir(), "disjoint-"));
  let powers = "";

  beforeAll(async () => {
    powers = await makePowers(native, largest + 1, tau, folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const commit = async ({ keys, rho }: Pick<Statement, "keys" | "rho">) => {
    const coefficients = join(folderWith(), "coefficients");
    const a = await accumulator.accumulateKeys({ powers, keys: toBytes(keys), multiplier: rho, coefficients });
    return { a: readG1(a), coefficients };
  };

  const list = async ({ entries, sigma }: Pick<Statement, "entries" | "sigma">) =>
    readG2(await accumulator.accumulateEntries({ powers, entries: toBytes(entries), multiplier: sigma }));

  const prove = async ({ entries, sigma }: Statement, shards: { coefficients: string; blinding: bigint }[]) =>
    accumulator.proveDisjoint({ powers, lists: [{ entries: toBytes(entries), multiplier: sigma }], shards });

  const points = (result: ShardDisjointness | undefined) => {
    if (!result || "common" in result) throw new Error("not a proof");
    return { p: readG2(result.p), q: readG1(result.q[0]!) };
  };

  const check = async ({ statement, ...expected }: ReturnType<typeof defined>) => {
    const { a, coefficients } = await commit(statement);
    const [result] = await prove(statement, [{ coefficients, blinding: statement.blinding }]);
    const { p, q } = points(result);
    expect(a.equals(expected.a)).toBe(true);
    expect((await list(statement)).equals(expected.b)).toBe(true);
    expect(p.equals(expected.p)).toBe(true);
    expect(q.equals(expected.q)).toBe(true);
  };

  for (const keys of sizes)
    test(`${keys} keys against ${sizes.join(", ")} entries give the points of the definition`, async () => {
      for (const entries of sizes) await check(await definedOf(keys, entries));
    });

  for (const [keys, entries] of LARGE)
    test(`${keys} keys against ${entries} entries give the points of the definition`, async () =>
      check(await definedOf(keys, entries)));

  for (const [keys, entries] of [
    [largest, largest],
    [largest, 700],
    [700, largest],
  ] as const)
    test(`${keys} keys against ${entries} entries: the pairings agree, and not with another blinding's Q`, async () => {
      const statement = draw(keys, entries);
      const { a, coefficients } = await commit(statement);
      const b = await list(statement);
      const [first, second] = await prove(statement, [
        { coefficients, blinding: statement.blinding },
        { coefficients, blinding: random() },
      ]);
      const { p, q } = points(first);
      const other = points(second);
      expect(holds(a, b, p, q)).toBe(true);
      expect(holds(a, b, other.p, other.q)).toBe(true);
      expect(holds(a, b, p, other.q)).toBe(false);
    });

  test.each([
    [1, [1, 1]],
    [17, [64, 3, 300]],
    [300, [5, 70]],
    [1000, [300, 70, 16]],
  ])("%i keys against lists of %j entries, which overlap: one P, and the Q of the definition", async (keys, counts) => {
    const all = draw(keys, 1 + counts.reduce((sum, count) => sum + count, 0));
    const { coefficients } = await commit(all);
    const starts = counts.map((_, i) => counts.slice(0, i).reduce((sum, count) => sum + count, 0));
    const statements = counts.map((count, i) => ({
      ...all,
      entries: all.entries.slice(starts[i]!, starts[i]! + count + 1),
      sigma: random(),
    }));
    const lists = statements.map(({ entries, sigma }) => ({ entries: toBytes(entries), multiplier: sigma }));
    const [result] = await accumulator.proveDisjoint({
      powers,
      lists,
      shards: [{ coefficients, blinding: all.blinding }],
    });
    if (result === undefined || "common" in result) throw new Error("not a proof");
    for (const [i, statement] of statements.entries()) {
      const expected = expectedAt(tau, statement, all);
      expect(readG2(result.p).equals(G2.BASE.multiply(expected.p))).toBe(true);
      expect(readG1(result.q[i]!).equals(G1.BASE.multiply(expected.q))).toBe(true);
    }
  });

  test("sets with 0 and the largest element", async () => {
    const given = { keys: [0n, 5n, FIELD_ORDER - 1n], entries: [1n, FIELD_ORDER - 2n, 7n, 9n] };
    await check(defined({ ...draw(1, 1), ...given }));
    await check(defined({ ...draw(1, 1), keys: [1n, 3n], entries: [0n, FIELD_ORDER - 1n] }));
  });

  test("common keys are found by their indices, in one shard of several", async () => {
    for (const [keys, entries] of [
      [40, 50],
      [3000, 2500],
      [2500, 9],
    ] as const) {
      const clean = draw(keys, entries);
      const common = [0, Math.floor(entries / 2), entries - 1];
      const dirty = [...clean.keys.slice(common.length), ...common.map((i) => clean.entries[i]!)];
      const first = await commit(clean);
      const second = await commit({ keys: dirty, rho: random() });
      const results = await prove(clean, [
        { coefficients: first.coefficients, blinding: random() },
        { coefficients: second.coefficients, blinding: random() },
        { coefficients: first.coefficients, blinding: random() },
      ]);
      const b = await list(clean);
      expect(results[1]).toEqual({ common: [common] });
      for (const i of [0, 2]) {
        const { p, q } = points(results[i]);
        expect(holds(first.a, b, p, q)).toBe(true);
      }
    }
  });

  test("a member's witness fits the equation, and no other key has one", async () => {
    const { keys, rho } = draw(130, 1);
    const { a, coefficients } = await commit({ keys, rho });
    for (const key of [keys[0]!, keys[77]!, keys[129]!]) {
      const w = readG1(await accumulator.proveMember({ powers, coefficients, key }));
      expect(w.multiply((tau + FIELD_ORDER - key) % FIELD_ORDER).equals(a)).toBe(true);
    }
    const stranger = accumulator.proveMember({ powers, coefficients, key: keys[0]! + 1n });
    await expect(stranger).rejects.toMatchObject({ code: "native/no-member" });
  });

  test("the coefficients are for their owner only, and damaged ones are refused", async () => {
    const statement = draw(20, 10);
    const { coefficients } = await commit(statement);
    expect(statSync(coefficients).mode & 0o777).toBe(0o600);
    const whole = readFileSync(coefficients);
    const damages: Record<string, (file: Buffer) => Buffer> = {
      "a bad magic word": byte(0, 0x78),
      "a count that is too large": byte(8, 22),
      "a count of 2^63": byte(15, 0x80),
      "a coefficient above the order": (file) => file.fill(0xff, 16, 48),
      "a leading zero": (file) => file.fill(0, file.length - 32),
      "a missing byte": (file) => file.subarray(0, -1),
      "a byte too many": (file) => Buffer.concat([file, Buffer.alloc(1)]),
    };
    for (const [what, damage] of Object.entries(damages)) {
      const path = join(folderWith(), "damaged");
      writeFileSync(path, damage(Buffer.from(whole)));
      const proof = prove(statement, [{ coefficients: path, blinding: 1n }]);
      await expect(proof, what).rejects.toMatchObject({ code: "native/bad-coefficients" });
      const member = accumulator.proveMember({ powers, coefficients: path, key: 1n });
      await expect(member, what).rejects.toMatchObject({ code: "native/bad-coefficients" });
    }
  });

  test("elements that repeat, are too large or are missing, and a multiplier of 0, are refused", async () => {
    const coefficients = join(folderWith(), "coefficients");
    const attempts: [string, Uint8Array, bigint][] = [
      ["native/equal-elements", toBytes([4n, 5n, 6n, 5n]), 1n],
      ["native/not-canonical", Buffer.concat([toBytes([1n]), Buffer.alloc(32, 0xff)]), 1n],
      ["native/bad-call", new Uint8Array(0), 1n],
      ["native/bad-call", new Uint8Array(33), 1n],
      ["native/zero-multiplier", toBytes([1n]), 0n],
      ["native/powers-too-small", toBytes(randomKeys(largest + 1)), 1n],
    ];
    for (const [code, elements, multiplier] of attempts) {
      const keys = accumulator.accumulateKeys({ powers, keys: elements, multiplier, coefficients });
      await expect(keys).rejects.toMatchObject({ code });
      const entries = accumulator.accumulateEntries({ powers, entries: elements, multiplier });
      await expect(entries).rejects.toMatchObject({ code });
      const proof = accumulator.proveDisjoint({ powers, lists: [{ entries: elements, multiplier }], shards: [] });
      await expect(proof).rejects.toMatchObject({ code });
    }
  });

  test("work that is cancelled stops with the signal's reason", async () => {
    const statement = draw(largest, largest);
    const { coefficients } = await commit(statement);
    const controller = new AbortController();
    const proof = accumulator.proveDisjoint({
      powers,
      lists: [{ entries: toBytes(statement.entries), multiplier: 1n }],
      shards: Array.from({ length: 50 }, () => ({ coefficients, blinding: 1n })),
      signal: controller.signal,
      onProgress: () => controller.abort(new Error("enough")),
    });
    await expect(proof).rejects.toThrow("enough");
  });
});
