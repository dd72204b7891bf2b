import { setTimeout as sleep } from "node:timers/promises";
import { chainError } from "../../shared/errors.ts";

/**
 * All in milliseconds. `timeout`: how long to wait for the effect of a transaction; `pollingInterval`: the first pause
 * between two requests; `requestTimeout`: how long to wait for a node's response.
 */
export type PollingOptions = { timeout: number; pollingInterval: number; requestTimeout: number };

/**
 * The outcome of one attempt: its result, or the error to throw when no time is left. `retryAfter`: the pause that the
 * node asks for, in milliseconds; `timeout`: a limit for this kind of error.
 */
type Attempt<T> = { result: T } | { error: () => Error; retryAfter?: number; timeout?: number };

/** By how much each pause is longer than the one before, and how long the longest is, in polling intervals. */
const BACKOFF = 1.5;
const LONGEST = 8;

/**
 * Repeats an attempt until it has a result.
 *
 * @throws whatever `attempt` throws, and its last error when the timeout is reached
 */
export async function poll<T>(
  { timeout, pollingInterval }: Pick<PollingOptions, "timeout" | "pollingInterval">,
  attempt: () => Promise<Attempt<T>>,
): Promise<T> {
  const start = Date.now();
  for (let pause = pollingInterval; ; pause = Math.min(BACKOFF * pause, LONGEST * pollingInterval)) {
    const outcome = await attempt();
    if ("result" in outcome) return outcome.result;
    const left = start + Math.min(timeout, outcome.timeout ?? timeout) - Date.now();
    const next = outcome.retryAfter ?? Math.min(pause, left);
    if (left <= 0 || next > left) throw outcome.error();
    await sleep(next);
  }
}

/**
 * Waits until the chain's state shows something.
 *
 * @param what is waited for, in words
 * @throws chain `chain/timeout`
 */
export const waitUntil = (
  polling: Pick<PollingOptions, "timeout" | "pollingInterval">,
  what: string,
  isDone: () => Promise<boolean>,
): Promise<void> =>
  poll(polling, async () => {
    if (await isDone()) return { result: undefined };
    const error = () =>
      chainError(
        "chain/timeout",
        `the chain does not show ${what} after ${polling.timeout / 1000} s`,
        "Nothing is lost: run the command again later, what was accepted is not sent twice.",
      );
    return { error };
  });
