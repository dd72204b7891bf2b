import { DisjointError } from "../../shared/errors.ts";
import type { Row, Source } from "../../source/records/row.ts";
import { columnsIn, readSome } from "../../source/sample.ts";

/**
 * A sample of a file's first records: values by field (`undefined` if the record is one value), fields that cannot be
 * read, with the reason, and whether the sample is the whole file.
 */
export type Look = {
  values: Map<string | undefined, Uint8Array[]>;
  unreadable: Map<string, string>;
  isWhole: boolean;
};

/** How much of a file is sampled, and how many values a field keeps: the first ones, and the longest of the others. */
const BOUNDS = { records: 20_000, bytes: 64 << 20 };
const VALUES = 200;

const emptyLook = (): Look => ({ values: new Map(), unreadable: new Map(), isWhole: true });

/**
 * Samples a file of records.
 *
 * @throws data `source/...` for what no reader takes
 */
export async function lookInto(source: Source): Promise<Look> {
  if (source.format === "lines") return lookAtRecords(source);
  const columns = await columnsIn(source);
  return columns === undefined ? lookAtRecords(source) : lookAtFields(source, columns);
}

/** Reads field by field, because a field that is neither text nor bytes is an error of the reader. */
export async function lookAtFields(source: Source, fields: readonly string[]): Promise<Look> {
  const look = emptyLook();
  for (const field of fields)
    try {
      look.values.set(field, []);
      look.isWhole = (await readSome(source, [field], BOUNDS, (row) => keepAll(look, field, row))) && look.isWhole;
    } catch (error) {
      if (!(error instanceof DisjointError)) throw error;
      look.values.delete(field);
      look.unreadable.set(field, error.message);
    }
  return look;
}

async function lookAtRecords(source: Source): Promise<Look> {
  const look = emptyLook();
  look.isWhole = await readSome(source, [undefined], BOUNDS, (row) => {
    if (source.format === "lines") return keepAll(look, undefined, row);
    const documents = valuesOf(row);
    for (const document of documents) addDocument(look, parsed(document));
    return sizeOf(documents);
  });
  return look;
}

function keepAll(look: Look, path: string | undefined, row: Row): number {
  const values = valuesOf(row);
  for (const value of values) keep(look, path, value);
  return sizeOf(values);
}

const sizeOf = (values: readonly Uint8Array[]): number => values.reduce((sum, { length }) => sum + length, 0);

const parsed = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString("utf8"));

/** The strings of a document by path. Numbers, true, false and null cannot be works. */
function addDocument(look: Look, document: unknown): void {
  if (document !== null && typeof document === "object" && !Array.isArray(document))
    for (const [name, value] of Object.entries(document)) addValue(look, name, value);
  else look.unreadable.set("(record)", "is no JSON object, so that it has no fields");
}

function addValue(look: Look, path: string, value: unknown): void {
  if (typeof value === "string") keep(look, path, Buffer.from(value, "utf8"));
  else if (Array.isArray(value)) for (const element of value) addValue(look, `${path}[]`, element);
  else if (value !== null && typeof value === "object")
    for (const [name, inner] of Object.entries(value))
      if (/[.[\]]/.test(path.replaceAll("[]", "")) || /[.[\]]/.test(name))
        look.unreadable.set(`${path}.${name}`, "has a name that no path can go through");
      else addValue(look, `${path}.${name}`, inner);
  else if (!look.values.has(path)) look.values.set(path, []);
}

function keep({ values }: Look, path: string | undefined, value: Uint8Array): void {
  const kept = values.get(path) ?? [];
  if (kept.length <= VALUES) kept.push(value);
  else if (value.length > kept[VALUES]!.length) kept[VALUES] = value;
  values.set(path, kept);
}

const valuesOf = (row: Row): Uint8Array[] =>
  "bad" in row ? [] : row.values.flat().filter((value) => value instanceof Uint8Array);
