import { usageError } from "../shared/errors.ts";
import type { Input, ReadOptions, Row } from "./row.ts";

/** A file as one record, whatever is in it. Beyond `maxRowBytes` the value comes in pieces and is never in memory whole. */
export async function* readFile(input: Input, options: ReadOptions): AsyncGenerator<Row[]> {
  const field = options.fields.find((name) => name !== undefined);
  if (field !== undefined)
    throw usageError(
      "source/no-fields",
      `${input.source.name} is one record without fields, and field ${JSON.stringify(field)} is asked for`,
      "Say the format of the file, or ask for no field.",
    );
  const chunks = input.chunks();
  const value = input.source.size > options.maxRowBytes ? chunks : Buffer.concat(await Array.fromAsync(chunks));
  yield [{ row: 1, offset: 0, values: options.fields.map(() => value) }];
}
