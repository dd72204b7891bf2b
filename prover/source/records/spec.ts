import type { Format } from "./row.ts";

/** A file or folder to read, the https address of a file, or an object or prefix/ of S3. */
export type SourceSpec = {
  path: string;
  /**
   * `auto`, the default, reads every file by its extension, and refuses one whose extension is unknown. Of a folder
   * that is described by a `croissant.json`, or else by a dataset card, it reads the files listed there, which must
   * exist with the SHA-256 and the number of rows that the description gives. `files`: every file is one record. In all
   * formats but `files`, files that tools have left beside the data (housekeeping.ts) are skipped and reported.
   */
  format?: Format | "auto";
  /**
   * Patterns (`**\/*.parquet`) of the names, relative to the folder, of the files that are read; the others are not.
   */
  include?: readonly string[];
};
