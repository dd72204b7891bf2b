import { minOf } from "../shared/collections.ts";

/** Most suggestions that are made, and changes of a letter after which a word is another one. */
const MOST = 3;
const FAR = 3;

/**
 * The words that a mistyped one may have meant: those at the least edit distance, or, for a part of a word, those that
 * contain it.
 */
export function closest(text: string, words: readonly string[]): string[] {
  const near = words.map((word) => ({ word, distance: editDistance(text, word) }));
  const least = minOf(near.map(({ distance }) => distance));
  if (least <= FAR) return near.flatMap(({ word, distance }) => (distance === least ? [word] : [])).slice(0, MOST);
  return text.length < FAR ? [] : words.filter((word) => word.includes(text)).slice(0, MOST);
}

/** Letters to insert, remove or replace (Levenshtein). */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1];
    for (let j = 1; j <= other.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (letter === other[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[other.length]!;
}
