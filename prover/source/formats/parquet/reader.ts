import { type FileMetaData, parquetMetadata } from "hyparquet";
import { BATCH_BYTES, BATCH_ROWS, placesOf, wrapErrors } from "../../records/columns.ts";
import { sourceError } from "../../records/errors.ts";
import { requireFields } from "../../records/fields.ts";
import type { Input, ReadOptions, Row } from "../../records/row.ts";
import { openRandomAccess, type RandomAccess } from "../../storage/disk.ts";
import { ParquetColumn } from "./column.ts";
import { leavesOf } from "./schema.ts";
import { expectThrift } from "./thrift.ts";

/** The magic word at both ends of a file, and the one of a file whose metadata are encrypted. */
const MAGIC = "PAR1";
const ENCRYPTED = "PARE";

/**
 * Apache Parquet. A record is a row. A field is a column of text or bytes, or a path to one within structures and
 * lists. The library reads metadata and page headers. Pages are decoded here, because the library trusts their claims.
 * They are read one at a time, so memory does not grow with the row groups, and rows are counted against the metadata.
 */
export async function* readParquet(input: Input, options: ReadOptions): AsyncGenerator<Row[]> {
  const { name } = input.source;
  const fields = requireFields(options.fields, name);
  const file = await openRandomAccess(input);
  try {
    yield* readGroups(file, fields, options, name);
  } finally {
    file.close();
  }
}

function* readGroups(file: RandomAccess, fields: string[], options: ReadOptions, name: string): Generator<Row[]> {
  const metadata = wrapErrors("source/bad-parquet", name, () => readMetadata(file, name));
  const all = wrapErrors("source/bad-parquet", name, () => leavesOf(metadata));
  options.fieldNames?.note(all.map(({ path }) => path));
  const leaves = placesOf(fields, all, name);
  let row = 0;
  for (const group of metadata.row_groups) {
    const columns = leaves.map((leaf) => new ParquetColumn(file, metadata, group, leaf, name, options));
    const bytes = () => columns.reduce((sum, column) => sum + column.bytes, 0);
    for (const end = row + Number(group.num_rows); row < end; ) {
      const batch: Row[] = [];
      const full = bytes() + BATCH_BYTES;
      while (row < end && batch.length < BATCH_ROWS && bytes() < full) {
        row++;
        const values = columns.map((column) => column.next(row));
        batch.push({ row, values });
      }
      yield batch;
    }
    for (const column of columns) column.expectEnd();
  }
  if (row !== Number(metadata.num_rows))
    throw sourceError("source/bad-parquet", name, `holds ${row} rows and claims ${metadata.num_rows}`);
}

function readMetadata(file: RandomAccess, name: string): FileMetaData {
  const begin = file.read(0, 4).toString("latin1");
  const footer = file.read(file.size - 8, file.size);
  const end = footer.toString("latin1", 4);
  if (begin === ENCRYPTED || end === ENCRYPTED)
    throw sourceError("source/encrypted", name, "is an encrypted Parquet file", "Decrypt it and read the copy.");
  if (begin !== MAGIC) throw new Error("does not begin with PAR1");
  const metadataAt = file.size - 8 - (footer.length === 8 ? footer.readUInt32LE(0) : 0);
  if (metadataAt < 4 || end !== MAGIC) throw new Error("does not end with metadata and PAR1");
  const bytes = file.read(metadataAt, file.size);
  expectThrift(bytes.subarray(0, -8));
  return parquetMetadata(bytes, { parsers: { stringFromBytes: () => undefined }, geoparquet: false });
}
