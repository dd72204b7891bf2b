import { join } from "node:path";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { startChild } from "./child.ts";

/** Quotes a word for a shell's command line. */
export const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/** `disjoint` with arguments, for a shell. */
export const disjointLine = (args: readonly string[]): string =>
  [process.execPath, join(PROJECT_ROOT, "prover/cli/disjoint.ts"), ...args].map(quoted).join(" ");

/** A terminal's output, byte by byte, and how the command on it ended. */
type Shown = { code: number | null; screen: string };

/**
 * Runs a command of a shell on a pseudo-terminal of so many columns, by `script` of util-linux.
 *
 * @param type types this as soon as the screen shows that
 */
export function onTerminal(line: string, columns: number, type?: { when: RegExp; keys: string }): Promise<Shown> {
  const child = startChild("script", ["-qec", `stty cols ${columns} rows 24; ${line}`, "/dev/null"], {
    env: { ...process.env, TERM: "xterm" },
    timeout: 240_000,
  });
  const shown: Shown = { code: null, screen: "" };
  let isTyped = false;
  child.stdout.setEncoding("utf8").on("data", (text) => {
    shown.screen += text;
    if (type === undefined || isTyped || !type.when.test(shown.screen)) return;
    isTyped = true;
    child.stdin.write(type.keys);
  });
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (code) => done({ ...shown, code }));
  });
}
