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

/** The shards and lists that a circuit or powers of tau proved something of. */
const PROVED_BY = `SELECT commitment, list FROM facts WHERE circuit = ?1
  UNION SELECT commitment, list FROM disjointness WHERE circuit = ?1`;

/** As the view shard_reach, of one shard and list. */
const REACH = `SELECT max(pages) AS pages FROM (
  SELECT pages FROM leading WHERE commitment = ?1 AND list = ?2
  UNION ALL
  SELECT page_count FROM disjointness JOIN circuits USING (circuit) JOIN epochs USING (list, epoch)
    WHERE status <> 'revoked' AND commitment = ?1 AND list = ?2)`;

/** Records how far the proofs of a shard reach after a block, if that is something else than before. */
export function recordReach(index: EventIndex, commitment: string, list: string, block: number): void {
  const pages = Number(index.get(REACH, commitment, list)?.pages ?? 0);
  const last = "SELECT pages FROM reached WHERE commitment = ? AND list = ? ORDER BY block DESC LIMIT 1";
  if (Number(index.get(last, commitment, list)?.pages ?? 0) === pages) return;
  index.run("INSERT OR REPLACE INTO reached VALUES (?, ?, ?, ?)", commitment, list, block, pages);
}

/** The same of everything that a circuit has proved: it was revoked. */
export function recordReachOf(index: EventIndex, circuit: string, block: number): void {
  for (const { commitment, list } of index.all(PROVED_BY, circuit))
    recordReach(index, String(commitment), String(list), block);
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
