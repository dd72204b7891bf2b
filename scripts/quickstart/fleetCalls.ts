/** Calls of the command line, shown as an operator would type them. */
import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync } from "node:fs";
import { relative } from "node:path";
import type { FleetStatus } from "../../prover/fleet/engine/queue.ts";
import { count } from "../../prover/shared/format.ts";
import { DISJOINT, startWorker } from "../support/workers.ts";

export type { FleetStatus };

const show = (args: readonly string[]) => {
  const words = args.map((arg) => arg.replace(/^(@?)(\/.*)$/, (_, at, path) => at + relative(process.cwd(), path)));
  process.stderr.write(`$ disjoint ${words.join(" ")}\n`);
};

/** Runs a command to its end. @returns what it printed, parsed with --json. @throws Error when it fails */
export async function call<T = undefined>(args: readonly string[]): Promise<T> {
  show(args);
  const child = spawn(process.execPath, [DISJOINT, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
  const code = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  if (code !== 0) throw new Error(`disjoint ${args.join(" ")} ended with exit code ${code}`);
  if (args.includes("--json")) return JSON.parse(stdout);
  process.stderr.write(stdout);
  return undefined as T;
}

/** Starts two workers with a log each, and waits until both have joined. */
export async function startTwo(place: readonly string[], at: (name: string) => string): Promise<ChildProcess[]> {
  const starting = [1, 2].map(async (number) => {
    const args = [...place, "--kinds", "prove"];
    show(["worker", ...args]);
    const log = at(`worker-${number}.log`);
    let child: ChildProcess | undefined;
    await new Promise<void>((resolve, reject) => {
      const onLog = (text: string) => {
        appendFileSync(log, text);
        if (text.includes('"event":"started"')) resolve();
      };
      child = startWorker(args, { onLog });
      child.on("exit", () => reject(new Error(`a worker did not start: see ${log}`)));
    });
    return child!;
  });
  return Promise.all(starting);
}

/** A line for each member. Coordinators have left when the release is done. */
export const describeFleet = ({ members }: FleetStatus): [what: string, value: string][] =>
  members.map(({ role, name, done, failed, seconds }) => [
    role,
    `${name}: ${count(done, "proof")}, ${failed} failed, ${(seconds / Math.max(1, done)).toFixed(2)} s each`,
  ]);
