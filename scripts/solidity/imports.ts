import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { appendAll } from "../../prover/shared/collections.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";

/** File contents by their paths from the project root; those of a package by the name that importers use. */
export type Sources = ReadonlyMap<string, string>;

/** Reads files and everything they import, from packages as well. */
export async function readSources(files: readonly string[]): Promise<Map<string, string>> {
  const sources = new Map<string, string>();
  const waiting = [...files];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (sources.has(file)) continue;
    const text = await readFile(join(PROJECT_ROOT, isOwn(file) ? "" : "node_modules", file), "utf8");
    sources.set(file, text);
    appendAll(waiting, importsOf(file, text));
  }
  return sources;
}

/** A file, and all others that import it, directly or not. */
export function importersOf(file: string, sources: Sources): string[] {
  // A set's iteration includes what is added on the way.
  const importers = new Set([file]);
  for (const each of importers)
    for (const [other, text] of sources) if (importsOf(other, text).includes(each)) importers.add(other);
  return [...importers];
}

/** Some files with everything they import, directly or not. */
export function withImports(files: readonly string[], sources: Sources): Map<string, string> {
  const wanted = new Set(files);
  for (const each of wanted) for (const imported of importsOf(each, sources.get(each)!)) wanted.add(imported);
  return new Map([...wanted].map((file) => [file, sources.get(file)!]));
}

const isOwn = (file: string): boolean => /^(contracts|test)\//.test(file);

const importsOf = (file: string, text: string): string[] =>
  [...text.matchAll(/^import\s[^;]*?"([^"]+)";/gm)].map(([, path]) =>
    path!.startsWith(".") ? join(file, "..", path!) : path!,
  );
