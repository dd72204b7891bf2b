import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Json, parseJson } from "../../shared/json.ts";
import { sourceError } from "../records/errors.ts";
import type { FileList } from "./fileList.ts";

/** A dataset's description in the Croissant vocabulary (ML Commons), if its folder has one. */
const CROISSANT_FILE = "croissant.json";

/**
 * The file list in a folder's `croissant.json`: its FileObjects, by a relative `contentUrl` or else by name, and its
 * FileSets. An object that only contains others (a repository, an archive) is not a file of the folder.
 *
 * @throws data `source/bad-croissant`, `json/...`
 */
export function readCroissant(folder: string): FileList | undefined {
  const path = join(folder, CROISSANT_FILE);
  if (!existsSync(path)) return undefined;
  const { distribution } = objectIn(parseJson(readFileSync(path), path), path);
  if (!Array.isArray(distribution)) throw bad(path, "has no distribution");
  const items = distribution.map((item) => objectIn(item, path));
  const containers = new Set(items.flatMap((item) => references(item.containedIn)));
  // Croissant 1.0 refers to a container by its id, 0.8 by its name.
  const isContainer = (item: { [key: string]: Json }) =>
    [item["@id"], item.name].some((one) => containers.has(String(one)));
  const list: FileList = { files: new Map(), sets: [], isWhole: false };
  for (const item of items) {
    const kind = String(item["@type"]).split(":").at(-1);
    if (kind === "FileSet")
      list.sets.push({ name: nameOf(item), includes: texts(item.includes), excludes: texts(item.excludes) });
    else if (kind !== "FileObject") throw bad(path, `distributes ${JSON.stringify(item["@type"])}`);
    else if (!isContainer(item)) list.files.set(pathOf(item, path), hashOf(item));
  }
  return list;
}

const nameOf = (item: { [key: string]: Json }): string => String(item.name ?? item["@id"] ?? "a set without a name");

function pathOf(item: { [key: string]: Json }, path: string): string {
  const { contentUrl, name } = item;
  const relative = typeof contentUrl === "string" && !contentUrl.includes("://") ? contentUrl : (name ?? item["@id"]);
  if (typeof relative !== "string" || relative === "") throw bad(path, "names a file without path and name");
  return relative.replace(/^(\.?\/)+/, "");
}

function hashOf({ sha256 }: { [key: string]: Json }): string | undefined {
  return typeof sha256 === "string" && /^[0-9a-fA-F]{64}$/.test(sha256) ? sha256.toLowerCase() : undefined;
}

/** One text or several: JSON-LD allows both. */
const texts = (value: Json | undefined): string[] =>
  [value].flat().filter((one): one is string => typeof one === "string");

/** One `{"@id": …}` or several. */
const references = (value: Json | undefined): string[] =>
  [value]
    .flat()
    .flatMap((one) => (one && typeof one === "object" && !Array.isArray(one) ? String(one["@id"]) : texts(one)));

function objectIn(value: Json, path: string): { [key: string]: Json } {
  if (value !== null && typeof value === "object" && !Array.isArray(value)) return value;
  throw bad(path, "is not an object, or holds a distribution that is none");
}

const bad = (path: string, problem: string) =>
  sourceError("source/bad-croissant", path, problem, "Correct the description. Or choose the files by `include`.");
