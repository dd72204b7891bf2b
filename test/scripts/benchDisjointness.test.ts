import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { disjointIn } from "../../scripts/bench/disjointness/command.ts";
import { measureGrowth } from "../../scripts/bench/disjointness/growth.ts";
import { type DisjointnessReport, toMarkdown } from "../../scripts/bench/disjointness/report.ts";
import { measureWholeList } from "../../scripts/bench/disjointness/wholeList.ts";
import { folderWith } from "../support/folder.ts";

const gas = JSON.parse(readFileSync(join(PROJECT_ROOT, "contracts/gas.json"), "utf8")) as Record<string, number>;

test("the benchmark runs each command once on sets of any size, and the gas is that of gas.json", async () => {
  const folder = folderWith();
  const sizes = { keys: 300, entries: 40 };
  const whole = await measureWholeList(disjointIn(folder), folder, sizes);
  const growth = await measureGrowth(disjointIn(folder), folder, sizes);
  for (const usage of Object.values({ ...whole.steps, ...growth }))
    expect([usage.seconds, usage.cpuSeconds, usage.peakMiB].every((value) => value > 0)).toBe(true);
  const expected = gas["submit a disjointness proof, the first"]!;
  expect(Math.abs(whole.gas.submit - expected)).toBeLessThan(expected / 100);
}, 120_000);

test("the benchmark's page has the ratio of entries per second, and what a billion records would take", () => {
  const usage = (seconds: number) => ({ seconds, cpuSeconds: 2 * seconds, peakMiB: 1500 });
  const steps = {
    powers: usage(9),
    read: usage(8),
    commit: usage(8),
    list: usage(7),
    prove: usage(100),
    verify: usage(1),
    recompute: usage(9),
  };
  const report: DisjointnessReport = {
    backend: "ifma",
    whole: { keys: 1_000_000, entries: 1_000_000, steps, gas: { publish: 157_000, submit: 225_000 } },
    pages: { pageSize: 256, seconds: 2.56, cpuSeconds: 2.56 },
    scalar: usage(300),
    growth: { layer: usage(1), append: usage(2), delta: usage(3), again: usage(2) },
    release: {
      keys: 200_000,
      entries: 12_800,
      pages: { count: 150, seconds: 300, gas: 9_000_000 },
      disjointness: { proofs: 3, seconds: 15, gas: 400_000 },
    },
    load: 2.04,
  };
  const text = toMarkdown(report);
  expect(text).toContain("load was 2.0 on");
  expect(text).toContain("**100 times** as many entries per second, and\n50.0 times as many");
  expect(text).toContain("| prove the whole list | 100.0 s | 200.0 s | 1,500 MiB |");
  expect(text).toContain("their difference, 2.0 s of processors:");
  expect(text).toContain("| page proofs | 150 | 300.0 s | 9,000,000 | $27.00 | $0.27 |");
  expect(text).toContain("20.0 times less | 22.5 times less");
  expect(text).toContain("1,000 shards of\n1,000,000 keys");
  // 1,000 shards, each 8 s to commit and 100 s to prove.
  expect(text).toContain("| machine | 30.0 hours of two cores | $3.00 |");
  expect(text).not.toContain("undefined");
});
