import { join, matchesGlob } from "node:path";
import { sourceError } from "../records/errors.ts";
import { readingOf } from "../records/format.ts";
import { isHousekeeping } from "../records/housekeeping.ts";

/** Files of a dataset by patterns, and how many rows they have together if the description says so. */
export type FileSet = { name: string; includes: string[]; excludes: string[]; rows?: number };

/** The files that a description says a dataset consists of. */
export type FileList = {
  /** Paths of single files, each with its SHA-256 in hex if the description has one. */
  files: Map<string, string | undefined>;
  sets: FileSet[];
  /** Whether a description names all data, so that a data file that it does not name is an error. */
  isWhole: boolean;
};

const CHOOSE = "Correct the description, or choose the files with --include.";

/**
 * The files of the folder that are the dataset's.
 *
 * @param names all files of the folder
 * @throws data `source/not-found` for a file that is listed and not there, `source/no-match` for a set that is empty,
 * `source/unlisted` for a data file that a whole description does not name
 */
export function listedFiles(list: FileList, names: ReadonlySet<string>, folder: string): Set<string> {
  for (const name of list.files.keys())
    if (!names.has(name))
      throw sourceError("source/not-found", join(folder, name), "is listed in the description and not there", CHOOSE);
  const listed = new Set(list.files.keys());
  for (const set of list.sets) {
    const own = [...names].filter((name) => isIn(set, name));
    if (own.length === 0)
      throw sourceError("source/no-match", folder, `no file matches ${set.includes.join(", ")} of ${set.name}`, CHOOSE);
    for (const name of own) listed.add(name);
  }
  const unlisted = [...names].find((name) => !listed.has(name) && isData(name, folder));
  if (list.isWhole && unlisted !== undefined)
    throw sourceError("source/unlisted", join(folder, unlisted), "is in no split of the description", CHOOSE);
  return listed;
}

/** Whether a set has this file; `*` and `?` do not match "/". */
export const isIn = ({ includes, excludes }: FileSet, name: string): boolean =>
  includes.some((pattern) => pattern === name || matchesGlob(name, pattern)) &&
  !excludes.some((pattern) => matchesGlob(name, pattern));

/** Whether a file's ending says that it holds records. */
const isData = (name: string, folder: string): boolean =>
  readingOf(name).format !== "files" && !isHousekeeping(name, join(folder, name));
