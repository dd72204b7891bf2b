import { fieldsOf, keysOfPieces, keysOfRow } from "../fingerprint/row.ts";
import { schemeOf } from "../fingerprint/schemes.ts";
import { DisjointError } from "../shared/errors.ts";
import { at } from "../source/errors.ts";
import { openSource } from "../source/open.ts";
import type { Limits, Row, Source } from "../source/row.ts";
import type { Part } from "./parts.ts";
import { RowKeys } from "./records.ts";

/** What to do with a record, or a file, that cannot be read: end the commit, or leave it out and say so in the shard. */
export type OnBad = "error" | "skip";

/** Everything that the keys of a part depend on beside its bytes. Plain data: it is sent to threads and names cached results. */
export type ReadConfig = {
  schemes: readonly { scheme: string; field?: string | undefined }[];
  limits: Limits;
  onBadRow: OnBad;
  onBadFile: OnBad;
};

/** A record, or without row and offset a whole file, that was left out, and the code of the error. */
export type Skipped = { row?: number; offset?: number; code: string };

/** What a part gave. `rows` were fingerprinted; `skipped` were not. A file that is skipped whole has no SHA-256. */
export type PartResult = { bytes: number; sha256: string | null; rows: number; skipped: Skipped[] };

/** Takes (key, row) pairs as they are found, and lets the reader wait until there is room for more. */
export type Emit = (block: Uint8Array<ArrayBuffer>) => void | Promise<void>;

/**
 * Fingerprints the records of a part. If the result skips the file, what was emitted counts for nothing.
 *
 * @param blockBytes size of the blocks that are handed on, so that memory does not grow with the file
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
    return { bytes: part.end - part.start, sha256: null, rows: 0, skipped: [{ code: error.code }] };
  }
}

async function readRows(
  source: Source,
  part: Part,
  config: ReadConfig,
  blockBytes: number,
  emit: Emit,
): Promise<PartResult> {
  const fingerprintings = config.schemes.map(({ scheme, field }) => ({ scheme: schemeOf(scheme), field }));
  const fields = fieldsOf(fingerprintings);
  const opened = openSource(source, { fields, limits: config.limits }, part);
  const rowKeys = new RowKeys();
  const skipped: Skipped[] = [];
  for await (const batch of opened.rows()) {
    for (const row of batch) {
      try {
        if ("bad" in row) throw row.bad;
        const [first] = row.values;
        const keys =
          first instanceof Uint8Array
            ? keysOfRow(fingerprintings, fields, row.values as Uint8Array[])
            : await keysOfPieces(fingerprintings, first!);
        for (const key of keys) rowKeys.push(key, row.row);
      } catch (error) {
        skipped.push(skipOrThrow(error, row, source.name, config.onBadRow));
      }
      if (rowKeys.length >= blockBytes) await emit(rowKeys.take());
    }
  }
  await emit(rowKeys.take());
  const { bytes, sha256, rows } = opened.account();
  return { bytes, sha256, rows: rows - skipped.length, skipped };
}

/** What the policy makes of a bad record. A scheme does not know where a record stands, so its errors are given the place. */
function skipOrThrow(error: unknown, row: Row, name: string, onBadRow: OnBad): Skipped {
  if (!(error instanceof DisjointError) || error.kind !== "data" || error.code === "source/changed") throw error;
  if (onBadRow === "skip")
    return { row: row.row, ...(row.offset === undefined ? {} : { offset: row.offset }), code: error.code };
  if ("bad" in row) throw error;
  throw new DisjointError(error.kind, error.code, `${at(name, row)}: ${error.message}`, error.remedy, error);
}
