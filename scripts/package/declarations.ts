import { globSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";

/** The declarations in a folder that nobody who imports an entry point comes to. */
export function unreachedDeclarations(folder: string, entries: readonly string[]): string[] {
  const reached = new Set(entries);
  for (const path of reached) for (const next of importsOf(path)) reached.add(next);
  return globSync("**/*.d.ts", { cwd: folder })
    .map((name) => join(folder, name))
    .filter((path) => !reached.has(path));
}

/** The compiler keeps the names of sources in declarations: ./name.ts for ./name.d.ts. */
function importsOf(path: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(path, "utf8"), true, true);
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter((name) => name.startsWith("."))
    .map((name) => resolve(dirname(path), name.replace(/\.[jt]s$/, ".d.ts")));
}
