import { type CodeOf, DisjointError, dataError } from "./errors.ts";
import { FIELD_ORDER } from "./field.ts";
import { parseJson } from "./json.ts";

/** One invalid field of a document: its path (`$.statements[3].page`) and what is wrong with it. */
export type Issue = { path: string; reason: string };

/** The one spelling of a number below the orders of the fields, which have 77 digits. */
export const CANONICAL_DECIMAL = /^(0|[1-9][0-9]{0,76})$/;

/**
 * Validates an untrusted document field by field, and collects every invalid field instead of stopping at the first.
 * For an invalid field a method returns a placeholder of the right type: no value may be used before `inspect` has
 * found that there are no issues.
 */
export class DocumentReader {
  readonly issues: Issue[] = [];
  readonly #refused = new Set<string>();

  /** Records an invalid field. Only the first reason counts: a missing field has no valid type either. */
  refuse(path: string, reason: string): void {
    if (!this.#refused.has(path)) this.issues.push({ path, reason });
    this.#refused.add(path);
  }

  /** A plain object with all of the `required` fields, and no others but the `optional` ones. */
  object(value: unknown, path: string, required: string[], optional: string[] = []): Record<string, unknown> {
    if (value === null || typeof value !== "object" || Array.isArray(value)) {
      this.refuse(path, "is not an object");
      return {};
    }
    for (const field of Object.keys(value))
      if (!required.includes(field) && !optional.includes(field))
        this.refuse(`${path}.${field}`, "is not a known field");
    for (const field of required) if (!Object.hasOwn(value, field)) this.refuse(`${path}.${field}`, "is missing");
    return value as Record<string, unknown>;
  }

  /** An array, of `length` elements if given. */
  array(value: unknown, path: string, length?: number): unknown[] {
    if (Array.isArray(value) && (length === undefined || value.length === length)) return value;
    this.refuse(path, length === undefined ? "is not an array" : `is not an array of ${length}`);
    return [];
  }

  /** Exactly the value `expected`. */
  literal<T extends string | number | null>(value: unknown, path: string, expected: T): T {
    if (value !== expected) this.refuse(path, `is not ${JSON.stringify(expected)}`);
    return expected;
  }

  /** A string that matches `pattern`; `meaning` names in the issue what was expected. */
  text(value: unknown, path: string, pattern: RegExp, meaning: string): string {
    if (typeof value === "string" && pattern.test(value)) return value;
    this.refuse(path, `is not ${meaning}`);
    return "";
  }

  /** An integer from `least` to `most`, both included. */
  integer(value: unknown, path: string, least: number, most: number): number {
    if (Number.isInteger(value) && !Object.is(value, -0) && (value as number) >= least && (value as number) <= most)
      return value as number;
    this.refuse(path, `is not a whole number from ${least} to ${most}`);
    return least;
  }

  /** A canonical decimal string below `order`, so that each value has one spelling. */
  decimal(value: unknown, path: string, order = FIELD_ORDER): bigint {
    if (typeof value === "string" && CANONICAL_DECIMAL.test(value) && BigInt(value) < order) return BigInt(value);
    this.refuse(path, "is not a canonical decimal below the field order");
    return 0n;
  }
}

/** The value of a valid document, or every invalid field. */
export type InspectedDocument<T> = { value: T; issues: [] } | { issues: Issue[] };

/** Runs a validator: its value, or every field that it refused. */
export function inspectDocument<T>(read: (reader: DocumentReader) => T): InspectedDocument<T> {
  const reader = new DocumentReader();
  const value = read(reader);
  return reader.issues.length === 0 ? { value, issues: [] } : { issues: reader.issues };
}

/** The same for a document in strict JSON; invalid JSON is an issue of the whole document (`$`). */
export function inspectJson<T>(
  bytes: Uint8Array,
  what: string,
  read: (reader: DocumentReader, value: unknown) => T,
): InspectedDocument<T> {
  try {
    const value = parseJson(bytes, what);
    return inspectDocument((reader) => read(reader, value));
  } catch (error) {
    if (error instanceof DisjointError) return { issues: [{ path: "$", reason: error.message }] };
    throw error;
  }
}

export const listIssues = (issues: Issue[]): string => issues.map(({ path, reason }) => `${path} ${reason}`).join("; ");

/**
 * The value of a valid document.
 *
 * @throws data `code`, whose message lists every bad field
 */
export function readDocument<T>(
  what: string,
  code: CodeOf<"data">,
  hint: string,
  read: (reader: DocumentReader) => T,
): T {
  const result = inspectDocument(read);
  if ("value" in result) return result.value;
  throw dataError(code, `${what}: ${listIssues(result.issues)}`, hint);
}
