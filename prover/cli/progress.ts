import type { OnProgress } from "../shared/progress.ts";

/** How often a stage may speak, in milliseconds; its last word is never held back. */
const INTERVAL = 500;

/** Writes progress to stderr, a line at a time. */
export function toStderr(): OnProgress {
  let last = 0;
  let stage = "";
  return ({ stage: now, done, total, what }) => {
    const time = Date.now();
    if (now === stage && time - last < INTERVAL && done !== total) return;
    [stage, last] = [now, time];
    const share = total === undefined ? `${done}` : `${done}/${total}`;
    process.stderr.write(`${now.padEnd(11)} ${share} ${what}\n`);
  };
}
