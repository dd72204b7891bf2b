import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { SOURCES } from "./location.ts";

/** A file that is compiled by itself, with the flags that only it has. */
export type Unit = { source: string; flags: readonly string[] };

/**
 * The name of a unit's object file: a hash of all that decides its content, which is the compiler, the flags and every
 * file of the kernel that the unit includes. A unit that no change reaches is not compiled again.
 */
export function objectName(compiler: { version: string }, { source }: Unit, flags: readonly string[]): string {
  const hash = createHash("sha256").update(JSON.stringify([compiler.version, flags, basename(source)]));
  for (const file of [...includedFiles(source)].sort()) hash.update("\0").update(readFileSync(file));
  return `${hash.digest("hex").slice(0, 32)}.o`;
}

/** Compiles to a temporary name first, so that an object with a final name is whole, also after kill -9. */
export async function makeOnce(object: string, compile: (target: string) => Promise<void>): Promise<void> {
  if (existsSync(object)) return;
  await mkdir(dirname(object), { recursive: true });
  const temporary = join(dirname(object), `.${basename(object)}.${process.pid}.part`);
  try {
    await compile(temporary);
    await rename(temporary, object);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Removes the objects of earlier sources. Files under a temporary name may be those of another process at work. */
export async function keepOnly(folder: string, objects: readonly string[]): Promise<void> {
  const kept = new Set(objects.map((object) => basename(object)));
  const others = (await readdir(folder)).filter((name) => name.endsWith(".o") && !kept.has(name));
  await Promise.all(others.map((name) => rm(join(folder, name), { force: true })));
}

/** The source and every file of the kernel that it includes, directly or through others. */
function includedFiles(source: string, found = new Set<string>()): Set<string> {
  if (found.has(source)) return found;
  found.add(source);
  for (const [, name] of readFileSync(source, "utf8").matchAll(/^\s*#\s*include\s+"([^"]+)"/gm)) {
    const file = [join(dirname(source), name!), join(SOURCES, name!)].find((path) => existsSync(path));
    if (file !== undefined) includedFiles(file, found);
  }
  return found;
}
