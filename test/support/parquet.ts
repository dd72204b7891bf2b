/** Parquet files of raw pages, valid or not: metadata in the compact protocol of Thrift, one column, no compression. */
const PAGE_TYPES = { v1: 0, dictionary: 2, v2: 3 } as const;
export const ENCODING = {
  plain: 0,
  rle: 3,
  deltaLength: 6,
  deltaBytes: 7,
  dictionary: 8,
  streamSplit: 9,
} as const;
export const CODEC = { none: 0, snappy: 1, gzip: 2, lz4Raw: 7 } as const;
const BYTE_ARRAY = 6;
const FIXED = 7;
const UTF8 = 0;
const LIST = 3;

type Bytes = Uint8Array | readonly number[];
type Typed = [type: number, bytes: Buffer];

const bytesOf = (...parts: Bytes[]): Buffer => Buffer.concat(parts.map((part) => Uint8Array.from(part)));

const varint = (value: number): Buffer =>
  value < 0x80 ? Buffer.from([value]) : bytesOf([(value % 0x80) | 0x80], varint(Math.floor(value / 0x80)));

const zigzag = (value: number): Buffer => varint(value >= 0 ? 2 * value : -2 * value - 1);
const int = (value: number): Typed => [5, zigzag(value)];
const long = (value: number): Typed => [6, zigzag(value)];
const flag = (value: boolean): Typed => [value ? 1 : 2, Buffer.alloc(0)];
const text = (value: string): Typed => [8, bytesOf(varint(value.length), Buffer.from(value))];
const list = (items: Typed[]): Typed => [9, bytesOf([(items.length << 4) | items[0]![0]], ...items.map(([, b]) => b))];

/** A structure by the numbers of its fields, in rising order. */
function struct(fields: Record<number, Typed | undefined>): Typed {
  let before = 0;
  const parts = Object.entries(fields).flatMap(([id, field]) => {
    if (!field) return [];
    const head = ((Number(id) - before) << 4) | field[0];
    before = Number(id);
    return [[head], field[1]];
  });
  return [12, bytesOf(...parts, [0])];
}

export type Element = {
  name: string;
  type?: number;
  size?: number;
  repetition?: 0 | 1 | 2;
  children?: number;
  as?: number;
};

/** A page: how many values it claims, and its bytes; in the second version the levels apart. */
export type RawPage = {
  kind: keyof typeof PAGE_TYPES;
  encoding?: number;
  count: number;
  body: Bytes;
  levels?: { repetition?: Bytes; definition?: Bytes; nulls?: number };
  /** Bytes that it expands to, where it is compressed. */
  expands?: number;
};

export type RawFile = {
  pages: RawPage[];
  rows: number;
  /** Values that the column claims; otherwise as many as the data pages do. */
  values?: number;
  /** Elements under the root, and the path to the column; otherwise one required text. */
  schema?: Element[];
  path?: string[];
  codec?: number;
  writer?: string;
};

export const TEXT: Element = { name: "text", type: BYTE_ARRAY, repetition: 0, as: UTF8 };
export const OPTIONAL: Element = { ...TEXT, repetition: 1 };
export const fixed = (size: number): Element => ({ name: "text", type: FIXED, size, repetition: 0 });
export const listOf = (name: string): Element => ({ name, repetition: 1, children: 1, as: LIST });

export function parquetWith(file: RawFile): Buffer {
  const { pages, rows, schema = [TEXT], path = ["text"], codec = CODEC.none, writer = "by hand" } = file;
  const written = pages.map(pageBytes);
  const size = written.reduce((sum, bytes) => sum + bytes.length, 0);
  const values = pages.reduce((sum, { kind, count }) => sum + (kind === "dictionary" ? 0 : count), 0);
  const meta = struct({
    1: int(schema.at(-1)!.type!),
    2: list([int(0)]),
    3: list(path.map(text)),
    4: int(codec),
    5: long(file.values ?? values),
    6: long(size),
    7: long(size),
    9: long(4),
  });
  const group = struct({ 1: list([struct({ 2: long(4), 3: meta })]), 2: long(size), 3: long(rows) });
  const roots = schema.length - schema.reduce((sum, { children = 0 }) => sum + children, 0);
  const elements = [{ name: "root", children: roots }, ...schema].map((element: Element) =>
    struct({
      1: element.type === undefined ? undefined : int(element.type),
      2: element.size === undefined ? undefined : int(element.size),
      3: element.repetition === undefined ? undefined : int(element.repetition),
      4: text(element.name),
      5: element.children === undefined ? undefined : int(element.children),
      6: element.as === undefined ? undefined : int(element.as),
    }),
  );
  const [, metadata] = struct({ 1: int(2), 2: list(elements), 3: long(rows), 4: list([group]), 6: text(writer) });
  return bytesOf(Buffer.from("PAR1"), ...written, metadata, littleEndian(metadata.length), Buffer.from("PAR1"));
}

function pageBytes({ kind, encoding = ENCODING.plain, count, body, levels = {}, expands }: RawPage): Buffer {
  const { repetition = [], definition = [], nulls = 0 } = levels;
  const whole = bytesOf(repetition, definition, body);
  const [, header] = struct({
    1: int(PAGE_TYPES[kind]),
    2: int(expands ?? whole.length),
    3: int(whole.length),
    5: kind === "v1" ? struct({ 1: int(count), 2: int(encoding), 3: int(3), 4: int(3) }) : undefined,
    7: kind === "dictionary" ? struct({ 1: int(count), 2: int(encoding) }) : undefined,
    8:
      kind === "v2"
        ? struct({
            1: int(count),
            2: int(nulls),
            3: int(count),
            4: int(encoding),
            5: int(definition.length),
            6: int(repetition.length),
            7: flag(expands !== undefined),
          })
        : undefined,
  });
  return bytesOf(header, whole);
}

function littleEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** Values one after the other, each with its length. */
export const plain = (...values: string[]): Buffer =>
  bytesOf(...values.flatMap((value) => [littleEndian(value.length), Buffer.from(value)]));

/** Levels of the first version, behind their length. */
export const levels = (...runs: number[]): Buffer => bytesOf(littleEndian(runs.length), runs);

/** Numbers in DELTA_BINARY_PACKED: at most 33, and each at most 127 more than the one before. */
export function delta(values: number[], count = values.length): Buffer {
  const head = bytesOf(varint(128), [4], varint(count), zigzag(values[0] ?? 0));
  if (values.length < 2) return head;
  const steps = Buffer.alloc(32);
  for (const [i, value] of values.slice(1).entries()) steps[i] = value - values[i]! + 128;
  return bytesOf(head, zigzag(-128), [8, 0, 0, 0], steps);
}
