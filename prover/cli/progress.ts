import type { OnProgress } from "../shared/progress.ts";

/** How often a stage may speak, in milliseconds; its last word is never held back. */
const INTERVAL = 500;

/** Writes progress to stderr, a line at a time, and none twice running. */
export function toStderr(): OnProgress {
  let last = 0;
  let stage = "";
  let said = "";
  return ({ stage: now, done, total, what }) => {
    const time = Date.now();
    if (now === stage && time - last < INTERVAL && done !== total) return;
    [stage, last] = [now, time];
    const share = total === undefined ? `${done}` : `${done}/${total}`;
    const line = `${now.padEnd(11)} ${share} ${what}\n`;
    if (line !== said) process.stderr.write(line);
    said = line;
  };
}
