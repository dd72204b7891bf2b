import { hexToBytes } from "@noble/hashes/utils.js";
import { hex } from "../../ethereum/header.ts";
import type { DocumentReader } from "../../shared/document.ts";
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

/** At least one block, each once. */
export function readStated(reader: DocumentReader, value: unknown, path: string): StatedBlock[] {
  const blocks = reader.array(value, path).map((entry, i) => readBlock(reader, entry, `${path}[${i}]`));
  if (blocks.length === 0) reader.refuse(path, "is empty");
  if (blocks.some(({ number }, i) => i > 0 && number <= blocks[i - 1]!.number))
    reader.refuse(path, "is not in the order of the blocks' numbers, each once");
  return blocks;
}

function readBlock(reader: DocumentReader, value: unknown, at: string): StatedBlock {
  const block = reader.object(value, at, ["number", "hash", "time", "reason", "events"]);
  return {
    number: reader.integer(block.number, `${at}.number`, 0, Number.MAX_SAFE_INTEGER),
    hash: readWord(reader, block.hash, `${at}.hash`),
    time: reader.integer(block.time, `${at}.time`, 0, Number.MAX_SAFE_INTEGER),
    reason: reader.text(block.reason, `${at}.reason`, /^[^\p{Cc}\p{Cf}\p{Cs}]{1,512}$/u, "printable text in one line"),
    events: reader
      .array(block.events, `${at}.events`)
      .map((entry, i) => readEvent(reader, entry, `${at}.events[${i}]`)),
  };
}

function readEvent(reader: DocumentReader, value: unknown, at: string): StatedEvent {
  const event = reader.object(value, at, ["transaction", "address", "topics", "data"]);
  const data = reader.text(event.data, `${at}.data`, /^0x([0-9a-f]{2})*$/, "bytes in hexadecimal");
  return {
    transaction: reader.integer(event.transaction, `${at}.transaction`, 0, 2 ** 32 - 1),
    address: reader.text(event.address, `${at}.address`, /^0x[0-9a-f]{40}$/, "an address"),
    topics: reader.array(event.topics, `${at}.topics`).map((topic, i) => readWord(reader, topic, `${at}.topics[${i}]`)),
    data: hexToBytes(data.slice(2)),
  };
}

const readWord = (reader: DocumentReader, value: unknown, path: string) =>
  reader.text(value, path, /^0x[0-9a-f]{64}$/, "32 bytes in hexadecimal");

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
