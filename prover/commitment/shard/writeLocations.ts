import { closeSync, fsyncSync, openSync, renameSync } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { writeAll } from "../../shared/files.ts";
import { SortedKeys, UniqueKeys, withoutKeys } from "../sort/sortedKeys.ts";
import { type PairsToSort, sortedRecords } from "../sort/sortedRecords.ts";
import { LOCATIONS_FILE } from "./locations.ts";
import { KEYS_FILE } from "./manifest.ts";

/**
 * Sorts keys, writes the index of locations and the different keys, and returns the number of these.
 *
 * @param bases files of sorted keys that are already committed and are left out
 * @throws data `commitment/lost-keys`; usage `commitment/memory`
 */
export function writeLocations(pairs: PairsToSort, bases: readonly string[]): number {
  const { folder } = pairs;
  const keys = new UniqueKeys();
  const known = bases.map((base) => new SortedKeys(base));
  const names = [LOCATIONS_FILE, KEYS_FILE];
  const temporary = names.map((name) => join(folder, `.${name}.part`));
  const [locations, different] = temporary.map((path) => openSync(path, "w"));
  try {
    for (const sorted of sortedRecords(pairs)) {
      const fresh = withoutKeys(sorted, known);
      writeAll(locations!, fresh);
      writeAll(different!, keys.add(fresh));
    }
    for (const file of [locations!, different!]) fsyncSync(file);
  } finally {
    for (const file of [locations!, different!]) closeSync(file);
    for (const base of known) base.close();
  }
  for (const [i, name] of names.entries()) renameSync(temporary[i]!, join(folder, name));
  return keys.count;
}

/** Creates the folder, and removes the incomplete files of a killed commit. */
export async function prepareFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) if (/^\..*\.part$/.test(name)) await rm(join(folder, name));
}
