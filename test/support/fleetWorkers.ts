import { endWorker, startWorker } from "../../scripts/support/workers.ts";

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
  const start = () => startWorker(args, { env, onLog: (text) => (logs += text) });
  const workers = Array.from({ length: number }, start);
  return {
    async kill() {
      const at = Math.floor(Math.random() * workers.length);
      const victim = workers[at]!;
      workers[at] = start();
      await endWorker(victim, "SIGKILL");
    },
    end: () => Promise.all(workers.map((child) => endWorker(child))),
    logs: () => logs,
  };
}
