import { type Ask, isOfState } from "./agreement.ts";

/** Answers that are kept: some ten thousand pages of lists. */
const MOST = 20_000;

/** Does not ask again what was answered about the state after a block that is named by its hash: it cannot change. */
export function remembering(ask: Ask): Ask {
  const known = new Map<string, Promise<unknown>>();
  return (method, params) => {
    if (!isOfState(method, params)) return ask(method, params);
    const question = JSON.stringify([method, params]);
    const found = known.get(question);
    if (found !== undefined) return found;
    const asked = ask(method, params);
    known.set(question, asked);
    asked.catch(() => known.delete(question));
    if (known.size > MOST) known.delete(known.keys().next().value!);
    return asked;
  };
}
