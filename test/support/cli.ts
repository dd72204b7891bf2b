import { spawn } from "node:child_process";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";

/** The result of one process of the command line. */
export type Ran = { code: number | null; stdout: string; stderr: string };

/** A process that has not ended after this many milliseconds is considered hung: it is killed and has no exit code. */
const HANGS = 240_000;

/** How often to check whether a process is to be killed, in milliseconds. */
const LOOKS = 10;

/**
 * Runs `disjoint` as its users do, in its own process.
 *
 * @param killWhen kill -9 as soon as this holds; there is no exit code then
 * @param hangs a process that takes longer, in milliseconds, is killed
 * @param program the command line's first file; default: that of this clone
 */
export function disjoint(
  args: readonly string[],
  env: Record<string, string> = {},
  killWhen?: () => boolean,
  hangs = HANGS,
  program = join(PROJECT_ROOT, "prover/cli/disjoint.ts"),
): Promise<Ran> {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: hangs,
    killSignal: "SIGKILL",
  });
  const ran: Ran = { code: null, stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => (ran.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (ran.stderr += text));
  const watch = killWhen && setInterval(() => killWhen() && child.kill("SIGKILL"), LOOKS);
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (code) => {
      clearInterval(watch);
      done({ ...ran, code });
    });
  });
}

/** The one JSON document that `--json` prints, in one line. */
export function jsonOf<T = Record<string, unknown>>({ stdout }: Ran): T {
  if (!/^[^\n]+\n$/.test(stdout)) throw new Error(`not one line: ${JSON.stringify(stdout)}`);
  return JSON.parse(stdout);
}
