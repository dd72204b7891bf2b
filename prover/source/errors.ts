import { dataError } from "../shared/errors.ts";

const SKIP =
  "Repair the file, or leave what is bad out with --on-bad-row skip or --on-bad-file skip: it is then counted and listed.";

/** What is wrong with a source: `where` names file, row and byte. */
export const sourceError = (code: string, where: string, problem: string, remedy = SKIP, cause?: unknown) =>
  dataError(`source/${code}`, `${where}: ${problem}`, remedy, cause);

/** Where a record stands, for errors. */
export const at = (name: string, { row, offset }: { row: number; offset?: number }): string =>
  `${name}, row ${row}${offset === undefined ? "" : `, byte ${offset}`}`;
