import { type CodeOf, dataError } from "../../shared/errors.ts";

const SKIP =
  "Repair the file, or leave what is bad out, which is then counted and listed: --on-bad-row skip or " +
  "--on-bad-file skip in a command, onBadRow or onBadFile in a configuration and in the library.";

/** Remedies of single codes; for the others it is `SKIP`. */
const HINTS: Partial<Record<SourceCode, string>> = {
  "source/row-too-large":
    "Raise the largest record (--max-row in a command, limits.row in a configuration), or leave the record out, " +
    "which is then counted and listed (--on-bad-row skip, onBadRow: skip).",
};

export const UNKNOWN_ENDING =
  "Give its format, which is files where every file is one work (--format in a command, format in a configuration " +
  "and in the library), or choose the files by patterns (--include, include).";

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
