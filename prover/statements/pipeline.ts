/**
 * Uses items one after the other, and prepares the next one while one is used.
 *
 * @param discard takes what was prepared and will not be used because an earlier item failed
 * @throws what the first item that fails throws, in the order of the items
 */
export async function pipeline<Item, Prepared, Result>(
  items: readonly Item[],
  prepare: (item: Item) => Promise<Prepared>,
  use: (item: Item, prepared: Prepared) => Promise<Result>,
  discard: (prepared: Prepared) => void,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = items[0] === undefined ? undefined : prepare(items[0]);
  for (const [i, item] of items.entries()) {
    const using = use(item, await next!);
    const following = items[i + 1];
    next = following === undefined ? undefined : prepare(following);
    // Its error is thrown when it is its turn.
    next?.catch(() => {});
    try {
      results.push(await using);
    } catch (error) {
      await next?.then(discard, () => {});
      throw error;
    }
  }
  return results;
}
