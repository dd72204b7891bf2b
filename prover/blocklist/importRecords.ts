import { keyToHex } from "../fingerprint/key.ts";
import { keysOfPieces } from "../fingerprint/row.ts";
import type { Scheme } from "../fingerprint/scheme.ts";
import { appendAll } from "../shared/collections.ts";
import { DisjointError, dataError, reworded } from "../shared/errors.ts";
import { openSource } from "../source/open.ts";
import { type Cell, type Format, LIMITS, type Row, type Source } from "../source/records/row.ts";
import { findSources } from "../source/walk.ts";
import { readDigestLine } from "./digestLine.ts";
import type { BlocklistEntry } from "./entry.ts";
import type { ImportedEntries, LeftOutEntry } from "./imported.ts";
import { entriesOfWork, entryOf, nonEmpty } from "./lines.ts";

/** How to read the records of a list. */
export type RecordOptions = {
  /**
   * The field that holds the work or its digest: a path as in data (`messages[].content`). Default: the whole record.
   */
  field?: string | undefined;
  /** The format of the files. Default: given by their extensions. */
  format?: Format | "auto" | undefined;
  /** The field that holds an entry's label. Without it, or where a record lacks it, the label is file and row. */
  label?: string | undefined;
  /**
   * Whether the values are digests of the scheme, or works. Default: works, but a value that looks like a digest is an
   * error.
   */
  values?: "digests" | "works" | undefined;
  onBadRow?: "error" | "skip" | undefined;
};

const SKIP = "Correct the list. Or leave such records out by `onBadRow: skip`: they are then counted and named.";

/** A label is for people: it need not hold a whole work. */
const LABEL_CHARACTERS = 200;

/**
 * Entries of a list in a data format: JSON Lines, CSV, Parquet and the others, plain or compressed, read by the same
 * readers and under the same schemes as a dataset. A record that yields no entry is an error or, with `onBadRow:
 * "skip"`, is left out and reported.
 *
 * @throws data `source/...` from the reader, `fingerprint/...` from the scheme, `blocklist/no-value`,
 * `blocklist/digest-or-work`, `blocklist/empty`
 */
export async function importRecords(path: string, scheme: Scheme, options: RecordOptions): Promise<ImportedEntries> {
  try {
    return await readRecords(path, scheme, options);
  } catch (error) {
    throw inOwnWords(error);
  }
}

/** A reader's hint may name a parameter that only data has. */
function inOwnWords(error: unknown): unknown {
  if (!(error instanceof DisjointError) || !/`(?:onBadFile|include|limits)\b/.test(error.hint)) return error;
  return reworded(error, { hint: "Repair the file. Or say by `format` how it is read." });
}

async function readRecords(path: string, scheme: Scheme, options: RecordOptions): Promise<ImportedEntries> {
  const { field, label, format = "auto", onBadRow = "error" } = options;
  const fields = label === undefined || label === field ? [field] : [field, label];
  const entries: BlocklistEntry[] = [];
  const leftOut: LeftOutEntry[] = [];
  let records = 0;
  const { sources, passedOver } = await findSources([{ path, format }]);
  for (const source of sources)
    for await (const batch of openSource(source, { fields, limits: LIMITS }).rows())
      for (const row of batch) {
        records++;
        const found = await entriesOfRow(row, source, scheme, options);
        if (!(found instanceof DisjointError)) appendAll(entries, found);
        else if (onBadRow === "skip") leftOut.push({ name: placeOf(row, source), reason: found.code });
        else throw reworded(found, { message: atRow(found, row, source), hint: SKIP });
      }
  const counts = { records, leftOut: leftOut.length };
  return {
    entries: nonEmpty(entries, path),
    leftOut: [...leftOut, ...passedOver.map(({ name, code }) => ({ name, reason: code }))],
    counts,
  };
}

async function entriesOfRow(
  row: Row,
  source: Source,
  scheme: Scheme,
  { label, field, values }: RecordOptions,
): Promise<BlocklistEntry[] | DisjointError> {
  if ("bad" in row) return row.bad;
  const [cell, labelCell = label !== undefined && label === field ? cell : undefined] = row.values as [Cell, Cell?];
  const shown = labelOf(labelCell) ?? placeOf(row, source);
  try {
    const entries: BlocklistEntry[] = [];
    for (const value of Array.isArray(cell) ? cell : [cell])
      appendAll(entries, await entriesOf(value, scheme, shown, values));
    return entries.length > 0 ? entries : noValue();
  } catch (error) {
    if (error instanceof DisjointError && error.kind === "data") return error;
    throw error;
  }
}

async function entriesOf(
  value: Exclude<Cell, readonly unknown[]>,
  scheme: Scheme,
  label: string,
  values: RecordOptions["values"],
): Promise<BlocklistEntry[]> {
  if (value instanceof DisjointError) throw value;
  if (!(value instanceof Uint8Array)) return entriesOfPieces(value, scheme, label);
  if (values === "digests") return [entryOf(scheme, readDigestLine(scheme, textOf(value)).digest, label)];
  if (values === undefined && looksLikeDigest(value, scheme)) throw digestOrWork(textOf(value), scheme);
  return entriesOfWork(scheme, value, label);
}

/** The entries of a work that comes in pieces. */
export async function entriesOfPieces(
  work: AsyncIterable<Uint8Array>,
  scheme: Scheme,
  label: string,
): Promise<BlocklistEntry[]> {
  const entries: BlocklistEntry[] = [];
  await keysOfPieces([{ scheme }], work, (_, key) => {
    if (key instanceof DisjointError) throw key;
    entries.push({ key: keyToHex(key), label });
  });
  return entries;
}

const textOf = (value: Uint8Array): string => Buffer.from(value).toString("utf8").trim();

const looksLikeDigest = (value: Uint8Array, { digestBytes }: Scheme): boolean =>
  digestBytes !== undefined && value.length === 2 * digestBytes && /^[0-9a-fA-F]+$/.test(textOf(value));

/** Hashing the digests of a list again would give a list that matches nothing. */
const digestOrWork = (value: string, scheme: Scheme): DisjointError =>
  dataError(
    "blocklist/digest-or-work",
    `${JSON.stringify(value)} is as long as a ${scheme.name} digest in hexadecimal`,
    "Say by `values` whether they are digests or works.",
  );

const noValue = (): DisjointError => dataError("blocklist/no-value", "the record has no value in the field", SKIP);

const labelOf = (cell: Cell | undefined): string | undefined =>
  cell instanceof Uint8Array && cell.length > 0
    ? Array.from(textOf(cell)).slice(0, LABEL_CHARACTERS).join("")
    : undefined;

const placeOf = (row: Row, { name, format }: Source): string => (format === "files" ? name : `${name}, row ${row.row}`);

/** A scheme does not know the position of a record, so it is added here; a reader's errors already name it. */
const atRow = (error: DisjointError, row: Row, source: Source): string =>
  /^(?:source|json)\//.test(error.code) ? error.message : `${placeOf(row, source)}: ${error.message}`;
