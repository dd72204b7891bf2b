import { DisjointError } from "../shared/errors.ts";
import { decompress } from "./compression/decompress.ts";
import { readMembers } from "./formats/tar/reader.ts";
import { openSource } from "./open.ts";
import { OtherColumns } from "./records/fields.ts";
import { LIMITS, type Row, type Source } from "./records/row.ts";
import { readChunks } from "./storage/disk.ts";

/** The fields that are read; `undefined` stands for the whole record. */
type Fields = readonly (string | undefined)[];

/** How many records a file has: all counted, or by the share that was read. */
export type Counted = { total: number; isExact: boolean };

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
 * How much of a file is looked at: as many records as that, and as many bytes of their values, of which some may be
 * large.
 */
export type Bounds = { records: number; bytes: number };

/**
 * Gives the first records of a file to `take`, which says how many bytes it has seen.
 *
 * @returns whether these were all
 * @throws data `source/...`
 */
export async function readSome(
  source: Source,
  fields: Fields,
  { records, bytes }: Bounds,
  take: (row: Row) => number,
): Promise<boolean> {
  let seen = 0;
  let size = 0;
  for await (const batch of openSource(source, { fields, limits: LIMITS }).rows())
    for (const row of batch) {
      if (seen++ === records || size > bytes) return false;
      size += take(row);
    }
  return true;
}

/** Names of the first members of an archive, at most `most`. */
export async function memberNames(source: Source, most: number): Promise<string[]> {
  const names: string[] = [];
  const stored = readChunks(source, 0, source.size);
  const chunks = () => decompress(source, stored, LIMITS);
  for await (const { name } of readMembers({ source, chunks, start: 0, rowsBefore: 0 }, LIMITS.rowBytes)) {
    names.push(name);
    if (names.length === most) break;
  }
  await stored.return(undefined);
  return names;
}

/**
 * How many records a file has: counted up to `most`, from there on estimated by the bytes that they took.
 *
 * @throws data `source/...`
 */
export async function countRecords(source: Source, fields: Fields, most: number): Promise<Counted> {
  let count = 0;
  let last = undefined as Row | undefined;
  for await (const batch of openSource(source, { fields, limits: LIMITS }).rows()) {
    count += batch.length;
    last = batch.at(-1) ?? last;
    if (count >= most && last?.offset !== undefined && source.compression === "none")
      return { total: Math.round((count * source.size) / Math.max(last.offset, 1)), isExact: false };
  }
  return { total: count, isExact: true };
}
