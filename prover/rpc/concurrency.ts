/** Questions under way at once: nodes refuse a flood. */
const AT_ONCE = 32;

/** Asks a question about each item, some at once; the answers in the items' order. */
export async function mapConcurrently<T, A>(items: readonly T[], ask: (item: T) => Promise<A>): Promise<A[]> {
  const answers: A[] = [];
  for (let first = 0; first < items.length; first += AT_ONCE)
    answers.push(...(await Promise.all(items.slice(first, first + AT_ONCE).map(ask))));
  return answers;
}
