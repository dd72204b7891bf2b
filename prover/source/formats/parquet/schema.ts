import type { FileMetaData, SchemaElement } from "hyparquet";
import type { Place } from "../../records/columns.ts";

/** Deepest nesting of a schema; that of real data is less deep. */
const MAX_DEPTH = 64;

/** Byte arrays that hold something other than text or bytes. */
const NUMBERS = ["DECIMAL", "INTERVAL", "FLOAT16"];

/** A column of values, as Parquet stores it: every leaf of the schema is one. */
export type Leaf = Place & {
  /** Its index among the columns of a row group. */
  index: number;
  element: SchemaElement;
  /** Names from the root to it. */
  names: string[];
  /** Levels of a value that is present, and those of a list that is present and empty. */
  maxDefinition: number;
  maxRepetition: number;
  emptyLevels: readonly number[];
};

type Node = { element: SchemaElement; children: Node[] };
type NodePath = {
  path: string;
  names: string[];
  definition: number;
  emptyLevels: readonly number[];
  isColumn: boolean;
};

/**
 * The columns of values of a file and the paths that name them. Lists are written in three levels, and by older writers
 * in two (Parquet's LogicalTypes.md, "Lists", "Backward-compatibility rules"); a map is a list of key and value.
 *
 * @throws Error for an inconsistent schema
 */
export function leavesOf({ schema }: FileMetaData): Leaf[] {
  const leaves: Leaf[] = [];
  const add = (element: SchemaElement, nodePath: NodePath) => leaves.push(leafOf(element, nodePath, leaves.length));
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

/** @param before the path to the node, with its name and without its own levels */
function visit(
  { element, children }: Node,
  before: NodePath,
  add: (element: SchemaElement, nodePath: NodePath) => void,
): void {
  const nodePath = entered(element, before);
  const enter = (child: Node, suffix: string, from = nodePath) =>
    visit(child, named(from, child.element.name, suffix), add);
  const annotation = element.logical_type?.type ?? element.converted_type ?? "";
  const [only] = children;
  const isRepeated = only?.element.repetition_type === "REPEATED" && children.length === 1;
  if (element.type) add(element, nodePath);
  else if (isRepeated && annotation === "LIST" && !isElement(only, element.name))
    enter(only.children[0]!, "", entered(only.element, named(nodePath, only.element.name, "")));
  else if (isRepeated && (annotation === "LIST" || annotation.startsWith("MAP"))) enter(only, "");
  else for (const child of children) enter(child, `.${child.element.name}`);
}

/** Whether the repeated group is the element itself, as in lists of two levels, and not a wrapper around it. */
const isElement = ({ element, children: [child, ...others] }: Node, list: string): boolean =>
  child === undefined ||
  others.length > 0 ||
  child.element.repetition_type === "REPEATED" ||
  element.name === "array" ||
  element.name === `${list}_tuple`;

const named = (nodePath: NodePath, name: string, suffix: string): NodePath => ({
  ...nodePath,
  path: nodePath.path + suffix,
  names: [...nodePath.names, name],
  isColumn: false,
});

function entered({ repetition_type: repetition, name }: SchemaElement, nodePath: NodePath): NodePath {
  if (repetition === "REQUIRED") return nodePath;
  const definition = nodePath.definition + 1;
  if (repetition === "OPTIONAL") return { ...nodePath, definition };
  if (repetition !== "REPEATED") throw new Error(`column ${JSON.stringify(name)} is neither required nor optional`);
  const emptyLevels = [...nodePath.emptyLevels, nodePath.definition];
  return { ...nodePath, definition, emptyLevels, path: `${nodePath.path}[]`, isColumn: false };
}

function leafOf(element: SchemaElement, nodePath: NodePath, index: number): Leaf {
  const type = element.logical_type?.type ?? element.converted_type ?? element.type!;
  const isBytes = element.type === "BYTE_ARRAY" || element.type === "FIXED_LEN_BYTE_ARRAY";
  return {
    index,
    element,
    path: nodePath.path,
    names: nodePath.names,
    type,
    isReadable: isBytes && !NUMBERS.includes(type),
    isText: ["STRING", "UTF8", "JSON"].includes(type),
    isList: nodePath.emptyLevels.length > 0,
    isColumn: nodePath.isColumn,
    maxDefinition: nodePath.definition,
    maxRepetition: nodePath.emptyLevels.length,
    emptyLevels: nodePath.emptyLevels,
  };
}
