/** Loaded before a command (`node --import`): writes what the process took to the file in DISJOINT_BENCH_USAGE. */
import { writeFileSync } from "node:fs";
import { peakBytes } from "../../../test/support/peakMemory.ts";

/** Wall-clock and processor seconds since the start of the process, and its largest resident memory. */
export type Usage = { seconds: number; cpuSeconds: number; peakMiB: number };

process.on("exit", () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  const usage: Usage = {
    seconds: performance.now() / 1000,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    peakMiB: Math.round(peakBytes() / 2 ** 20),
  };
  writeFileSync(process.env.DISJOINT_BENCH_USAGE!, JSON.stringify(usage));
});
