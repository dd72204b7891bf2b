import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";

/** The command line's own program, which a process runs with Node. */
export const DISJOINT = join(PROJECT_ROOT, "prover/cli/disjoint.ts");

type WorkerStart = {
  /** Where its log, a JSON object a line, goes. */
  onLog(text: string): void;
  env?: Record<string, string>;
  /** A command in front of Node, such as `taskset`. */
  under?: readonly string[];
};

/** Starts a worker of a fleet as its users do. It ends with this process. */
export function startWorker(args: readonly string[], { onLog, env = {}, under = [] }: WorkerStart): ChildProcess {
  const [command, ...rest] = [...under, process.execPath, DISJOINT, "worker", ...args];
  const child = spawn(command!, rest, { env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "pipe"] });
  child.stderr.setEncoding("utf8").on("data", onLog);
  const kill = () => child.kill("SIGKILL");
  process.on("exit", kill);
  child.on("exit", () => process.off("exit", kill));
  return child;
}

/** Ends a worker. @returns its exit code; null after SIGKILL */
export async function endWorker(child: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exit = once(child, "exit");
  child.kill(signal);
  return (await exit)[0] as number | null;
}
