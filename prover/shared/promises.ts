/** How `memoize` keeps results. */
type MemoizeOptions<A extends readonly unknown[]> = {
  /** Whether the result for these arguments is kept once it is there. Default: always. */
  keeps?: (...args: A) => boolean;
  /** Whether a failure is kept like a result. Default: the next call tries again. */
  keepsErrors?: boolean;
  /** How many results are kept; the oldest is dropped first. Default: all. */
  max?: number;
};

/**
 * A function that does its work once for the same arguments. Calls made while the work is under way share it.
 *
 * @param work its arguments must be values that JSON holds
 */
export function memoize<A extends readonly unknown[], T>(
  work: (...args: A) => Promise<T>,
  { keeps = () => true, keepsErrors = false, max = Number.POSITIVE_INFINITY }: MemoizeOptions<A> = {},
): (...args: A) => Promise<T> {
  const results = new Map<string, Promise<T>>();
  return (...args) => {
    const key = JSON.stringify(args);
    const known = results.get(key);
    if (known !== undefined) return known;
    const result = work(...args);
    results.set(key, result);
    const keep = () => undefined;
    const drop = () => results.delete(key);
    result.then(keeps(...args) ? keep : drop, keepsErrors ? keep : drop);
    if (results.size > max) results.delete(results.keys().next().value!);
    return result;
  };
}

/** A function that does its work when it is first called, and returns the same result, or error, ever after. */
export const once = <T>(work: () => Promise<T>): (() => Promise<T>) => memoize(work, { keepsErrors: true });

/**
 * Does `work` for each item, at most `limit` at a time, and begins in the order of the items. After a failure nothing
 * more is begun; what is under way is awaited.
 *
 * @param limit default 32: nodes refuse a flood of requests
 * @returns the results, in the order of the items
 * @throws what the first item that failed threw, in the order of the items
 */
export async function mapConcurrently<T, R>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<R>,
  limit = 32,
): Promise<R[]> {
  const results: R[] = [];
  const failures: { index: number; error: unknown }[] = [];
  let next = 0;
  const lane = async () => {
    while (next < items.length && failures.length === 0) {
      const index = next++;
      try {
        results[index] = await work(items[index]!, index);
      } catch (error) {
        failures.push({ index, error });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  failures.sort((a, b) => a.index - b.index);
  if (failures[0] !== undefined) throw failures[0].error;
  return results;
}
