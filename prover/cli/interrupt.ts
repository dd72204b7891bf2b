import { EXIT } from "../shared/exit.ts";
import type { Command } from "./commands/definition.ts";

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
    process.exit(EXIT.interrupted);
  };
  process.once("SIGINT", onInterrupt);
  return () => process.off("SIGINT", onInterrupt);
}
