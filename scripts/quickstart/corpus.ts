import type { Dirent } from "node:fs";
import { copyFile, link, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
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
  for await (const path of filesBelow(packages, ""))
    if (!OPTED_OUT.some((name) => path.startsWith(`${name}/`) || path.includes(`/node_modules/${name}/`)))
      await addFile(join(packages, path), join(corpus, path));
  await writeFile(stamp, installed);
}

/** Copies the works of the packages that opted out, which a rights holder would fingerprint. */
export async function layOutOptOuts(packages: string, works: string): Promise<string[]> {
  await rm(works, { recursive: true, force: true });
  const paths: string[] = [];
  for (const name of OPTED_OUT)
    for await (const path of filesBelow(join(packages, name), `${name}/`)) {
      if (!SOURCE.test(path)) continue;
      await addFile(join(packages, path), join(works, path));
      paths.push(path);
    }
  return paths.sort();
}

export async function addFile(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await link(from, to).catch(() => copyFile(from, to));
}

/** Paths of regular files, relative to the outermost root. Hidden folders hold tools' own state, not works. */
async function* filesBelow(folder: string, prefix: string): AsyncGenerator<string> {
  const entries: Dirent[] = await readdir(folder, { withFileTypes: true });
  for (const entry of entries) {
    if (entry.name.startsWith(".")) continue;
    if (entry.isDirectory()) yield* filesBelow(join(folder, entry.name), `${prefix}${entry.name}/`);
    else if (entry.isFile()) yield prefix + entry.name;
  }
}
