import { mapConcurrently } from "../../shared/promises.ts";
import { expectBlock } from "../blocks.ts";
import { type AskNode, badAnswer } from "../rpc.ts";
import type { Draft } from "./draft.ts";
import type { RegistryEventType } from "./event.ts";
import { LEDGER_EVENTS } from "./ledger.ts";
import { LIST_EVENTS } from "./lists.ts";
import type { RegistryLog } from "./logs.ts";
import { RELEASE_EVENTS } from "./releases.ts";
import { hashOfText } from "./values.ts";

/**
 * Every event of the contracts. One that cannot follow the earlier ones comes from a node that omits or repeats events.
 */
export const EVENT_TYPES: readonly RegistryEventType[] = [...LIST_EVENTS, ...LEDGER_EVENTS, ...RELEASE_EVENTS];

/** By the hash of the signature, the first topic. */
const TYPES: ReadonlyMap<bigint, RegistryEventType> = new Map(
  EVENT_TYPES.map((type) => [BigInt(hashOfText(type.signature)), type]),
);

/** Applies events in their order. They do not have their block's time, which is asked for where it is needed. */
export async function applyLogs(
  draft: Draft,
  logs: readonly RegistryLog[],
  ask: AskNode,
  limit: number,
): Promise<void> {
  const events = logs.map((log) => ({ ...log, type: typeOf(log) }));
  const numbers = [...new Set(events.filter(({ type }) => type.needsTime).map(({ block }) => block))];
  const blocks = await mapConcurrently(numbers, (number) => expectBlock(ask, number), limit);
  const times = new Map(blocks.map(({ number, time }) => [number, time]));
  for (const { type, topics, data, block } of events)
    type.apply(draft, topics.slice(1), data, { number: block, time: times.get(block) ?? 0 });
}

function typeOf({ topics, address, block }: RegistryLog): RegistryEventType {
  const type = topics[0] === undefined ? undefined : TYPES.get(topics[0]);
  if (type !== undefined) return type;
  throw badAnswer(`an event of ${address} in block ${block}`, "one that the contracts do not have");
}
