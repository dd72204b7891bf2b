import type { DocumentReader } from "./document.ts";

/** How many things were left out for one reason. `code`: of the reason. */
export type LeftOutCount = { code: string; count: number };

/** What one scheme compared: how many records have a key by it, how many keys there are, which values were left out. */
export type ComparedField = {
  scheme: string;
  field: string | null;
  records: number;
  keys: number;
  leftOut: LeftOutCount[];
};

/** What of a shard's sources is compared with lists, and what is not. Everything that was there is in one of them. */
export type ShardCoverage = {
  /** One for each scheme of the shard, in that order. A key that occurs twice counts twice. */
  compared: ComparedField[];
  notCompared: {
    /** The fields of records to which no scheme is applied; only the first of them if `moreFields` is true. */
    fields: string[];
    moreFields: boolean;
    /** Files and records that were left out completely. */
    files: LeftOutCount[];
    records: LeftOutCount[];
  };
};

/** The same without numbers: only the codes of what was left out. */
export type UncountedCoverage = {
  compared: { scheme: string; field: string | null; leftOut: string[] }[];
  notCompared: { fields: string[]; moreFields: boolean; files: string[]; records: string[] };
};

/** Counts codes; the result is sorted by code. */
export function countCodes(codes: Iterable<string>): LeftOutCount[] {
  const counts = new Map<string, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, count]) => ({ code, count }));
}

/** Validates coverage. */
export const readCoverage = (read: DocumentReader, value: unknown, path: string): ShardCoverage =>
  readParts(read, value, path, readField, readLeft);

/** Validates coverage without numbers. */
export const readUncountedCoverage = (read: DocumentReader, value: unknown, path: string): UncountedCoverage =>
  readParts(read, value, path, readUncountedField, readCodes);

type Read<T> = (read: DocumentReader, value: unknown, path: string) => T;

function readParts<F, L>(read: DocumentReader, value: unknown, path: string, field: Read<F>, left: Read<L>) {
  const { compared, notCompared } = read.object(value, path, ["compared", "notCompared"]);
  const at = `${path}.notCompared`;
  const not = read.object(notCompared, at, ["fields", "moreFields", "files", "records"]);
  if (typeof not.moreFields !== "boolean") read.refuse(`${at}.moreFields`, "is not true or false");
  return {
    compared: read.array(compared, `${path}.compared`).map((each, i) => field(read, each, `${path}.compared[${i}]`)),
    notCompared: {
      fields: read.array(not.fields, `${at}.fields`).map((name, i) => text(read, name, `${at}.fields[${i}]`)),
      moreFields: not.moreFields === true,
      files: left(read, not.files, `${at}.files`),
      records: left(read, not.records, `${at}.records`),
    },
  };
}

function readUncountedField(read: DocumentReader, value: unknown, path: string): UncountedCoverage["compared"][number] {
  const { scheme, field, leftOut } = read.object(value, path, ["scheme", "field", "leftOut"]);
  return {
    scheme: text(read, scheme, `${path}.scheme`),
    field: field === null ? null : text(read, field, `${path}.field`),
    leftOut: readCodes(read, leftOut, `${path}.leftOut`),
  };
}

const readCodes = (read: DocumentReader, value: unknown, path: string): string[] =>
  read.array(value, path).map((code, i) => text(read, code, `${path}[${i}]`));

function readField(read: DocumentReader, value: unknown, path: string): ComparedField {
  const { scheme, field, records, keys, leftOut } = read.object(value, path, FIELD);
  return {
    scheme: text(read, scheme, `${path}.scheme`),
    field: field === null ? null : text(read, field, `${path}.field`),
    records: count(read, records, `${path}.records`),
    keys: count(read, keys, `${path}.keys`),
    leftOut: readLeft(read, leftOut, `${path}.leftOut`),
  };
}

const FIELD = ["scheme", "field", "records", "keys", "leftOut"];

const readLeft = (read: DocumentReader, value: unknown, path: string): LeftOutCount[] =>
  read.array(value, path).map((each, i) => {
    const left = read.object(each, `${path}[${i}]`, ["code", "count"]);
    return {
      code: text(read, left.code, `${path}[${i}].code`),
      count: count(read, left.count, `${path}[${i}].count`),
    };
  });

const count = (read: DocumentReader, value: unknown, path: string) =>
  read.integer(value, path, 0, Number.MAX_SAFE_INTEGER);
/** A field's name may be empty. */
const text = (read: DocumentReader, value: unknown, path: string) => read.text(value, path, /^/s, "text");
