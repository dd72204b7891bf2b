import type { ListRoot } from "../../bundle/listRoot.ts";
import type { BlockFacts } from "../facts.ts";
import type { ChainDocument } from "./document.ts";
import { asPagesAccepted } from "./events.ts";
import { eventsOf, type Held } from "./held.ts";

/**
 * The pages of a list that events show as accepted for a shard. `last`: the block in which the last page was accepted
 * for the first time; the time of the fact is this block's.
 */
type Acceptance = { has(page: number): boolean; last?: BlockFacts };

/**
 * What events have to show: a list by its reference in the document, its page size, and the pages that matter.
 */
type AcceptedList = Pick<ListRoot, "root" | "pageSize"> & { pages: readonly number[] };

/** The pages that events show as accepted for a shard, by circuits that are trusted for the list's page size. */
export function acceptance(
  commitment: bigint,
  { root, pageSize, pages }: AcceptedList,
  circuits: ReadonlyMap<string, number>,
  { lists, ledger }: Pick<ChainDocument, "lists" | "ledger">,
  held: readonly Held[],
): Acceptance {
  const reference = lists.find((list) => list.root === root);
  const wanted = bitmap(pages);
  const words = new Map<bigint, bigint>();
  let last: BlockFacts | undefined;
  for (const { event, block } of eventsOf(held, ledger, asPagesAccepted)) {
    if (event.commitment !== commitment || event.list !== reference?.list) continue;
    if (circuits.get(event.circuit) !== pageSize) continue;
    const before = words.get(event.word) ?? 0n;
    if ((event.bits & ~before & (wanted.get(event.word) ?? 0n)) !== 0n) last = block;
    words.set(event.word, before | event.bits);
  }
  const has = (page: number) => ((words.get(BigInt(page >> 8)) ?? 0n) >> BigInt(page & 255)) % 2n === 1n;
  return { has, ...(last && { last }) };
}

/** Pages as the ledger stores them: 256 in a word. */
export function bitmap(pages: readonly number[]): Map<bigint, bigint> {
  const words = new Map<bigint, bigint>();
  for (const page of pages) {
    const word = BigInt(page >> 8);
    words.set(word, (words.get(word) ?? 0n) | (1n << BigInt(page & 255)));
  }
  return words;
}
