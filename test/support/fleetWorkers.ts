import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";

/** Worker processes that are killed and replaced. */
type Workers = {
  /** Kills one with SIGKILL, and starts another in its place. */
  kill(): Promise<void>;
  /** Asks all to end. @returns their exit codes */
  end(): Promise<(number | null)[]>;
  logs(): string;
};

/** Starts workers of a fleet as their users do. */
export function startWorkers(number: number, args: readonly string[], env: Record<string, string>): Workers {
  let logs = "";
  const start = () => {
    const child = spawn(process.execPath, [join(PROJECT_ROOT, "prover/cli/disjoint.ts"), "worker", ...args], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "ignore", "pipe"],
    });
    child.stderr.setEncoding("utf8").on("data", (text) => (logs += text));
    return child;
  };
  const workers: ChildProcess[] = Array.from({ length: number }, start);
  const ended = async (child: ChildProcess, signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exit = once(child, "exit");
    child.kill(signal);
    return (await exit)[0] as number | null;
  };
  return {
    async kill() {
      const at = Math.floor(Math.random() * workers.length);
      const victim = workers[at]!;
      workers[at] = start();
      await ended(victim, "SIGKILL");
    },
    end: () => Promise.all(workers.map((child) => ended(child, "SIGTERM"))),
    logs: () => logs,
  };
}
