import type { BigIntStats } from "node:fs";
import { readdirSync, realpathSync, statSync } from "node:fs";
import { basename, join, matchesGlob, resolve, sep } from "node:path";
import { usageError } from "../shared/errors.ts";
import { readCard } from "./card.ts";
import { readCroissant } from "./croissant.ts";
import { sourceError } from "./errors.ts";
import { isIn, listedFiles } from "./fileList.ts";
import { readingOf } from "./format.ts";
import { isRemote, remoteSources } from "./remote.ts";
import type { Source } from "./row.ts";
import type { SourceSpec } from "./spec.ts";

/**
 * The files of the given roots in one order (roots as given, then code units of the name), whatever the file system's.
 * Names are relative to the root; with several roots they start with the root's own name, so that no two are equal.
 *
 * A link to a file inside its root is read under the link's name. Every other link is an error: it leads out of what was
 * given, or to a folder whose files would be read twice.
 *
 * @throws data `source/not-found`, `source/bad-croissant`, `source/bad-card`, `source/no-match`,
 * `source/unlisted`, `source/link`, `source/special-file`, `source/empty`, `source/unknown-ending`; usage
 * `source/same-name`
 */
export function listSources(specs: readonly SourceSpec[]): Source[] {
  return distinct(specs.flatMap((spec) => filesOf(spec, prefixOf(spec, specs))));
}

/** The same where roots may also be addresses on the web (remote.ts); those are named by host and path. */
export async function findSources(specs: readonly SourceSpec[]): Promise<Source[]> {
  const found: Source[] = [];
  for (const spec of specs)
    if (isRemote(spec.path)) found.push(...(await remoteSources(spec)));
    else found.push(...filesOf(spec, prefixOf(spec, specs)));
  return distinct(found);
}

const prefixOf = (spec: SourceSpec, specs: readonly SourceSpec[]): string =>
  specs.length > 1 ? `${basename(resolve(spec.path))}/` : "";

function distinct(sources: Source[]): Source[] {
  const names = new Set<string>();
  for (const { name } of sources) {
    if (names.has(name))
      throw usageError("source/same-name", `two sources are called ${name}`, "Commit their common parent folder.");
    names.add(name);
  }
  return sources;
}

function filesOf({ path, format, include }: SourceSpec, prefix: string): Source[] {
  const stat = statOf(path);
  if (stat.isFile()) return [source(prefix + basename(path), path, stat, format)];
  if (!stat.isDirectory()) throw special(path);
  const root = realpathSync(path);
  const list = format === "auto" && !include ? (readCroissant(root) ?? readCard(root)) : undefined;
  const all = [...walk(root, "", root)];
  const listed = list && listedFiles(list, new Set(all.map(({ name }) => name)), root);
  const found = all
    .filter(({ name }) => !include || include.some((pattern) => matchesGlob(name, pattern)))
    .filter(({ name }) => !listed || listed.has(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  if (found.length === 0)
    throw sourceError("empty", path, "holds no file to read", "Check the folder and the patterns.");
  return found.map((file) => {
    const expected = list?.files.get(file.name);
    const counted = list?.sets.flatMap((set) =>
      set.rows !== undefined && isIn(set, file.name) ? [{ name: prefix + set.name, rows: set.rows }] : [],
    );
    return {
      ...source(prefix + file.name, file.path, file.stat, format ?? "file"),
      ...(expected && { expected }),
      ...(counted?.length && { counted }),
    };
  });
}

function* walk(
  folder: string,
  below: string,
  root: string,
): Generator<{ name: string; path: string; stat: BigIntStats }> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const name = below + entry.name;
    if (entry.isDirectory()) yield* walk(path, `${name}/`, root);
    else if (entry.isFile()) yield { name, path, stat: statOf(path) };
    else if (entry.isSymbolicLink()) yield { name, path, stat: linkedFile(path, root) };
    else throw special(path);
  }
}

function linkedFile(path: string, root: string): BigIntStats {
  const stat = statOf(path);
  const target = realpathSync(path);
  if (stat.isFile() && target.startsWith(root + sep)) return stat;
  throw sourceError(
    "link",
    path,
    `is a link to ${target}, which is no file inside the given folder`,
    "Give the folder that the link leads to as a source of its own, and remove the link.",
  );
}

function statOf(path: string): BigIntStats {
  try {
    return statSync(path, { bigint: true });
  } catch (error) {
    throw sourceError("not-found", path, `cannot be read: ${(error as Error).message}`, "Check the path.", error);
  }
}

const special = (path: string) =>
  sourceError(
    "special-file",
    path,
    "is neither a file nor a folder",
    "Remove it from the folder: it has no end to read to.",
  );

function source(name: string, path: string, stat: BigIntStats, wanted: SourceSpec["format"]): Source {
  const reading = readingOf(path, wanted === "auto" ? undefined : wanted);
  if (wanted === "auto" && reading.format === "file")
    throw sourceError(
      "unknown-ending",
      path,
      "does not say by its ending how to read it",
      "Give its format, or leave it out by a pattern.",
    );
  return { name, path: resolve(path), ...reading, size: Number(stat.size), identity: identityOf(stat) };
}

/** Changes whenever a file is written to, replaced or given other times; equal means unchanged. */
export const identityOf = (stat: BigIntStats): string =>
  [stat.dev, stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join(":");
