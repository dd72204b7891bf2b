import { usageError } from "../../shared/errors.ts";
import { sourceError } from "./errors.ts";
import type { ReadOptions } from "./row.ts";

/**
 * For formats whose records are bytes without fields.
 *
 * @throws usage `source/no-fields`
 */
export function refuseFields(fields: ReadOptions["fields"], name: string): void {
  const field = fields.find((wanted) => wanted !== undefined);
  if (field !== undefined)
    throw usageError(
      "source/no-fields",
      `a record of ${name} has no fields, and field ${JSON.stringify(field)} is asked for`,
      "Say the format of the file, or ask for no field.",
    );
}

/**
 * For formats whose records are fields only, so that the whole record has no bytes.
 *
 * @throws usage `source/field-needed`
 */
export function requireFields(fields: ReadOptions["fields"], name: string): string[] {
  return fields.map((field) => {
    if (field !== undefined) return field;
    throw usageError(
      "source/field-needed",
      `the records of ${name} are columns, and no column is chosen for a scheme`,
      "Choose a column as the field of each of the `schemes`.",
    );
  });
}

/** The cause of `source/missing-column`: which columns there are. */
export class OtherColumns extends Error {
  readonly columns: readonly string[];

  constructor(columns: readonly string[]) {
    super(`${columns.length} other columns`);
    this.columns = columns;
  }
}

/**
 * The index of each field among a file's columns.
 *
 * @throws data `source/missing-column`, `source/duplicate-column`
 */
export function columnsOf(fields: readonly string[], columns: readonly string[], name: string): number[] {
  return fields.map((field) => {
    const index = columns.indexOf(field);
    const shown = JSON.stringify(field);
    if (index === -1)
      throw sourceError(
        "source/missing-column",
        name,
        `has no column ${shown}; its columns are ${columns.join(", ").slice(0, 200)}`,
        undefined,
        new OtherColumns(columns),
      );
    if (columns.lastIndexOf(field) !== index)
      throw sourceError("source/duplicate-column", name, `has several columns ${shown}`);
    return index;
  });
}
