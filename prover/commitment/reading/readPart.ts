import { KeyBatch } from "../../fingerprint/keyBatch.ts";
import { type Cell, fieldsOf, keysOfPieces, type OnKey, type OnValue, valuesOfRow } from "../../fingerprint/row.ts";
import { findScheme } from "../../fingerprint/schemes.ts";
import { loadHashMessages } from "../../native/sha256.ts";
import { DisjointError, reworded } from "../../shared/errors.ts";
import { openSource } from "../../source/open.ts";
import { at } from "../../source/records/errors.ts";
import { FieldNames, type Names } from "../../source/records/fieldNames.ts";
import type { Limits, Row, Source, Cell as SourceCell } from "../../source/records/row.ts";
import { RowKeys } from "../sort/records.ts";
import type { Part } from "./parts.ts";

/** Changes when the same files would give other rows or keys. */
export const READER_VERSION = "2";

/** What to do with a record or a file that cannot be read: end the commit, or leave it out and list it in the shard. */
export type OnBad = "error" | "skip";

/**
 * Everything that the keys of a part depend on besides its bytes. Plain data, because it is sent to threads and
 * identifies cached results.
 */
export type ReadConfig = {
  schemes: readonly { scheme: string; field?: string | undefined }[];
  limits: Limits;
  onBadRow: OnBad;
  onBadFile: OnBad;
};

/**
 * What was left out, and the code of the error. Without row and offset it is a whole file; with a scheme (and its
 * field) only the key of that scheme, while the record has others; else a whole record.
 */
export type Skipped = { row?: number; offset?: number; scheme?: string; field?: string; code: string };

/**
 * For each scheme of the configuration, in its order: the number of records that have a key under it, and of their
 * keys.
 */
type Compared = { records: number; keys: number }[];

/**
 * The result of a part. `rows` were fingerprinted, under every scheme or under some; `skipped` was left out;
 * `otherFields` are fields of the records to which no scheme is applied. A skipped file has no SHA-256.
 */
export type PartResult = {
  bytes: number;
  sha256: string | null;
  rows: number;
  compared: Compared;
  otherFields: Names;
  skipped: Skipped[];
};

/** Receives (key, row) pairs as they are found, and makes the reader wait until there is room for more. */
type Emit = (block: Uint8Array<ArrayBuffer>) => void | Promise<void>;

/**
 * Fingerprints the records of a part. If the result skips the file, discard what was emitted.
 *
 * @param blockBytes size of the emitted blocks, so that memory does not grow with the file
 */
export async function readPart(
  source: Source,
  part: Part,
  config: ReadConfig,
  blockBytes: number,
  emit: Emit,
): Promise<PartResult> {
  if (config.onBadFile === "error") return readRows(source, part, config, blockBytes, emit);
  try {
    return await readRows(source, part, config, blockBytes, emit);
  } catch (error) {
    if (!(error instanceof DisjointError) || error.kind !== "data" || error.code === "source/changed") throw error;
    return {
      bytes: part.end - part.start,
      sha256: null,
      rows: 0,
      compared: config.schemes.map(() => ({ records: 0, keys: 0 })),
      otherFields: { names: [], hasMore: false },
      skipped: [{ code: error.code }],
    };
  }
}

async function readRows(
  source: Source,
  part: Part,
  config: ReadConfig,
  blockBytes: number,
  emit: Emit,
): Promise<PartResult> {
  const fingerprintings = config.schemes.map(({ scheme, field }) => ({ scheme: findScheme(scheme), field }));
  const fields = fieldsOf(fingerprintings);
  // Where whole records are fingerprinted, none of their fields is left out.
  const fieldNames = fields.includes(undefined) ? undefined : new FieldNames();
  const rowKeys = new RowKeys();
  const hashMessages = loadHashMessages();
  const batches = fingerprintings.map(
    ({ scheme }) => new KeyBatch(scheme, hashMessages, (place, keys, at) => rowKeys.put(place, keys, at)),
  );
  const compared = config.schemes.map(() => ({ records: 0, keys: 0, last: 0 }));
  const skipped: Skipped[] = [];
  const onPassedOver = (row: number, code: string) => void skipped.push({ row, code });
  const opened = openSource(
    source,
    { fields, limits: config.limits, onPassedOver, ...(fieldNames && { fieldNames }) },
    part,
  );
  const takeAll = () => {
    for (const batch of batches) batch.end();
    return rowKeys.take();
  };
  let rows = 0;
  for await (const batch of opened.rows()) {
    for (const row of batch) {
      const bad: BadKey[] = [];
      let found = 0;
      const reserve = (number: number): number => {
        const scheme = compared[number]!;
        scheme.keys++;
        if (scheme.last !== row.row) scheme.records++;
        scheme.last = row.row;
        found++;
        return rowKeys.reserve(row.row);
      };
      const onKey: OnKey = (number, key) => {
        if (key instanceof DisjointError) bad.push({ number, error: key });
        else rowKeys.put(reserve(number), key);
      };
      const onValue: OnValue = (number, value) => {
        if (value instanceof DisjointError) bad.push({ number, error: value });
        else batches[number]!.add(value, reserve(number));
      };
      if ("bad" in row) bad.push({ error: row.bad });
      else if (row.values.some(isInPieces)) await keysOfPieces(fingerprintings, row.values.find(isInPieces)!, onKey);
      else valuesOfRow(fingerprintings, fields, row.values as Cell[], onValue);
      if (bad.length > 0 && config.onBadRow === "error") throw atRow(bad[0]!.error, row, source.name);
      if (bad.length > 0 && found === 0) skipped.push(skippedOf(row, bad[0]!.error));
      else for (const { number, error } of bad) skipped.push(skippedOf(row, error, config.schemes[number!]));
      if (bad.length === 0 || found > 0) rows++;
      if (rowKeys.length >= blockBytes) await emit(takeAll());
    }
  }
  await emit(takeAll());
  const { bytes, sha256 } = opened.summary();
  const otherFields = fieldNames?.notChosen(fields) ?? { names: [], hasMore: false };
  return {
    bytes,
    sha256,
    rows,
    compared: compared.map(({ records, keys }) => ({ records, keys })),
    otherFields,
    skipped,
  };
}

/** Why a record has no key: none at all, or none under one of the schemes, by its number. */
type BadKey = { number?: number; error: DisjointError };

const isInPieces = (cell: SourceCell): cell is AsyncIterable<Uint8Array> =>
  typeof cell === "object" && Symbol.asyncIterator in cell;

const skippedOf = (row: Row, { code }: DisjointError, only?: ReadConfig["schemes"][number]): Skipped => ({
  row: row.row,
  ...(row.offset === undefined ? {} : { offset: row.offset }),
  ...(only === undefined ? {} : { scheme: only.scheme, ...(only.field === undefined ? {} : { field: only.field }) }),
  code,
});

/** A scheme does not know the position of a record, so it is added to its errors; a reader's errors already have it. */
function atRow(error: DisjointError, row: Row, name: string): DisjointError {
  if (error.code.startsWith("source/") || error.code.startsWith("json/")) return error;
  return reworded(error, { message: `${at(name, row)}: ${error.message}` });
}
