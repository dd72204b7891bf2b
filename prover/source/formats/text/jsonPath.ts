import type { DisjointError } from "../../../shared/errors.ts";
import type { Json } from "../../../shared/json.ts";
import { sourceError } from "../../records/errors.ts";
import { type Path, pathOf } from "../../records/path.ts";
import type { Cell } from "../../records/row.ts";

/** Number of paths that an error shows. */
const MOST_PATHS = 20;

const isObject = (value: Json): value is { [key: string]: Json } =>
  value !== null && typeof value === "object" && !Array.isArray(value);

/** Reads one field of JSON documents: the UTF-8 bytes of strings. Other types have no unique spelling. */
export function jsonCellReader(field: string): (document: Json, where: string) => Cell {
  const path = pathOf(field);
  return (document, where) => {
    if (isObject(document) && Object.hasOwn(document, field)) return textOf(document[field]!, field, where);
    if (path.steps.length === 0) return missing(document, field, where);
    const found: (Uint8Array | DisjointError)[] = [];
    follow(document, path, 0, (value) => found.push(value ?? missing(document, field, where)), where);
    return path.isList ? found : found[0]!;
  };
}

/** Passes on the value that the path leads to, or undefined if a part of it does not exist. */
function follow(
  value: Json,
  path: Path,
  depth: number,
  onFound: (value: Uint8Array | DisjointError | undefined) => void,
  where: string,
): void {
  const step = path.steps[depth];
  if (step === undefined) onFound(textOf(value, path.name, where));
  else if (step === "each" && Array.isArray(value))
    for (const element of value) follow(element, path, depth + 1, onFound, where);
  else if (step === "each") onFound(notList(value, path.name, where));
  else if (isObject(value) && Object.hasOwn(value, step.name))
    follow(value[step.name]!, path, depth + 1, onFound, where);
  else onFound(undefined);
}

const notList = (value: Json, field: string, where: string) =>
  sourceError("source/not-list", where, `field ${quote(field)} goes through ${shown(value)}, not a list`);

function textOf(value: Json, field: string, where: string): Uint8Array | DisjointError {
  if (typeof value === "string") return Buffer.from(value, "utf8");
  return sourceError("source/not-text", where, `field ${quote(field)} is ${shown(value)}, not a string`);
}

function missing(document: Json, field: string, where: string): DisjointError {
  const paths = new Set<string>();
  addPaths(document, "", paths);
  const there = paths.size === 0 ? "it is not an object" : `it has ${[...paths].join(", ")}`;
  return sourceError("source/missing-field", where, `has no field ${quote(field)}; ${there}`);
}

function addPaths(value: Json, path: string, paths: Set<string>): void {
  if (paths.size >= MOST_PATHS) return;
  if (Array.isArray(value)) for (const element of value.slice(0, MOST_PATHS)) addPaths(element, `${path}[]`, paths);
  else if (isObject(value))
    for (const [name, inner] of Object.entries(value)) addPaths(inner, path === "" ? name : `${path}.${name}`, paths);
  else if (path !== "") paths.add(path);
}

const quote = (field: string) => JSON.stringify(field);
const shown = (value: Json) => JSON.stringify(value).slice(0, 40);
