/** One code of the catalogue: who has to act, what the code means in one sentence, and what generally to do. */
type Entry<K extends string> = { readonly kind: K; readonly meaning: string; readonly hint: string };

const entryOf =
  <const K extends string>(kind: K) =>
  (meaning: string, hint: string): Entry<K> => ({ kind, meaning, hint });

/** A call, a command line or a configuration is wrong. */
export const usage = entryOf("usage");
/** A source, a list, a bundle or another document is wrong. */
export const data = entryOf("data");
/** The chain refused, or a node did not answer. */
export const chain = entryOf("chain");
/** A circuit, a key or another artifact is missing or not what it should be. */
export const artifact = entryOf("artifact");
/** A defect of this program. */
export const internal = entryOf("internal");
