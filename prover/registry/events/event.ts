import { type AbiType, type Read, struct } from "./abi.ts";
import type { Draft } from "./draft.ts";

/** Where an event happened. `time` is 0 for an event that needs none. */
type EventBlock = { number: number; time: number };

/**
 * An event of the contracts: its signature, how its data is read, whether the time of its block is needed, and what it
 * changes. `topics`: the indexed arguments, in their order.
 */
export type RegistryEventType = {
  signature: string;
  needsTime: boolean;
  apply(draft: Draft, topics: readonly bigint[], data: Uint8Array, block: EventBlock): void;
};

export function event<A extends Record<string, AbiType<unknown>>>(
  signature: string,
  args: A,
  change: (draft: Draft, topics: readonly bigint[], args: { [K in keyof A]: Read<A[K]> }, block: EventBlock) => void,
  needsTime = false,
): RegistryEventType {
  const type = struct(args);
  return {
    signature,
    needsTime,
    apply: (draft, topics, data, block) => change(draft, topics, type.read(data, 0), block),
  };
}

/** One that changes nothing in a snapshot. */
export const ignore = (signature: string): RegistryEventType => ({
  signature,
  needsTime: false,
  apply: () => undefined,
});
