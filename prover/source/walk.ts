import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { usageError } from "../shared/errors.ts";
import { STUB_BYTES, stubError, stubIn } from "../shared/stub.ts";
import { readCard } from "./description/card.ts";
import { choose, wantedFolders } from "./description/choose.ts";
import { readCroissant } from "./description/croissant.ts";
import { type FileList, isIn, listedFiles } from "./description/fileList.ts";
import { sourceError, UNKNOWN_ENDING } from "./records/errors.ts";
import { readingOf } from "./records/format.ts";
import type { Found } from "./records/housekeeping.ts";
import type { Source } from "./records/row.ts";
import type { SourceSpec } from "./records/spec.ts";
import { type FileStatus, type FolderFile, filesIn, specialFile, statOf, statusOf } from "./storage/folder.ts";
import { isRemote, remoteSources } from "./storage/remote.ts";

/**
 * The files of the given roots in one order (roots as given, then code units of the name), independent of the file
 * system. Names are relative to the root; with several roots they start with the root's own name, so that no two are
 * equal.
 *
 * A link to a file inside its root, or to the content that a cache keeps for it, is read under the link's name. Every
 * other link is an error: it leads outside the root, or to a folder whose files would be read twice.
 *
 * @throws data `source/not-found`, `source/bad-croissant`, `source/bad-card`, `source/no-match`, `source/unlisted`,
 * `source/link`, `source/special-file`, `source/empty`, `source/unknown-ending`, `source/stub`; usage
 * `source/same-name`
 */
export const listSources = (specs: readonly SourceSpec[]): Source[] =>
  distinct(specs.map((spec) => filesOf(spec, prefixOf(spec, specs)))).sources;

/**
 * The same where roots may also be addresses on the web (remote.ts), which are named by host and path; and the files
 * that are not read.
 */
export async function findSources(specs: readonly SourceSpec[]): Promise<Found> {
  const found: Found[] = [];
  for (const spec of specs)
    found.push(isRemote(spec.path) ? await remoteSources(spec) : filesOf(spec, prefixOf(spec, specs)));
  return distinct(found);
}

const prefixOf = (spec: SourceSpec, specs: readonly SourceSpec[]): string =>
  specs.length > 1 ? `${basename(resolve(spec.path))}/` : "";

function distinct(found: readonly Found[]): Found {
  const names = new Set<string>();
  for (const { name } of found.flatMap(({ sources }) => sources)) {
    if (names.has(name))
      throw usageError("source/same-name", `two sources are called ${name}`, "Commit their common parent folder.");
    names.add(name);
  }
  return {
    sources: found.flatMap(({ sources }) => sources),
    passedOver: found.flatMap(({ passedOver }) => passedOver),
  };
}

function filesOf({ path, format = "auto", include }: SourceSpec, prefix: string): Found {
  const stat = statOf(path);
  if (stat.isFile())
    return { sources: [source(prefix + basename(path), path, statusOf(stat), format)], passedOver: [] };
  if (!stat.isDirectory()) throw specialFile(path);
  const list = format === "auto" && !include ? (readCroissant(path) ?? readCard(path)) : undefined;
  const choice = { format, ...(include && { include }), ...(list && { list }) };
  const { files, leftOut } = filesIn(path, wantedFolders(choice));
  const listed = list && listedFiles(list, new Set(files.map(({ name }) => name)), path);
  const { chosen, passedOver } = choose(files, { ...choice, ...(listed && { listed }) });
  if (chosen.length === 0)
    throw sourceError("source/empty", path, "holds no file to read", "Check the folder and the patterns.");
  return {
    sources: chosen.map((file) => described(file, prefix, format, list)),
    passedOver: [...leftOut.map((name) => ({ name, code: "source/housekeeping" as const })), ...passedOver].map(
      ({ name, code }) => ({ name: prefix + name, code }),
    ),
  };
}

/** A file with its entry in a description of the dataset. */
function described(file: FolderFile, prefix: string, format: SourceSpec["format"], list?: FileList): Source {
  const expected = list?.files.get(file.name);
  const counted = list?.sets.flatMap((set) =>
    set.rows !== undefined && isIn(set, file.name) ? [{ name: prefix + set.name, rows: set.rows }] : [],
  );
  return {
    ...source(prefix + file.name, file.path, file, format),
    ...(expected && { expected }),
    ...(counted?.length && { counted }),
  };
}

function source(name: string, path: string, status: FileStatus, wanted: SourceSpec["format"]): Source {
  const { size, identity } = status;
  const reading = readingOf(path, wanted === "auto" ? undefined : wanted);
  if (wanted === "auto" && reading.format === "files") throw unknownEnding(name, path, size);
  return { name, path: resolve(path), ...reading, size, identity };
}

/** A stub in place of the content is a better reason than the name. */
function unknownEnding(name: string, path: string, size: number) {
  const stub = size > STUB_BYTES ? undefined : stubIn(readFileSync(path), path);
  if (stub !== undefined) return stubError(name, stub);
  return sourceError("source/unknown-ending", path, "does not say by its ending how to read it", UNKNOWN_ENDING);
}
