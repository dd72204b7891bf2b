import type { DisjointError } from "../../shared/errors.ts";
import type { FieldNames } from "./fieldNames.ts";

/** The bytes of one field of a record; in pieces when a whole file is a record and too large for memory. */
export type Value = Uint8Array | AsyncIterable<Uint8Array>;

/**
 * One chosen field of a record: a value; any number of values through a list (`messages[].content`), each good or bad;
 * or why the field cannot be read. A bad cell leaves out the keys of its own field, never those of the others.
 */
export type Cell = Value | readonly (Uint8Array | DisjointError)[] | DisjointError;

/**
 * One record: a cell for each chosen field, or why it cannot be read at all. Rows are counted from 1 within their
 * source, including bad ones, so a number means the same whatever is skipped.
 */
export type Row = {
  row: number;
  /** Offset in the decompressed source at which the record starts, in formats whose records are consecutive bytes. */
  offset?: number;
} & ({ values: Cell[] } | { bad: DisjointError });

/** How a file's bytes become records. */
export type Format =
  | "files"
  | "jsonl"
  | "json"
  | "lines"
  | "csv"
  | "tsv"
  | "tar"
  | "webdataset"
  | "parquet"
  | "arrow"
  | "warc";

export type Compression = "none" | "gzip" | "zstd";

/** One file of a dataset. */
export type Source = {
  /** Path relative to the root it was found under, with "/" between names, as manifests and reports show it. */
  name: string;
  path: string;
  format: Format;
  compression: Compression;
  /** Size on disk in bytes. */
  size: number;
  /** Identity of the unchanged file: device, inode, size, modification and change time. */
  identity: string;
  /** The file's SHA-256 according to a description of the dataset. */
  expected?: string;
  /** Splits of a described dataset that the file is part of, and each one's total number of rows in all its files. */
  counted?: { name: string; rows: number }[];
};

/**
 * Bounds on what a file may make the reader hold or write, so that a hostile file ends in an error and does not exhaust
 * memory or disk.
 */
export type Limits = {
  /** Largest record held in memory, in bytes. */
  rowBytes: number;
  /** Largest decompressed size of one compressed file, in bytes. */
  expandedBytes: number;
  /** Largest ratio of decompressed to compressed bytes, checked once more than 64 MiB have come out. */
  ratio: number;
};

export const LIMITS: Limits = { rowBytes: 64 << 20, expandedBytes: 2 ** 42, ratio: 500 };

export type ReadOptions = {
  /** The fields to fingerprint, in order; `undefined` means the whole record. */
  fields: readonly (string | undefined)[];
  limits: Limits;
  /** Receives the names of all fields of the records, if somebody wants to know. */
  fieldNames?: FieldNames;
  /** Receives content that is not a record, by row number: it is counted, but not compared. */
  onPassedOver?: (row: number, code: string) => void;
};

/** The result of one file: everything read is in one of these counts, or reading it was an error. */
export type ReadSummary = { bytes: number; sha256: string; rows: number };

/** An open file, or a range of one: decompressed chunks of the very bytes that its SHA-256 is taken over. */
export type Input = {
  source: Source;
  chunks(): AsyncIterable<Uint8Array>;
  /** Byte of the file at which the range starts, and the number of rows before it. */
  start: number;
  rowsBefore: number;
};

/** A format: yields the records of a source in batches, including bad ones. Throws errors of the file as a whole. */
export type Reader = (input: Input, options: ReadOptions) => AsyncIterable<Row[]>;

/**
 * The records of one file. The summary is complete only after the last batch; asking for it earlier is a program error.
 */
export type RowSource = { rows(): AsyncIterable<Row[]>; summary(): ReadSummary };
