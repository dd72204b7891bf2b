import { spawn } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** What one script found. `says`: the last line it printed, or how it ended if it printed nothing. */
type FindingResult = { name: string; ok: boolean; says: string };

/** `only`: names without `.sh`; all scripts if empty. `timeout`: milliseconds that one script may take. */
type FindingOptions = { only?: readonly string[]; timeout?: number };

/**
 * Runs the scripts of a folder one after the other, in the order of their names.
 *
 * @throws Error if `only` names a script that does not exist
 */
export async function* runFindings(folder: string, options: FindingOptions = {}): AsyncGenerator<FindingResult> {
  const { only = [], timeout = 300_000 } = options;
  const files = (await readdir(folder)).filter((file) => file.endsWith(".sh")).sort();
  const names = files.map((file) => file.slice(0, -".sh".length));
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`no finding ${unknown.join(", ")}; there are ${names.join(", ")}`);
  for (const name of names)
    if (only.length === 0 || only.includes(name)) yield runFinding(join(folder, `${name}.sh`), name, timeout);
}

/** A process group of its own, so that a timeout also ends what the script started. */
function runFinding(path: string, name: string, timeout: number): Promise<FindingResult> {
  return new Promise((resolve, reject) => {
    const child = spawn("sh", [path], { detached: true, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      process.kill(-child.pid!, "SIGTERM");
    }, timeout);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      const ending = timedOut ? `took longer than ${timeout / 1000} s` : `exit ${code ?? signal}`;
      const last = output.trimEnd().split("\n").at(-1);
      const ok = code === 0 && !timedOut;
      resolve({ name, ok, says: ok && last ? last : [ending, last].filter(Boolean).join(": ") });
    });
  });
}
