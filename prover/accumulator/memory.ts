import { freemem, totalmem } from "node:os";
import { usageError } from "../shared/errors.ts";
import { describeBytes } from "../shared/format.ts";

/**
 * Bytes of the native kernel for each element, mapped powers of tau included, measured from 60,000 to 4 million keys
 * and up to a million entries. Test and benchmark compare them with what a process takes.
 */
const ACCUMULATOR = { key: 250, entry: 330 };
const PROOF = { key: 290, entry: 1200 };

/** What every job takes besides: buffers of threads. */
const FIXED = 32 * 2 ** 20;

/** Bytes that the accumulator of a shard takes, beyond what the process has. */
export const memoryForKeys = (keys: number): number => FIXED + ACCUMULATOR.key * keys;

/** The same for the accumulator of a list. */
export const memoryForEntries = (entries: number): number => FIXED + ACCUMULATOR.entry * entries;

/** The same for proofs against a list. `keys`: of the largest shard. */
export const memoryForProof = (keys: number, entries: number): number =>
  FIXED + PROOF.key * keys + PROOF.entry * entries;

/** How much memory the process will have once it has taken more, in words. */
export const describeMemory = (more: number): string =>
  `about ${describeBytes(process.memoryUsage.rss() + more)} of memory`;

/**
 * Refuses work that the machine has not the memory for, before it starts: a system short of memory kills processes
 * without a word.
 *
 * @param more bytes beyond what the process has
 * @throws usage `accumulator/memory`
 */
export function expectMemory(more: number, what: string, available: number = availableMemory()): void {
  if (more <= available) return;
  throw usageError(
    "accumulator/memory",
    `${what} takes about ${describeBytes(more)} more memory, and ${describeBytes(available)} are available`,
    "Use a machine with more memory, or commit the dataset as several shards.",
  );
}

/** Bytes that the process can still take. macOS counts as free only what no file was ever read into. */
export function availableMemory(): number {
  const free = process.platform === "darwin" ? totalmem() : freemem();
  const limit = process.constrainedMemory();
  return limit > 0 && limit < totalmem() ? Math.min(free, limit - process.memoryUsage.rss()) : free;
}
