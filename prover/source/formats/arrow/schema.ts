import { Endianness } from "apache-arrow/fb/endianness";
import type { Field } from "apache-arrow/fb/field";
import { FixedSizeBinary } from "apache-arrow/fb/fixed-size-binary";
import { FixedSizeList } from "apache-arrow/fb/fixed-size-list";
import { Int } from "apache-arrow/fb/int";
import type { Schema } from "apache-arrow/fb/schema";
import { Type } from "apache-arrow/fb/type";
import { Union } from "apache-arrow/fb/union";
import { UnionMode } from "apache-arrow/fb/union-mode";
import type { Place } from "../../records/columns.ts";
import { sourceError } from "../../records/errors.ts";

/** Integers as stored in a buffer. */
export type Integers = { bits: number; isSigned: boolean };

/** A field of the schema, as far as its buffers depend on it. */
export type ArrowField = {
  name: string;
  type: Type;
  children: ArrowField[];
  /** Bytes per value of fixed size, or elements per list of fixed size. */
  size: number;
  isDense: boolean;
  integers: Integers;
  /** For dictionary-encoded values: the dictionary, and how its indices are stored. */
  dictionary?: { id: bigint; integers: Integers };
};

/** A place and the path to it: the column, and the child taken at every field that has children. */
export type ArrowPlace = Place & { childPath: readonly number[] };

const BYTES = [Type.Binary, Type.LargeBinary, Type.BinaryView, Type.FixedSizeBinary];
const TEXTS = [Type.Utf8, Type.LargeUtf8, Type.Utf8View];
export const LISTS = [Type.List, Type.LargeList, Type.ListView, Type.LargeListView, Type.FixedSizeList, Type.Map];

const INT32: Integers = { bits: 32, isSigned: true };

/**
 * The columns of a schema.
 *
 * @throws data `source/big-endian`
 */
export function fieldsOf(schema: Schema, name: string): ArrowField[] {
  if (schema.endianness() !== Endianness.Little)
    throw sourceError(
      "source/big-endian",
      name,
      "is an Arrow file of a big-endian machine",
      "Read it with an Arrow library and write it again: most write it as little-endian.",
    );
  return Array.from({ length: schema.fieldsLength() }, (_, i) => fieldOf(schema.fields(i)!));
}

function fieldOf(field: Field): ArrowField {
  const type = field.typeType();
  const encoding = field.dictionary();
  const index = encoding?.indexType();
  return {
    name: field.name() ?? "",
    type,
    children: Array.from({ length: field.childrenLength() }, (_, i) => fieldOf(field.children(i)!)),
    size: sizeOf(field, type),
    isDense: type === Type.Union && (field.type(new Union()) as Union | null)?.mode() === UnionMode.Dense,
    integers: type === Type.Int ? integersOf(field.type(new Int())) : INT32,
    ...(encoding && { dictionary: { id: encoding.id(), integers: index ? integersOf(index) : INT32 } }),
  };
}

const integersOf = (type: Int): Integers => ({ bits: type.bitWidth(), isSigned: type.isSigned() });

function sizeOf(field: Field, type: Type): number {
  if (type === Type.FixedSizeBinary) return (field.type(new FixedSizeBinary()) as FixedSizeBinary).byteWidth();
  if (type === Type.FixedSizeList) return (field.type(new FixedSizeList()) as FixedSizeList).listSize();
  return 0;
}

/** All places of these columns. A column of type null could have any type, so it may be chosen. */
export function arrowPlaces(columns: readonly ArrowField[]): ArrowPlace[] {
  const places: ArrowPlace[] = [];
  const visit = (field: ArrowField, path: string, childPath: readonly number[], isList: boolean): void => {
    const enter = (child: number, suffix: string, isInList = isList) =>
      visit(field.children[child]!, path + suffix, [...childPath, child], isInList);
    if (field.type === Type.RunEndEncoded && field.children.length === 2) enter(1, "");
    else if (LISTS.includes(field.type) && field.children.length === 1) enter(0, "[]", true);
    else if (field.type === Type.Struct_) for (const [i, { name }] of field.children.entries()) enter(i, `.${name}`);
    else
      places.push({
        path,
        childPath: childPath,
        isList,
        type: Type[field.type] ?? String(field.type),
        isReadable: [...BYTES, ...TEXTS, Type.Null].includes(field.type),
        isText: TEXTS.includes(field.type),
        isColumn: childPath.length === 1 || path === columns[childPath[0]!]!.name,
      });
  };
  for (const [i, column] of columns.entries()) visit(column, column.name, [i], false);
  return places;
}
