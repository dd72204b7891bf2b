import { readFileSync } from "node:fs";

/**
 * This process's peak of resident memory, in bytes. Where the system has it, without what getrusage counts as well: the
 * memory of the process that started this one, at that time, which is the larger one in a test.
 */
export function peakBytes(): number {
  if (process.platform !== "linux") return 1024 * process.resourceUsage().maxRSS;
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))!;
  return 1024 * Number(kib);
}
