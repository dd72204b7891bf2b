import { type BigIntStats, readdirSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { reasonOf } from "../../shared/storage.ts";
import { stubError, stubOfLink } from "../../shared/stub.ts";
import { sourceError } from "../records/errors.ts";
import { identityOf } from "./disk.ts";

/** What is kept of a file's status. The whole of it takes a kilobyte, and there may be half a million files. */
export type FileStatus = { size: number; identity: string };

/** A file of a folder, by its path below it. */
export type FolderFile = FileStatus & { name: string; path: string };

/** The hub's repository cache keeps contents and names apart; the links of the snapshots lead to the contents. */
const CACHE = { blobs: "blobs", snapshots: "snapshots", rest: ["refs", ".no_exist"] };

/**
 * All files of a folder; files below hidden folders only on request. A folder that is left out is reported as
 * `leftOut`, its name with a `/` at the end.
 *
 * @throws data `source/not-found`, `source/link`, `source/special-file`, `source/stub`
 */
export function filesIn(folder: string, isWanted: (folder: string) => boolean) {
  const root = realpathSync(folder);
  const files: FolderFile[] = [];
  const leftOut: string[] = [];
  const linked = new Set<string>();
  const walk = (folder: string, below: string): void => {
    const entries = readdirSync(folder, { withFileTypes: true });
    const isCache = [CACHE.blobs, CACHE.snapshots].every((name) => entries.some((one) => one.name === name));
    for (const entry of entries) {
      const path = join(folder, entry.name);
      const name = below + entry.name;
      if (entry.isDirectory()) {
        const isLeftOut = !isWanted(name) || (isCache && CACHE.rest.includes(entry.name));
        if (isLeftOut) leftOut.push(`${name}/`);
        else walk(path, `${name}/`);
      } else if (entry.isFile()) files.push({ name, path, ...statusOf(statOf(path)) });
      else if (entry.isSymbolicLink()) files.push({ name, path, ...linkedFile(path, root, linked) });
      else throw specialFile(path);
    }
  };
  walk(root, "");
  // A content that a snapshot links to has been listed under the link's name.
  return { files: files.filter(({ path }) => !linked.has(path)), leftOut };
}

/** The target of a link: a file in the same folder, or the content that a cache keeps for this name. */
function linkedFile(path: string, root: string, linked: Set<string>): FileStatus {
  const stub = stubOfLink(readlinkSync(path));
  let stat: BigIntStats;
  try {
    stat = statOf(path);
  } catch (error) {
    throw stub === undefined ? error : stubError(path, stub);
  }
  const target = realpathSync(path);
  const blobs = blobsOf(path);
  if (stat.isFile() && blobs !== undefined && target.startsWith(blobs + sep)) {
    linked.add(target);
    return statusOf(stat);
  }
  if (stat.isFile() && (target.startsWith(root + sep) || stub !== undefined)) return statusOf(stat);
  throw sourceError(
    "source/link",
    path,
    `is a link to ${target}, which is not a file inside the given folder`,
    "Give the folder that the link leads to as a source of its own, and remove the link.",
  );
}

/** The folder of contents that belongs to `…/snapshots/REVISION/…`, whether the source begins below it or above. */
function blobsOf(path: string): string | undefined {
  const names = path.split(sep);
  const at = names.lastIndexOf(CACHE.snapshots);
  if (at < 1 || at > names.length - 3) return undefined;
  const blobs = join(names.slice(0, at).join(sep), CACHE.blobs);
  return isFolder(blobs) ? realpathSync(blobs) : undefined;
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

export const statusOf = (stat: BigIntStats): FileStatus => ({ size: Number(stat.size), identity: identityOf(stat) });

/** @throws data `source/not-found` */
export function statOf(path: string): BigIntStats {
  try {
    return statSync(path, { bigint: true });
  } catch (error) {
    throw sourceError("source/not-found", path, `cannot be read: ${reasonOf(error)}`, "Check the path.", error);
  }
}

export const specialFile = (path: string) =>
  sourceError(
    "source/special-file",
    path,
    "is neither a file nor a folder",
    "Remove it from the folder: it has no end to read to.",
  );
