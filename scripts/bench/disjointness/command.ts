/** The commands that a user runs, each in its own process. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../../prover/shared/root.ts";
import { say } from "../measure.ts";
import type { Usage } from "./usage.ts";

/** What a command printed, and what its process took. */
export type Ran<T = Record<string, unknown>> = Usage & { printed: T };

/** Runs `disjoint`, which must succeed. */
export type Disjoint = <T = Record<string, unknown>>(
  args: readonly (string | number)[],
  environment?: Record<string, string>,
) => Promise<Ran<T>>;

/** @param folder where commands run, and where their use of time and memory is written */
export const disjointIn =
  (folder: string): Disjoint =>
  async <T>(args: readonly (string | number)[], environment: Record<string, string> = {}) => {
    say(`disjoint ${args.join(" ")}`);
    const file = join(folder, "usage.json");
    const printed = await run(folder, args.map(String), { ...environment, DISJOINT_BENCH_USAGE: file });
    const usage = JSON.parse(readFileSync(file, "utf8")) as Usage;
    say(`  ${usage.seconds.toFixed(1)} s, ${usage.cpuSeconds.toFixed(1)} s of processors, ${usage.peakMiB} MiB`);
    return { ...usage, printed: JSON.parse(printed) as T };
  };

const PRELOADED = join(import.meta.dirname, "usage.ts");
const PROGRAM = join(PROJECT_ROOT, "prover/cli/disjoint.ts");

function run(cwd: string, args: readonly string[], environment: Record<string, string>): Promise<string> {
  const env = { ...process.env, ...environment };
  return new Promise((done, fail) => {
    const all = ["--import", PRELOADED, PROGRAM, ...args, "--json"];
    execFile(process.execPath, all, { cwd, env, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (error === null) done(stdout);
      else fail(new Error(`disjoint ${args.join(" ")}: ${stderr}`));
    });
  });
}
