import { refuseFields } from "../../records/fields.ts";
import type { Input, ReadOptions, Row } from "../../records/row.ts";

/**
 * A file as one record, whatever its content. Beyond the largest record size the value comes in pieces and is never
 * completely in memory.
 */
export async function* readFile(input: Input, options: ReadOptions): AsyncGenerator<Row[]> {
  refuseFields(options.fields, input.source.name);
  const chunks = input.chunks();
  const isLarge = input.source.size > options.limits.rowBytes;
  const value = isLarge ? chunks : Buffer.concat(await Array.fromAsync(chunks));
  yield [{ row: 1, offset: 0, values: options.fields.map(() => value) }];
}
