import { chainError } from "../../shared/errors.ts";

/** Milliseconds: how long to wait for a transaction's effect, between two looks, and for a node's answer. */
export type PollingOptions = { timeout: number; pollingInterval: number; requestTimeout: number };

/** @throws chain `chain/timeout` */
export async function waitUntil(
  polling: Pick<PollingOptions, "timeout" | "pollingInterval">,
  what: string,
  isDone: () => Promise<boolean>,
): Promise<void> {
  const end = Date.now() + polling.timeout;
  for (
    let wait = polling.pollingInterval;
    !(await isDone());
    wait = Math.min(1.5 * wait, 8 * polling.pollingInterval)
  ) {
    if (Date.now() > end) {
      throw chainError(
        "chain/timeout",
        `the chain does not show ${what} after ${polling.timeout / 1000} s`,
        "Nothing is lost: run the command again later, what was accepted is not sent twice.",
      );
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
