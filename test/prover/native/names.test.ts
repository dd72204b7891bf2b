import { globSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { SOURCES } from "../../../prover/native/location.ts";

/** Names of the functions in the unnamed namespaces of a source. Nothing in a namespace is indented. */
function functionsIn(source: string): string[] {
  const parts = [...source.matchAll(/^namespace \{\n(.*?)\n\} {2}\/\/ namespace$/gms)].map(([, inner]) => inner!);
  return parts.flatMap((inner) => [...inner.matchAll(/^(?![ }/*#])[^(=\n]*?(\w+)\(/gm)].map(([, name]) => name!));
}

test("no two sources of a folder, which are compiled as one, have a function of one name to themselves", () => {
  const files = globSync("*/*.cpp", { cwd: SOURCES }).sort();
  const owners = new Map<string, string>();
  const shared: string[] = [];
  for (const file of files)
    for (const name of new Set(functionsIn(readFileSync(`${SOURCES}/${file}`, "utf8")))) {
      const place = `${dirname(file)}: ${name}`;
      if (owners.has(place)) shared.push(`${place} in ${owners.get(place)} and ${file}`);
      owners.set(place, file);
    }
  // A call would take the other one where its parameters fit better.
  expect(shared).toEqual([]);
  expect(owners.size).toBeGreaterThan(80);
});
