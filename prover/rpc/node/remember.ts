import { type Ask, isOfState } from "./quorum.ts";

/** Answers that are kept: some ten thousand pages of lists. */
const MOST = 20_000;

/**
 * Does not ask again what was answered about the state after a block that is named by its hash: it cannot change. Nor
 * what is being asked: who asks at the same time gets the same answer.
 */
export function memoize(ask: Ask): Ask {
  const known = new Map<string, Promise<unknown>>();
  return (method, params) => {
    if (method.startsWith("eth_send")) return ask(method, params);
    const question = JSON.stringify([method, params]);
    const found = known.get(question);
    if (found !== undefined) return found;
    const asked = ask(method, params);
    known.set(question, asked);
    const forget = () => known.delete(question);
    asked.then(isOfState(method, params) ? undefined : forget, forget);
    if (known.size > MOST) known.delete(known.keys().next().value!);
    return asked;
  };
}
