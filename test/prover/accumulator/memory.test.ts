import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it, test } from "vitest";
import { engineWith } from "../../../prover/accumulator/engine.ts";
import {
  availableMemory,
  describeMemory,
  expectMemory,
  memoryForEntries,
  memoryForKeys,
  memoryForProof,
} from "../../../prover/accumulator/memory.ts";
import { smallKernel } from "../../../prover/accumulator/small/kernel.ts";
import { makeDevelopmentPowers } from "../../../prover/setup/powers/make.ts";
import { PROJECT_ROOT } from "../../../prover/shared/root.ts";
import { errorOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";
import { SHORT } from "../../support/full.ts";
import type { MemoryJob } from "../../support/memoryChild.ts";
import { randomKeys } from "../native/support/accumulators.ts";
import { toBytes } from "../native/support/elements.ts";
import { knownPowers } from "./knownPowers.ts";

const CHILD = join(PROJECT_ROOT, "test/support/memoryChild.ts");

describe("what the kernel takes", () => {
  const keys = SHORT ? 200_000 : 400_000;
  const entries = keys / 2;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "disjoint-"));
    await makeDevelopmentPowers({ keys, entries, folder: join(folder, "powers") });
    return () => rmSync(folder, { recursive: true });
  }, 120_000);

  const JOBS: [Omit<MemoryJob, "folder">, number][] = [
    [{ what: "keys", keys, entries }, memoryForKeys(keys)],
    [{ what: "entries", keys, entries }, memoryForEntries(entries)],
    [{ what: "proof", keys, entries }, memoryForProof(keys, entries)],
  ];

  it.each(JOBS)(
    "is about what is stated: %j",
    (job, stated) => {
      const run = JSON.stringify({ ...job, folder });
      const measured = Number(execFileSync(process.execPath, [CHILD, run], { encoding: "utf8" }));
      // What is resident before the work differs by some 40 MiB from run to run.
      expect(measured).toBeLessThan(1.25 * stated);
      expect(measured).toBeGreaterThan(stated / 3);
    },
    120_000,
  );
});

test("reports what a process will need beside what it has", () => {
  const mebibytes = Number(/^about ([0-9.]+) GiB of memory$/.exec(describeMemory(2 ** 31))?.[1]);
  expect(mebibytes).toBeGreaterThan(2);
});

test("refuses work that needs more than is available, and gives both numbers", async () => {
  const error = await errorOf(async () => expectMemory(3 * 2 ** 30, "the proof", 2 ** 30));
  expect(error).toMatchObject({
    code: "accumulator/memory",
    message: "the proof takes about 3.0 GiB more memory, and 1.0 GiB are available",
  });
  expect(() => expectMemory(2 ** 30, "the proof", 2 ** 30)).not.toThrow();
  expect(availableMemory()).toBeGreaterThan(2 ** 20);
});

describe("before an engine begins", () => {
  const LARGEST = { keys: 10, entries: 5 };
  const scene = (available?: number) => {
    const powers = knownPowers(folderWith(), LARGEST.keys + 1, LARGEST.entries + 1);
    const calls: string[] = [];
    const kernel = new Proxy(smallKernel(), {
      get: (target, name) => {
        calls.push(String(name));
        return Reflect.get(target, name);
      },
    });
    const engine = available === undefined ? engineWith(powers, kernel) : engineWith(powers, kernel, () => available);
    return { engine, calls, coefficients: join(folderWith(), "coefficients") };
  };
  const set = (count: number) => toBytes(randomKeys(count));

  it("it refuses sets that need more powers than there are", async () => {
    const { engine, calls, coefficients } = scene();
    await engine.accumulateKeys({ keys: set(LARGEST.keys), multiplier: 1n, coefficients });
    calls.length = 0;
    const shards = [{ coefficients, blinding: 1n }];
    const attempts = [
      () => engine.accumulateKeys({ keys: set(LARGEST.keys + 1), multiplier: 1n, coefficients: `${coefficients}-2` }),
      () => engine.accumulateEntries({ entries: set(LARGEST.entries + 1), multiplier: 1n }),
      () => engine.proveDisjoint({ lists: [{ entries: set(LARGEST.entries + 1), multiplier: 1n }], shards }),
    ];
    for (const attempt of attempts)
      expect(await errorOf(attempt)).toMatchObject({
        code: "native/powers-too-small",
        message: expect.stringMatching(
          /has powers of tau for 10 keys and 5 entries, and there are (11 keys|6 entries)$/,
        ),
      });
    expect(calls).toEqual([]);
  });

  it("it refuses what the machine has too little memory for", async () => {
    const { engine, calls, coefficients } = scene(2 ** 20);
    const attempts = [
      () => engine.accumulateKeys({ keys: set(2), multiplier: 1n, coefficients }),
      () => engine.accumulateEntries({ entries: set(2), multiplier: 1n }),
      () => engine.proveDisjoint({ lists: [{ entries: set(2), multiplier: 1n }], shards: [] }),
    ];
    for (const attempt of attempts)
      expect(await errorOf(attempt)).toMatchObject({
        code: "accumulator/memory",
        message: expect.stringMatching(/takes about 33 MiB more memory, and 1 MiB are available$/),
      });
    expect(calls).toEqual([]);
  });
});
