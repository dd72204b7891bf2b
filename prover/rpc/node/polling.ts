import { chainError } from "../../shared/errors.ts";

/** Milliseconds: how long to wait for a transaction's effect, between two looks, and for a node's answer. */
export type Patience = { timeout: number; interval: number; request: number };

/** @throws chain `chain/timeout` */
export async function until(
  patience: Pick<Patience, "timeout" | "interval">,
  what: string,
  isDone: () => Promise<boolean>,
): Promise<void> {
  const end = Date.now() + patience.timeout;
  for (let wait = patience.interval; !(await isDone()); wait = Math.min(1.5 * wait, 8 * patience.interval)) {
    if (Date.now() > end) {
      throw chainError(
        "chain/timeout",
        `the chain does not show ${what} after ${patience.timeout / 1000} s`,
        "Nothing is lost: run the command again later, what was accepted is not sent twice.",
      );
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
