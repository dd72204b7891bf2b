/** Loaded before a command (`node --import`): writes what the process took to the file in DISJOINT_BENCH_USAGE. */
import { writeFileSync } from "node:fs";

/** Wall-clock and processor seconds since the start of the process, and its largest resident memory. */
export type Usage = { seconds: number; cpuSeconds: number; peakMiB: number };

process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage: Usage = {
    seconds: performance.now() / 1000,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    peakMiB: Math.round(maxRSS / 1024),
  };
  writeFileSync(process.env.DISJOINT_BENCH_USAGE!, JSON.stringify(usage));
});
