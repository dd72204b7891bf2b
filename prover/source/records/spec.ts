import type { Format } from "./row.ts";

/** A file or folder to read, the https address of a file, or an object or prefix/ of S3. */
export type SourceSpec = {
  path: string;
  /**
   * `auto`, the default, reads every file by its name's ending, and refuses one whose ending says nothing; of a
   * folder that is described by a `croissant.json`, or else by a dataset card, it reads the files listed there, which
   * must be there with the SHA-256 and the number of rows that it says. `files`: every file is one record. Unless it
   * is that, what tools have left beside the data (housekeeping.ts) is passed over, and named.
   */
  format?: Format | "auto";
  /**
   * Patterns (`**\/*.parquet`) of the names, relative to the folder, of the files that are read; the others are not.
   */
  include?: readonly string[];
};
