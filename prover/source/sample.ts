import { DisjointError } from "../shared/errors.ts";
import { OtherColumns } from "./fields.ts";
import { openSource } from "./open.ts";
import { LIMITS, type Row, type Source } from "./row.ts";

/** Records read from the beginning of a file, and how many the file has, exactly or by the share that was read. */
export type Sample = { rows: Row[]; total: number; isExact: boolean };

/** Records that are kept of a sample; all that are read are counted. */
const KEPT = 200;

/** The name that no column has. */
const NO_COLUMN = "\u0000";

/**
 * The names of a file's columns, as its own reader has them; undefined where records have none.
 *
 * @throws data `source/...` for what the reader refuses
 */
export async function columnsIn(source: Source): Promise<readonly string[] | undefined> {
  try {
    for await (const _ of openSource(source, { fields: [NO_COLUMN], limits: LIMITS }).rows()) return undefined;
  } catch (error) {
    if (error instanceof DisjointError && error.cause instanceof OtherColumns) return error.cause.columns;
    if (error instanceof DisjointError && error.code === "source/no-fields") return undefined;
    throw error;
  }
  return undefined;
}

/**
 * Records of a file: all of them up to `most`, from there on estimated by the bytes that they took.
 *
 * @throws data `source/...`
 */
export async function sampleOf(source: Source, fields: readonly (string | undefined)[], most: number): Promise<Sample> {
  const rows: Row[] = [];
  let [count, last] = [0, undefined as Row | undefined];
  for await (const batch of openSource(source, { fields, limits: LIMITS }).rows()) {
    count += batch.length;
    last = batch.at(-1) ?? last;
    rows.push(...batch.slice(0, KEPT - rows.length));
    if (count >= most && last?.offset !== undefined && source.compression === "none")
      return { rows, total: Math.round((count * source.size) / Math.max(last.offset, 1)), isExact: false };
  }
  return { rows, total: count, isExact: true };
}
