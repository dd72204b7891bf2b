import { memoize } from "../../shared/promises.ts";
import { type Ask, isOfState } from "./quorum.ts";

/** How many answers are kept: room for some ten thousand pages of lists. */
const MAX_ANSWERS = 20_000;

/**
 * Keeps the answers about the state after a block that is named by its hash, because they cannot change. The same
 * request made twice at the same time is sent once. Transactions are always sent.
 */
export function memoizeAnswers(ask: Ask): Ask {
  const memoized = memoize(ask, { keeps: isOfState, max: MAX_ANSWERS });
  return (method, params) => (method.startsWith("eth_send") ? ask(method, params) : memoized(method, params));
}
