import type { LogDescription } from "ethers";
import { badAnswer, parseCount, parseHash, parseText } from "../../rpc/node/decode.ts";
import type { EventIndex, IndexRow } from "./store.ts";

type Args = ReturnType<LogDescription["args"]["toObject"]>;

/** What an event changes in an index. */
export type Apply = (index: EventIndex, args: Args, block: number) => void;

/**
 * The row of a list.
 *
 * @throws chain `chain/bad-answer` for a list that no event created
 */
export function listOf(index: EventIndex, id: unknown): IndexRow {
  const list = index.get("SELECT * FROM lists WHERE list = ?", parseHash(id, "list"));
  if (list === undefined) throw badAnswer("events", `one of list ${id}, which none opened`);
  return list;
}

/** Adds the next epoch of a list, whose pages start at `firstPage`. */
export function addEpoch(index: EventIndex, { list, epoch, firstPage, content }: Args): void {
  const known = listOf(index, list);
  const number = parseCount(epoch, "epoch");
  const pages = parseCount(content.pageCount, "pageCount");
  if (number !== Number(known.epoch_count) + 1 || parseCount(firstPage, "firstPage") !== known.page_count)
    throw badAnswer("events", `epoch ${number} of list ${list} after epoch ${known.epoch_count}`);
  const contentHash = parseHash(content.contentHash, "contentHash");
  const id = String(known.list);
  const uri = parseText(content, 3, "uri");
  const time = parseCount(content.time, "time");
  index.run("INSERT INTO epochs VALUES (?, ?, ?, ?, ?, ?)", id, number, time, pages, contentHash, uri);
  const current = known.threshold === 0 ? number : Number(known.current_epoch);
  const change = "UPDATE lists SET page_count = ?, epoch_count = ?, current_epoch = ? WHERE list = ?";
  index.run(change, pages, number, current, id);
}
