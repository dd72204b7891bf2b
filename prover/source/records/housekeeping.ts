import { existsSync } from "node:fs";
import { readingOf } from "./format.ts";
import type { Source } from "./row.ts";

/** What was not read among the files of a folder. A name that ends in `/` is a folder with all of its content. */
export type PassedOver = {
  name: string;
  /** Left by tools; not matched by the patterns; not in the description of the dataset. */
  code: "source/housekeeping" | "source/not-included" | "source/not-listed";
};

/** The files that are read, and those beside them that are not. */
export type Found = { sources: Source[]; passedOver: PassedOver[] };

/** Names that tools give to their own files: Git, Spark, the hub's downloads, editors. */
export const isHidden = (name: string): boolean => /(^|\/)[._]/.test(name);

/** Texts about the data, and the notes of features that the hub and `save_to_disk` write. */
const ABOUT = /(^|\/)((readme|licen[cs]e)([_-][^./]*)?(\.(md|markdown|txt|rst|html?))?|dataset_infos?\.json)$/i;

/**
 * Whether a file was left beside the data by tools that fetched or wrote it, and is not data.
 *
 * @param path a DVC file counts only if the file that it describes exists
 */
export const isHousekeeping = (name: string, path: string): boolean =>
  isHidden(name) ||
  ABOUT.test(name) ||
  name.endsWith(".crc") ||
  (name.endsWith(".dvc") && existsSync(path.slice(0, -".dvc".length)));

/** Whether a pattern that matches a hidden file means it: its extension is that of data. */
export const isHiddenData = (name: string): boolean =>
  isHidden(name) && !ABOUT.test(name) && readingOf(name).format !== "files";

/** The first hidden folder of a path, with a `/` at its end, or the path. */
export const hiddenPart = (name: string): string => /^(.*?\/)??[._][^/]*\//.exec(name)?.[0] ?? name;
