/** One fingerprint of a blocklist: 62 hexadecimal digits, and words of the publisher about the work ("" if none). */
export type Entry = { key: string; label: string };

/** Entries in the order of their keys, each key once with its first label: the same list gives the same entries. */
export function sortEntries(entries: readonly Entry[]): Entry[] {
  const byKey = new Map<string, Entry>();
  for (const entry of entries) if (!byKey.has(entry.key)) byKey.set(entry.key, entry);
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}
