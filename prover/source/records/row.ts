import type { DisjointError } from "../../shared/errors.ts";
import type { FieldNames } from "./fieldNames.ts";

/** The bytes of one field of a record; in pieces when a whole file is a record and too large for memory. */
export type Value = Uint8Array | AsyncIterable<Uint8Array>;

/**
 * What a record has in one chosen field: a value; through a list (`messages[].content`) any number of them, each good
 * or bad; or why the field cannot be read. A bad cell leaves out the keys of its own field, never those of the
 * others.
 */
export type Cell = Value | readonly (Uint8Array | DisjointError)[] | DisjointError;

/**
 * One record: a cell for each chosen field, or why it cannot be read at all. Rows are counted from 1 within their
 * source, bad ones included, so a number means the same whatever is skipped.
 */
export type Row = {
  row: number;
  /** Byte of the decompressed source at which the record starts, in formats whose records are bytes in sequence. */
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
  /** Path relative to the root it was found under, with "/" between names: what manifests and reports show. */
  name: string;
  path: string;
  format: Format;
  compression: Compression;
  /** Bytes on disk. */
  size: number;
  /** What must stay the same for the file to count as unchanged: device, inode, size, modification and change time. */
  identity: string;
  /** The SHA-256 that a description of the dataset says the file has. */
  expected?: string;
  /** Splits of a described dataset that the file is part of, and how many rows each has in all its files. */
  counted?: { name: string; rows: number }[];
};

/**
 * Bounds on what a file may make the reader hold or write, so that a hostile one ends in an error and not in
 * exhaustion.
 */
export type Limits = {
  /** Largest record held in memory, in bytes. */
  rowBytes: number;
  /** Largest number of bytes that one compressed file may expand to. */
  expandedBytes: number;
  /** Largest quotient of expanded and compressed bytes, once more than 64 MiB have come out. */
  ratio: number;
};

export const LIMITS: Limits = { rowBytes: 64 << 20, expandedBytes: 2 ** 42, ratio: 500 };

export type ReadOptions = {
  /** The fields to fingerprint, in order; `undefined` stands for the whole record. */
  fields: readonly (string | undefined)[];
  limits: Limits;
  /** Takes the names of all fields that the records have, where somebody wants to know. */
  fieldNames?: FieldNames;
  /** Takes what is in a file and is no record of it, by a row's number: it is not compared, and counted. */
  onPassedOver?: (row: number, code: string) => void;
};

/** What one file gave: everything read is in one of these counts, or reading it was an error. */
export type ReadSummary = { bytes: number; sha256: string; rows: number };

/**
 * A file, or a range of it, opened for reading: decompressed chunks of the very bytes that its SHA-256 is taken over.
 */
export type Input = {
  source: Source;
  chunks(): AsyncIterable<Uint8Array>;
  /** Byte of the file at which the range starts, and the rows before it. */
  start: number;
  rowsBefore: number;
};

/**
 * A format: records of a source in batches, bad ones included as such. What is wrong with the file as a whole is
 * thrown.
 */
export type Reader = (input: Input, options: ReadOptions) => AsyncIterable<Row[]>;

/**
 * The records of one file.
 * The account is complete only after the last batch; asking for it earlier is a mistake of the program.
 */
export type RowSource = { rows(): AsyncIterable<Row[]>; account(): ReadSummary };
