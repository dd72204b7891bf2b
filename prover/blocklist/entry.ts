/** One fingerprint of a blocklist: 62 hexadecimal digits, and the publisher's description of the work ("" if none). */
export type BlocklistEntry = { key: string; label: string };

/** Sorts entries by key and keeps each key once, with its first label, so that equal lists give equal entries. */
export function sortEntries(entries: readonly BlocklistEntry[]): BlocklistEntry[] {
  const { heads, indices } = byHead(entries);
  const sorted: BlocklistEntry[] = [];
  for (let first = 0, end = 1; first < indices.length; first = end++) {
    while (end < indices.length && heads[end] === heads[first]) end++;
    if (end - first === 1) sorted.push(entries[indices[first]!]!);
    else
      addDistinct(
        sorted,
        Array.from(indices.subarray(first, end), (index) => entries[index]!),
      );
  }
  return sorted;
}

/** Adds the entries in their order, each key once. Sorting is stable: of equal keys, the first stays first. */
function addDistinct(to: BlocklistEntry[], entries: BlocklistEntry[]): void {
  entries.sort((a, b) => (a.key < b.key ? -1 : a.key === b.key ? 0 : 1));
  for (const entry of entries) if (to.at(-1)?.key !== entry.key) to.push(entry);
}

/** Which half of a 64-bit number in memory is its low one. */
const LOW = new Uint32Array(BigUint64Array.of(1n).buffer)[0] === 1 ? 0 : 1;

/**
 * The order of the entries by the first 32 bits of their keys, equal ones in their order. Numbers are sorted ten times
 * as fast as texts, and of random keys few have equal first bits.
 */
function byHead(entries: readonly BlocklistEntry[]): { heads: Uint32Array; indices: Uint32Array } {
  const order = new BigUint64Array(entries.length);
  const halves = new Uint32Array(order.buffer);
  for (const [i, { key }] of entries.entries()) {
    halves[2 * i + LOW] = i;
    halves[2 * i + 1 - LOW] = Number.parseInt(key.slice(0, 8), 16);
  }
  order.sort();
  const halfAt = (offset: number) => Uint32Array.from(entries, (_, i) => halves[2 * i + offset]!);
  return { heads: halfAt(1 - LOW), indices: halfAt(LOW) };
}
