import type { DisjointError } from "../shared/errors.ts";

/** The bytes of one field of a record; in pieces when a whole file is a record and too large for memory. */
export type Value = Uint8Array | AsyncIterable<Uint8Array>;

/** One record. Rows are counted from 1 within their source, bad ones included, so a number means the same whatever is skipped. */
export type Row = {
  row: number;
  /** Byte of the decompressed source at which the record starts, or of the file's container. */
  offset: number;
} & ({ values: Value[] } | { bad: DisjointError });

/** How a file's bytes become records. */
export type Format = "file" | "jsonl";

/** One file of a dataset. */
export type Source = {
  /** Path relative to the root it was found under, with "/" between names: what manifests and reports show. */
  name: string;
  path: string;
  format: Format;
  /** Bytes on disk. */
  size: number;
  /** What must stay the same for the file to count as unchanged: device, inode, size, modification and change time. */
  identity: string;
};

export type ReadOptions = {
  /** The fields to fingerprint, in order; `undefined` stands for the whole record. */
  fields: readonly (string | undefined)[];
  /** Largest record held in memory, in bytes. */
  maxRowBytes: number;
};

/** What one file gave: everything read is in one of these counts, or reading it was an error. */
export type SourceAccount = { bytes: number; sha256: string; rows: number };

/** A file, or a range of it, opened for reading: decompressed chunks of the very bytes that its SHA-256 is taken over. */
export type Input = {
  source: Source;
  chunks(): AsyncIterable<Uint8Array>;
  /** Byte of the file at which the range starts, and the rows before it. */
  start: number;
  rowsBefore: number;
};

/** A format: records of a source in batches, bad ones included as such. What is wrong with the file as a whole is thrown. */
export type Reader = (input: Input, options: ReadOptions) => AsyncIterable<Row[]>;

/**
 * The records of one file.
 * The account is complete only after the last batch; asking for it earlier is a mistake of the program.
 */
export type RowSource = { rows(): AsyncIterable<Row[]>; account(): SourceAccount };
