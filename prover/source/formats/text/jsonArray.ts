import { at, sourceError } from "../../records/errors.ts";
import type { Input, ReadOptions, Row } from "../../records/row.ts";
import { openText } from "./decode.ts";
import { documentReader } from "./jsonl.ts";
import { JsonSplitter } from "./jsonSplitter.ts";

const BATCH_ROWS = 256;

/**
 * JSON: the elements of an array, one record each; or consecutive objects, as in a single object, JSON Lines and
 * concatenated JSON. A record is its bytes from the first character of the value to the last. Files are split as they
 * are read and never completely in memory.
 */
export async function* readJsonArray(input: Input, options: ReadOptions): AsyncGenerator<Row[]> {
  const { name } = input.source;
  const text = await openText(input);
  const splitter = new JsonSplitter(name, text.offset, options.limits.rowBytes);
  const read = documentReader(name, options);
  for await (const chunk of text.chunks) {
    const rows: Row[] = [];
    for (const line of splitter.push(chunk)) {
      rows.push(read(line));
      if (rows.length === BATCH_ROWS) yield rows.splice(0);
    }
    if (rows.length > 0) yield rows;
  }
  const place = splitter.end();
  if (place !== undefined) throw sourceError("source/truncated", name, `ends within ${at("the JSON value", place)}`);
}
