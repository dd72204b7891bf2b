import { existsSync } from "node:fs";
import { readingOf } from "./format.ts";
import type { Source } from "./row.ts";

/** What was not read among the files of a folder; a name that ends in `/` is a folder with all that is in it. */
export type PassedOver = {
  name: string;
  /** What tools left behind; not matched by the patterns; not in the description of the dataset. */
  code: "source/housekeeping" | "source/not-included" | "source/not-listed";
};

/** The files that are read, and those beside them that are not. */
export type Found = { sources: Source[]; passedOver: PassedOver[] };

/** Names that tools give to what is theirs: Git, Spark, the hub's downloads, editors. */
export const isHidden = (name: string): boolean => /(^|\/)[._]/.test(name);

/** Texts about the data, and the hub's and `save_to_disk`'s notes of its features. */
const ABOUT = /(^|\/)((readme|licen[cs]e)([_-][^./]*)?(\.(md|markdown|txt|rst|html?))?|dataset_infos?\.json)$/i;

/**
 * Whether a file is what the tools that fetched or wrote the data have left beside it, and not data.
 *
 * @param path a DVC file is that only if what it stands for is there
 */
export const isHousekeeping = (name: string, path: string): boolean =>
  isHidden(name) ||
  ABOUT.test(name) ||
  name.endsWith(".crc") ||
  (name.endsWith(".dvc") && existsSync(path.slice(0, -".dvc".length)));

/** Whether a pattern that matches a hidden file means it: its ending says that it is data. */
export const isHiddenData = (name: string): boolean =>
  isHidden(name) && !ABOUT.test(name) && readingOf(name).format !== "files";

/** The first folder of a path that is hidden, with a `/` at its end, or the path. */
export const hiddenPart = (name: string): string => /^(.*?\/)??[._][^/]*\//.exec(name)?.[0] ?? name;
