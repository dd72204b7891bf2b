import type { Format, Row, Source } from "../source/row.ts";
import { columnsIn, sampleOf } from "../source/sample.ts";

/** A scheme, and the field of the records that it is proposed for (none: the whole record). */
export type ProposedScheme = { scheme: string; field?: string };

/** Names under which datasets have the work itself, the likeliest first. */
const TEXT_NAMES = ["text", "content", "body", "article", "document", "markdown", "code", "html", "caption", "txt"];

/** Share of the sampled values that must be addresses for a field to count as one. */
const MOSTLY = 0.9;

/** A few records as fields with their texts; a record without fields has one that has no name. */
type Fields = Map<string | undefined, string[]>;

/**
 * The schemes to fingerprint a file's records with: every scheme that a list needs, or without lists those that its
 * fields suggest.
 */
export async function proposeSchemes(source: Source, needed: readonly string[]): Promise<ProposedScheme[]> {
  const fields = await fieldsOf(source);
  const [text, url] = [textField(fields), urlField(fields)];
  const wanted = needed.length > 0 ? needed : suggested(source.format, fields, text, url);
  return wanted.map((scheme) => {
    const field = scheme === "url" || scheme === "domain" ? (url ?? text) : text;
    return { scheme, ...(field === undefined ? {} : { field }) };
  });
}

function suggested(format: Format, fields: Fields, text: string | undefined, url: string | undefined): string[] {
  if (isUrl(fields.get(undefined))) return ["url"];
  if (format === "file" || format === "tar") return ["sha256"];
  return [...(text === undefined && format !== "lines" ? ["sha256"] : ["text"]), ...(url === undefined ? [] : ["url"])];
}

/** The field that holds the work: by its name, or else the one with the longest texts that are not addresses. */
function textField(fields: Fields): string | undefined {
  const names = [...fields.keys()].filter((name) => name !== undefined);
  const known = TEXT_NAMES.find((name) => names.includes(name));
  if (known !== undefined) return known;
  const length = (name: string) => fields.get(name)!.reduce((sum, value) => sum + value.length, 0);
  return names.filter((name) => !isUrl(fields.get(name))).sort((a, b) => length(b) - length(a))[0] ?? names[0];
}

const urlField = (fields: Fields): string | undefined =>
  [...fields].find(([name, values]) => name !== undefined && isUrl(values))?.[0];

const isUrl = (values: readonly string[] = []): boolean =>
  values.length > 0 && values.filter((value) => /^https?:\/\/\S+$/.test(value)).length >= MOSTLY * values.length;

async function fieldsOf(source: Source): Promise<Fields> {
  if (source.format === "file" || source.format === "tar") return new Map();
  const columns = await columnsIn(source);
  if (columns !== undefined) return columnValues(source, columns);
  const { rows } = await sampleOf(source, [undefined], 1);
  const fields: Fields = new Map();
  const add = (name: string | undefined, value: string) => fields.set(name, [...(fields.get(name) ?? []), value]);
  for (const value of rows.flatMap(firstValue)) {
    if (source.format === "lines") add(undefined, value);
    else for (const [name, inner] of Object.entries(objectIn(value))) if (typeof inner === "string") add(name, inner);
  }
  return fields;
}

/** Column by column: one that is no text is an error of its reader, and no candidate. */
async function columnValues(source: Source, columns: readonly string[]): Promise<Fields> {
  const fields: Fields = new Map();
  for (const column of columns) {
    const sample = await sampleOf(source, [column], 1).catch(() => undefined);
    const values = sample?.rows.flatMap(firstValue) ?? [];
    if (values.length > 0) fields.set(column, values);
  }
  return fields;
}

const firstValue = (row: Row): string[] =>
  "bad" in row
    ? []
    : row.values.slice(0, 1).map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString() : ""));

function objectIn(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text);
  return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
