import { setTimeout as sleep } from "node:timers/promises";
import { DisjointError } from "../../shared/errors.ts";

/** How long to go on: waits double from `first` to `longest`, in milliseconds. */
export type Patience = { tries: number; first: number; longest: number };

/** Half a minute, enough for the restart of a server. */
export const PATIENCE: Patience = { tries: 14, first: 50, longest: 5_000 };

/**
 * Calls something that may fail for a while: a server that restarts, a network that drops a call.
 *
 * @throws the last error; a `DisjointError` at once, because another try would not change it
 */
export async function retrying<T>(work: () => Promise<T>, { tries, first, longest }: Patience = PATIENCE): Promise<T> {
  for (let tried = 1; ; tried++)
    try {
      return await work();
    } catch (error) {
      if (tried === tries || error instanceof DisjointError) throw error;
      const wait = Math.min(longest, first * 2 ** (tried - 1));
      await sleep(wait * (0.5 + Math.random()));
    }
}
