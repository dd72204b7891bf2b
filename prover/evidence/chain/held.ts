import { type Log, logsOf, readHeader } from "../../ethereum/header.ts";
import { groupBy } from "../../shared/collections.ts";
import { type Check, check } from "../../shared/verdict.ts";
import type { BlockFacts } from "../facts.ts";
import type { ChainDocument } from "./document.ts";

/**
 * The events of one transaction of a block. `index`: of the block in the document; `where`: in words.
 */
export type Held = { index: number; block: BlockFacts; transaction: number; where: string; logs: readonly Log[] };

/** The events of a contract that can be decoded so, each with its block. */
export const eventsOf = <T>(
  held: readonly Held[],
  contract: string,
  decode: (log: Log) => T | undefined,
): { event: T; block: BlockFacts }[] =>
  held.flatMap(({ block, logs }) =>
    logs.flatMap((log) => {
      const event = log.address === contract ? decode(log) : undefined;
      return event === undefined ? [] : [{ event, block }];
    }),
  );

/** The events of a document's blocks, in order, each proved to be in its block. */
export function eventsIn({ blocks }: Pick<ChainDocument, "blocks">): { checks: Check[]; held: Held[] } {
  const checks: Check[] = [];
  const held: Held[] = [];
  for (const [i, { header, receipts }] of blocks.entries()) {
    const read = attempt(() => readHeader(header));
    checks.push(check("block", read.ok, read.problem, `chain-block-${i}`));
    if (!read.ok) continue;
    for (const { transaction, proof } of receipts) {
      const where = `chain-block-${i}-receipt-${transaction}`;
      const found = attempt(() => logsOf(read.value, transaction, proof));
      checks.push(check("block", found.ok, found.problem, where));
      if (found.ok) held.push({ index: i, block: read.value, transaction, where, logs: found.value });
    }
    if (receipts.length === 0)
      held.push({ index: i, block: read.value, transaction: -1, where: `chain-block-${i}`, logs: [] });
  }
  return { checks, held };
}

/** The events of blocks that are only stated, in order. */
export const statedIn = ({ stated = [] }: Pick<ChainDocument, "stated">): Held[] =>
  stated.flatMap(({ events, ...block }, index) =>
    [...groupBy(events, ({ transaction }) => transaction)].map(([transaction, logs]) => ({
      index,
      block,
      transaction,
      where: `stated block ${block.number}`,
      logs,
    })),
  );

/** Both together, in the order of the chain. */
export const merged = (held: readonly Held[], stated: readonly Held[]): Held[] =>
  [...held, ...stated].sort((a, b) => a.block.number - b.block.number || a.transaction - b.transaction);

/**
 * The maker of a document cannot choose its blocks: they are in ascending order, each receipt occurs once, and each
 * holds an event that is needed. Otherwise an old block of the same chain could make everything look older than it is.
 * Blocks that are only stated have separate checks and are different from the others.
 */
export function orderChecks(held: readonly Held[], stated: readonly Held[], isNeeded: (log: Log) => boolean): Check[] {
  const shown = new Set(held.map(({ block }) => block.number));
  const inOrder = (prefix: string, some: readonly Held[], isOther: (one: Held) => boolean) => {
    const before = some.filter((one, i) => isOther(one) || (i > 0 && !isAfter(one, some[i - 1]!)));
    const useless = some.filter(({ logs }) => !logs.some(isNeeded));
    return [
      check("order", before.length === 0, `not after what stands before: ${placesOf(before)}`, `${prefix}chain-order`),
      check(
        "needed",
        useless.length === 0,
        `no event of this release is in ${placesOf(useless)}`,
        `${prefix}chain-needed`,
      ),
    ];
  };
  return [
    ...(held.length === 0 && stated.length > 0 ? [] : inOrder("", held, () => false)),
    ...(stated.length === 0 ? [] : inOrder("stated-", stated, ({ block }) => shown.has(block.number))),
  ];
}

const placesOf = (some: readonly Held[]) => some.map(({ where }) => where).join(", ");

const isAfter = (one: Held, before: Held): boolean =>
  one.index === before.index ? one.transaction > before.transaction : one.block.number > before.block.number;

type Attempt<T> = { ok: true; value: T; problem: "" } | { ok: false; problem: string };

function attempt<T>(read: () => T): Attempt<T> {
  try {
    return { ok: true, value: read(), problem: "" };
  } catch (error) {
    if (error instanceof RangeError) return { ok: false, problem: error.message };
    throw error;
  }
}
