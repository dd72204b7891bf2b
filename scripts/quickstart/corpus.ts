import { copyFileSync, linkSync, mkdirSync, readdirSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Packages whose authors, for this demonstration, opted out of training. */
export const OPTED_OUT = ["bfj", "ejs"];

/** Source files of works: the licence texts and metadata that packages share are nobody's work alone. */
const SOURCE = /\.(c?js|mjs|[cm]?ts)$/;

/**
 * Lays out a real corpus, the files of the packages that the installation brought, without the packages that opted out.
 * Files are hard links where that works: nothing is read. A corpus of the same installation is left as it is, for a new
 * link changes a file's times, and with them what a commit remembers of it.
 */
export async function layOutCorpus(packages: string, corpus: string): Promise<void> {
  const installed = await readFile(join(packages, ".package-lock.json"));
  const stamp = `${corpus}.installed`;
  if ((await readFile(stamp).catch(() => Buffer.alloc(0))).equals(installed)) return;
  await rm(corpus, { recursive: true, force: true });
  for (const [folder, names] of foldersBelow(packages, ""))
    if (!OPTED_OUT.some((name) => folder.startsWith(`${name}/`) || folder.includes(`/node_modules/${name}/`)))
      addFiles(join(packages, folder), names, join(corpus, folder));
  await writeFile(stamp, installed);
}

/** Copies the works of the packages that opted out, which a rights holder would fingerprint. */
export async function layOutOptOuts(packages: string, works: string): Promise<string[]> {
  await rm(works, { recursive: true, force: true });
  const paths: string[] = [];
  for (const name of OPTED_OUT)
    for (const [folder, names] of foldersBelow(join(packages, name), `${name}/`)) {
      const sources = names.filter((each) => SOURCE.test(each));
      addFiles(join(packages, folder), sources, join(works, folder));
      for (const each of sources) paths.push(folder + each);
    }
  return paths.sort();
}

/** Links a file where that works, and copies it otherwise. */
export function addFile(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  linkOrCopy(from, to);
}

/** Without awaiting each: that would take most of the time of tens of thousands of links. */
function addFiles(from: string, names: readonly string[], to: string): void {
  if (names.length > 0) mkdirSync(to, { recursive: true });
  for (const name of names) linkOrCopy(join(from, name), join(to, name));
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

/**
 * Every folder, with the names of its regular files. Paths are relative to the outermost root, and end with a slash.
 * Hidden folders hold tools' own state, not works.
 */
function* foldersBelow(folder: string, prefix: string): Generator<[folder: string, names: string[]]> {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith("."));
  yield [prefix, entries.filter((entry) => entry.isFile()).map(({ name }) => name)];
  for (const entry of entries)
    if (entry.isDirectory()) yield* foldersBelow(join(folder, entry.name), `${prefix}${entry.name}/`);
}
