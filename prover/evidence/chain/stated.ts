import { hexToBytes } from "@noble/hashes/utils.js";
import { hex } from "../../ethereum/header.ts";
import { ADDRESS, COUNT, idOf, LINE, UINT32 } from "../../shared/shape/fields.ts";
import { object } from "../../shared/shape/object.ts";
import { checked, list, mapped, type Shape, text } from "../../shared/shape/shape.ts";
import type { Check } from "../../shared/verdict.ts";

/**
 * An event as a node returned it. `transaction`: its index in the block; `address`, `topics`: 0x and lower-case
 * hexadecimal.
 */
export type StatedEvent = { transaction: number; address: string; topics: string[]; data: Uint8Array };

/**
 * A block whose receipts cannot be proved, and its stated events. `hash`: 0x and 64 hexadecimal digits; `time`: in
 * seconds since 1970; `reason`: why they cannot be proved, in words.
 */
export type StatedBlock = { number: number; hash: string; time: number; reason: string; events: StatedEvent[] };

export const statedToJson = ({ events, ...block }: StatedBlock) => ({
  ...block,
  events: events.map(({ transaction, address, topics, data }) => ({ transaction, address, topics, data: hex(data) })),
});

const WORD = idOf("32 bytes in hexadecimal");

const BLOCK = object({
  number: COUNT,
  hash: WORD,
  time: COUNT,
  reason: LINE,
  events: list(
    object({
      transaction: UINT32,
      address: ADDRESS,
      topics: list(WORD),
      data: mapped(text(/^0x([0-9a-f]{2})*$/, "bytes in hexadecimal"), (data) => hexToBytes(data.slice(2))),
    }),
  ),
});

/** At least one block, each once. */
export const STATED: Shape<StatedBlock[]> = checked(list(BLOCK, 1), (reader, blocks, path) => {
  if (blocks.some(({ number }, i) => i > 0 && number <= blocks[i - 1]!.number))
    reader.refuse(path, "is not in the order of the blocks' numbers, each once");
});

/**
 * The checks of events, made once with the proved events and once with the stated ones as well. A check that only
 * passes with stated events has a name of its own, because nothing proves it.
 */
export const withStated = (shown: readonly Check[], said: readonly Check[]): Check[] =>
  shown.map((check, i) =>
    check.ok || said[i]?.ok !== true
      ? check
      : { id: check.id, name: `stated-${check.name}`, ok: true, detail: "stated, not proved: no receipt shows it" },
  );
