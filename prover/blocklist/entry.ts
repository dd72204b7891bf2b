/** One fingerprint of a blocklist: 62 hexadecimal digits, and the publisher's description of the work ("" if none). */
export type BlocklistEntry = { key: string; label: string };

/** Sorts entries by key and keeps each key once, with its first label, so that equal lists give equal entries. */
export function sortEntries(entries: readonly BlocklistEntry[]): BlocklistEntry[] {
  const byKey = new Map<string, BlocklistEntry>();
  for (const entry of entries) if (!byKey.has(entry.key)) byKey.set(entry.key, entry);
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}
