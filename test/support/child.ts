import { type ChildProcess, type ChildProcessByStdio, type SpawnOptions, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";

/** A child whose stdout can be read. */
export type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** Those that have not ended. */
const running = new Set<ChildProcess>();

/**
 * Starts a process, and passes on what it writes to stderr. A process that inherited stderr and outlived its test would
 * hold the pipe of vitest's worker open, and vitest would wait for it without end. What still runs at the end of a file
 * of tests is killed.
 */
export function startChild(command: string, args: readonly string[], options: SpawnOptions = {}): Child {
  const child = spawn(command, args, { ...options, stdio: "pipe" }) as Child;
  child.stderr.pipe(process.stderr, { end: false });
  running.add(child);
  child.on("error", () => running.delete(child));
  child.on("exit", () => running.delete(child));
  return child;
}

/** Ends what a test, or its failure, has left. By SIGTERM, which programs that wrap another one pass on. */
export function killChildren(): void {
  for (const child of running) child.kill();
}
