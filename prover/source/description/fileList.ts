import { join, matchesGlob } from "node:path";
import { sourceError } from "../records/errors.ts";
import { readingOf } from "../records/format.ts";
import { isHousekeeping } from "../records/housekeeping.ts";

/** Files of a dataset by patterns, and their total number of rows if the description gives it. */
export type FileSet = { name: string; includes: string[]; excludes: string[]; rows?: number };

/** The files that make up a dataset according to its description. */
export type FileList = {
  /** Paths of single files, each with its SHA-256 in hex if the description has one. */
  files: Map<string, string | undefined>;
  sets: FileSet[];
  /** Whether the description names all data, which makes an unlisted data file an error. */
  isWhole: boolean;
};

const CHOOSE = "Correct the description. Or choose the files by `include`.";

/**
 * The files of the folder that belong to the dataset.
 *
 * @param names all files of the folder
 * @throws data `source/not-found` for a listed file that does not exist, `source/no-match` for an empty set,
 * `source/unlisted` for a data file that a complete description does not name
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

/** Whether a set has this file. `*` and `?` do not match "/". */
export const isIn = ({ includes, excludes }: FileSet, name: string): boolean =>
  includes.some((pattern) => pattern === name || matchesGlob(name, pattern)) &&
  !excludes.some((pattern) => matchesGlob(name, pattern));

/** Whether a file's extension belongs to a format of records. */
const isData = (name: string, folder: string): boolean =>
  readingOf(name).format !== "files" && !isHousekeeping(name, join(folder, name));
