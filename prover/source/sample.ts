import { DisjointError } from "../shared/errors.ts";
import { decompress } from "./compression/decompress.ts";
import { readMembers } from "./formats/tar/reader.ts";
import { openSource } from "./open.ts";
import { OtherColumns } from "./records/fields.ts";
import { LIMITS, type Row, type Source } from "./records/row.ts";
import { readChunks } from "./storage/disk.ts";

/** The fields that are read; `undefined` means the whole record. */
type Fields = readonly (string | undefined)[];

/** A file's number of records: counted, or estimated from the share that was read. */
type Counted = { total: number; isExact: boolean };

/** A name that no column has. */
const NO_COLUMN = "\u0000";

/**
 * The names of a file's columns according to its reader; undefined where records have none.
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
 * Bounds on the sample of a file: a number of records, and a total size of their values in bytes, because some may be
 * large.
 */
type Bounds = { records: number; bytes: number };

/**
 * Passes the first records of a file to `take`, which returns how many bytes it has seen.
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
 * A file's number of records: counted up to `most`, and estimated beyond that from the bytes they took.
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
