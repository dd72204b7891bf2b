import type { Command } from "./commands/definition.ts";

/** 128 and the number of SIGINT, as shells have it. */
const INTERRUPTED = 130;

/**
 * Says what is kept when the user presses Ctrl-C, and ends the process. Whatever is written is written in one step, so
 * that nothing has to be undone.
 *
 * @param end clears what stands on the terminal
 * @returns ends the waiting
 */
export function whenInterrupted({ interrupted }: Command, end: () => void): () => void {
  const onInterrupt = () => {
    end();
    process.stderr.write(`interrupted: ${interrupted}\n`);
    process.exit(INTERRUPTED);
  };
  process.once("SIGINT", onInterrupt);
  return () => process.off("SIGINT", onInterrupt);
}
