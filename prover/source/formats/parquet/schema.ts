import type { FileMetaData, SchemaElement } from "hyparquet";
import type { Place } from "../../records/columns.ts";

/** Schemas of real data nest less deeply. */
const MAX_DEPTH = 64;

/** Byte arrays that hold something else than text or bytes. */
const NUMBERS = ["DECIMAL", "INTERVAL", "FLOAT16"];

/** A column of values, as Parquet stores it: every leaf of the schema is one. */
export type Leaf = Place & {
  /** Its place among the columns of a row group. */
  index: number;
  element: SchemaElement;
  /** Names from the root to it. */
  names: string[];
  /** Levels of a value that is there, and those of a list that is there and empty. */
  maxDefinition: number;
  maxRepetition: number;
  emptyLevels: readonly number[];
};

type Node = { element: SchemaElement; children: Node[] };
type Way = { path: string; names: string[]; definition: number; emptyLevels: readonly number[]; isColumn: boolean };

/**
 * The columns of values of a file and the paths that name them. Lists are written in three levels, and by older writers
 * in two (Parquet's LogicalTypes.md, "Lists", "Backward-compatibility rules"); a map is a list of key and value.
 *
 * @throws Error for a schema that does not hold together
 */
export function leavesOf({ schema }: FileMetaData): Leaf[] {
  const leaves: Leaf[] = [];
  const add = (element: SchemaElement, way: Way) => leaves.push(leafOf(element, way, leaves.length));
  for (const child of treeOf(schema).children) {
    const { name } = child.element;
    visit(child, { path: name, names: [name], definition: 0, emptyLevels: [], isColumn: true }, add);
  }
  return leaves;
}

function treeOf(schema: readonly SchemaElement[]): Node {
  let next = 0;
  const node = (depth: number): Node => {
    const element = schema[next++];
    if (!element || depth > MAX_DEPTH)
      throw new Error("the schema has fewer elements than it claims, or nests too deeply");
    const count = element.num_children ?? 0;
    if (count < 0 || count > schema.length - next || (element.type && count > 0 && depth > 0))
      throw new Error(`the schema claims ${count} columns in ${JSON.stringify(element.name)}`);
    return { element, children: Array.from({ length: count }, () => node(depth + 1)) };
  };
  const root = node(0);
  if (next !== schema.length) throw new Error("the schema has more elements than it claims");
  return root;
}

/** @param before the way to the node, with its name and without its own levels */
function visit({ element, children }: Node, before: Way, add: (element: SchemaElement, way: Way) => void): void {
  const way = entered(element, before);
  const enter = (child: Node, suffix: string, from = way) => visit(child, named(from, child.element.name, suffix), add);
  const annotation = element.logical_type?.type ?? element.converted_type ?? "";
  const [only] = children;
  const isRepeated = only?.element.repetition_type === "REPEATED" && children.length === 1;
  if (element.type) add(element, way);
  else if (isRepeated && annotation === "LIST" && !isElement(only, element.name))
    enter(only.children[0]!, "", entered(only.element, named(way, only.element.name, "")));
  else if (isRepeated && (annotation === "LIST" || annotation.startsWith("MAP"))) enter(only, "");
  else for (const child of children) enter(child, `.${child.element.name}`);
}

/** Whether the repeated group is the element itself, as in lists of two levels, and not around it. */
const isElement = ({ element, children: [child, ...others] }: Node, list: string): boolean =>
  child === undefined ||
  others.length > 0 ||
  child.element.repetition_type === "REPEATED" ||
  element.name === "array" ||
  element.name === `${list}_tuple`;

const named = (way: Way, name: string, suffix: string): Way => ({
  ...way,
  path: way.path + suffix,
  names: [...way.names, name],
  isColumn: false,
});

function entered({ repetition_type: repetition, name }: SchemaElement, way: Way): Way {
  if (repetition === "REQUIRED") return way;
  const definition = way.definition + 1;
  if (repetition === "OPTIONAL") return { ...way, definition };
  if (repetition !== "REPEATED") throw new Error(`column ${JSON.stringify(name)} is neither required nor optional`);
  const emptyLevels = [...way.emptyLevels, way.definition];
  return { ...way, definition, emptyLevels, path: `${way.path}[]`, isColumn: false };
}

function leafOf(element: SchemaElement, way: Way, index: number): Leaf {
  const type = element.logical_type?.type ?? element.converted_type ?? element.type!;
  const isBytes = element.type === "BYTE_ARRAY" || element.type === "FIXED_LEN_BYTE_ARRAY";
  return {
    index,
    element,
    path: way.path,
    names: way.names,
    type,
    isReadable: isBytes && !NUMBERS.includes(type),
    isText: ["STRING", "UTF8", "JSON"].includes(type),
    isList: way.emptyLevels.length > 0,
    isColumn: way.isColumn,
    maxDefinition: way.definition,
    maxRepetition: way.emptyLevels.length,
    emptyLevels: way.emptyLevels,
  };
}
