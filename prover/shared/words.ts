/** A number of things, in words: 1 page, 2 pages, 1 entry, 2 entries. */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;
