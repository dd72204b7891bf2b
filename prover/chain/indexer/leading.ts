import type { EventIndex } from "./store.ts";

/** Pages in a word of the ledger. */
const WIDTH = 256;

/**
 * Brings the number of a shard's leading accepted pages up to date after more were accepted, as `Facts._leadingPages`
 * counts them.
 */
export function extendLeading(index: EventIndex, commitment: string, list: string): void {
  const sql = "SELECT pages FROM leading WHERE commitment = ? AND list = ?";
  const before = Number(index.get(sql, commitment, list)?.pages ?? 0);
  countLeading(index, commitment, list, Math.floor(before / WIDTH));
}

/** Counts the leading pages again of everything that a circuit has proved: the circuit was revoked. */
export function recountLeading(index: EventIndex, circuit: string): void {
  const sql = "SELECT DISTINCT commitment, list FROM facts WHERE circuit = ?";
  for (const { commitment, list } of index.all(sql, circuit)) countLeading(index, String(commitment), String(list), 0);
}

/** @param first the first word that may not be full */
function countLeading(index: EventIndex, commitment: string, list: string, first: number): void {
  const sql = `SELECT word, bits FROM facts JOIN circuits USING (circuit)
    WHERE status <> 'revoked' AND commitment = ? AND list = ? AND word >= ?`;
  const words = new Map<number, bigint>();
  for (const { word, bits } of index.all(sql, commitment, list, first))
    words.set(Number(word), (words.get(Number(word)) ?? 0n) | BigInt(bits!));
  let word = first;
  while (trailingOnes(words.get(word) ?? 0n) === WIDTH) word++;
  const pages = WIDTH * word + trailingOnes(words.get(word) ?? 0n);
  index.run("INSERT OR REPLACE INTO leading VALUES (?, ?, ?)", commitment, list, pages);
}

function trailingOnes(bits: bigint): number {
  let ones = 0;
  for (let rest = bits; rest & 1n; rest >>= 1n) ones++;
  return ones;
}
