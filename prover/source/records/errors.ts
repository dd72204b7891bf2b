import { type CodeOf, dataError } from "../../shared/errors.ts";

const SKIP =
  "Repair the file. Or leave bad records out by `onBadRow: skip`: they are then counted and listed. " +
  "Whole files are left out by `onBadFile: skip`.";

/** Hints of single codes; for the others it is `SKIP`. */
const HINTS: Partial<Record<SourceCode, string>> = {
  "source/row-too-large":
    "Raise the largest size of a record, `limits.rowBytes`. " +
    "Or leave the record out by `onBadRow: skip`: it is then counted and listed.",
};

export const UNKNOWN_ENDING =
  "Give its `format`, which is files where every file is one work. Or choose the files by the patterns of `include`.";

/** The codes of what is wrong with a source. */
export type SourceCode = CodeOf<"data"> & `source/${string}`;

/** What is wrong with a source: `where` names file, row and byte. */
export const sourceError = (
  code: SourceCode,
  where: string,
  problem: string,
  hint = HINTS[code] ?? SKIP,
  cause?: unknown,
) => dataError(code, `${where}: ${problem}`, hint, cause);

/** The position of a record, for errors. */
export const at = (name: string, { row, offset }: { row: number; offset?: number }): string =>
  `${name}, row ${row}${offset === undefined ? "" : `, byte ${offset}`}`;
