import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadYaml, parseYaml } from "../../shared/yaml.ts";
import { sourceError } from "../records/errors.ts";
import type { FileList, FileSet } from "./fileList.ts";

/** A dataset's description in the form of the Hugging Face hub: YAML between two lines `---` at the start. */
const CARD_FILE = "README.md";

type Fields = { [key: string]: unknown };

/** Numbers of examples by configuration and split. */
type Counts = Map<string, number>;

/**
 * The file list of a folder's dataset card: the `data_files` of all its `configs` (a pattern, a list of patterns, or a
 * list of `{split, path}`) and the `num_examples` that its `dataset_info` gives for a split. A configuration without
 * `data_files` has all files of its folder. A card without `configs` lists no files.
 *
 * @throws data `source/bad-card`, `source/card-option`
 */
export function readCard(folder: string): FileList | undefined {
  const path = join(folder, CARD_FILE);
  const card = existsSync(path) ? frontMatter(path) : undefined;
  if (card?.configs === undefined) return undefined;
  const configs = list(card.configs, path, "configs").map((config) => fields(config, path, "configs"));
  const names = configs.map((config) => text(config.config_name ?? "default", path, "config_name"));
  const sets = configs.flatMap((config, i) => setsOf(config, names[i]!, path));
  const counts = countsOf(card.dataset_info, names, path);
  const seen = new Set<string>();
  for (const set of sets) {
    if (seen.has(set.name)) throw bad(path, `has two splits ${set.name}`);
    seen.add(set.name);
    const rows = counts.get(set.name);
    if (rows !== undefined) set.rows = rows;
  }
  const whole = configs.length === 1 && configs[0]!.data_files === undefined ? sets[0] : undefined;
  // Only the hub's naming rules tell which file is in which split, so all splits are counted together.
  if (whole && counts.size > 0) whole.rows = [...counts.values()].reduce((sum, rows) => sum + rows, 0);
  for (const name of counts.keys())
    if (!whole && !seen.has(name)) throw bad(path, `counts ${name}, which it does not list`);
  return { files: new Map(), sets, isWhole: true };
}

function frontMatter(path: string): Fields | undefined {
  const content = readFileSync(path);
  const match = /^---\r?\n(.*?)^---[ \t]*$/ms.exec(content.toString("latin1"));
  if (match?.index !== 0) return undefined;
  const yaml = loadYaml();
  let value: unknown;
  try {
    value = parseYaml(Buffer.from(match[1]!, "latin1"), yaml);
  } catch (error) {
    throw bad(path, (error as Error).message);
  }
  return value === null ? undefined : fields(value, path, "its front matter");
}

function setsOf(config: Fields, configName: string, path: string): FileSet[] {
  const folder = config.data_dir === undefined ? "" : `${patternOf(config.data_dir, path).replace(/\/+$/, "")}/`;
  const set = (split: string, patterns: unknown): FileSet => ({
    name: `${configName}/${split}`,
    includes: list(patterns, path, "path").map((pattern) => folder + patternOf(pattern, path)),
    excludes: [],
  });
  refuseOptions(config, path);
  const entries = list(config.data_files ?? "**", path, "data_files");
  if (entries.every((entry) => typeof entry === "string")) return [set("train", entries)];
  return entries.map((entry) => {
    const { split, path: patterns } = fields(entry, path, "data_files");
    return set(text(split, path, "split"), patterns);
  });
}

/**
 * A configuration's own fields and fields about its files, and options of the hub's CSV reader with their default
 * values.
 */
const KNOWN = ["config_name", "data_files", "data_dir", "default", "description", "version", "drop_labels"];
const USUAL: Fields = { sep: ",", delimiter: ",", quotechar: '"', header: "infer", encoding: "utf-8" };

/** Ignoring an option would yield records other than the dataset's. */
function refuseOptions(config: Fields, path: string): void {
  for (const [name, value] of Object.entries(config))
    if (!KNOWN.includes(name) && USUAL[name] !== value)
      throw sourceError(
        "source/card-option",
        path,
        `asks to read files with ${name}: ${JSON.stringify(value)?.slice(0, 60)}, which is not supported`,
        "Convert the files. Or choose them and their format yourself by `include` and `format`.",
      );
}

/** A pattern of files inside the folder. */
function patternOf(value: unknown, path: string): string {
  const pattern = text(value, path, "path").replace(/^\.\//, "");
  if (!/^\/|:\/\/|^[a-z]:|\\/i.test(pattern) && !pattern.split("/").includes("..")) return pattern;
  throw bad(path, `lists ${pattern}, which is not a path inside the folder`);
}

function countsOf(info: unknown, names: readonly string[], path: string): Counts {
  const counts: Counts = new Map();
  for (const entry of info === undefined ? [] : list(info, path, "dataset_info")) {
    const { config_name: given, splits } = fields(entry, path, "dataset_info");
    const name = text(given ?? (names.length === 1 ? names[0] : "default"), path, "config_name");
    for (const split of splits === undefined ? [] : list(splits, path, "splits")) {
      const { name: splitName, num_examples: rows } = fields(split, path, "splits");
      const key = `${name}/${text(splitName, path, "name")}`;
      if (rows === undefined) continue;
      if (!Number.isSafeInteger(rows) || (rows as number) < 0) throw bad(path, `num_examples of ${key} is not a count`);
      if (counts.has(key)) throw bad(path, `counts ${key} twice`);
      counts.set(key, rows as number);
    }
  }
  return counts;
}

/** One value or a list, as the hub allows both. */
function list(value: unknown, path: string, field: string): unknown[] {
  const values = [value].flat();
  if (values.length > 0 && values.every((one) => one !== undefined && one !== null)) return values;
  throw bad(path, `${field} is missing or empty`);
}

function fields(value: unknown, path: string, field: string): Fields {
  if (value !== null && typeof value === "object" && !Array.isArray(value)) return value as Fields;
  throw bad(path, `${field} holds ${JSON.stringify(value)?.slice(0, 60)}, not fields with names`);
}

function text(value: unknown, path: string, field: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw bad(path, `${field} is ${JSON.stringify(value)?.slice(0, 60)}, not text`);
}

const bad = (path: string, problem: string) =>
  sourceError("source/bad-card", path, problem, "Correct the card. Or choose the files by `include`.");
