import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";

const run = promisify(execFile);

export const say = (text: string) => process.stderr.write(`bench: ${text}\n`);

export const isOnPath = (tool: string): Promise<boolean> =>
  run("sh", ["-c", `command -v ${tool}`]).then(
    () => true,
    () => false,
  );

/** The kernel's arithmetic without vector instructions, on this kind of processor. */
export const scalarBackend = (): string => (process.arch === "x64" ? "x86-64" : "portable");

/** Runs one measurement in its own process, whose stdout is its result. `script` is relative to scripts/bench. */
export async function measure<T extends { seconds: number; peakMiB: number }>(
  script: string,
  task: { task: string; by?: string },
  environment: Record<string, string> = {},
): Promise<T> {
  say(`${task.task} ${task.by ?? ""}`);
  const path = join(PROJECT_ROOT, "scripts/bench", script);
  const { stdout } = await run(process.execPath, [path, JSON.stringify(task)], {
    env: { ...process.env, ...environment },
  });
  const measured = JSON.parse(stdout) as T;
  say(`  ${measured.seconds.toPrecision(4)} s, ${measured.peakMiB} MiB`);
  return measured;
}

/** Runs the measurements in turn, A B A B …, and returns the results of each. */
export async function interleaved<T>(runs: number, measurements: readonly (() => Promise<T>)[]): Promise<T[][]> {
  const results = measurements.map((): T[] => []);
  for (let i = 0; i < runs; i++)
    for (const [j, measurement] of measurements.entries()) results[j]!.push(await measurement());
  return results;
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
