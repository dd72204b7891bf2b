import { access, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { rulesOf } from "../support/circuits.ts";

const read = (path: string) => readFile(join(PROJECT_ROOT, path), "utf8");
const page = await read("circuits/ASSURANCE.md");
const quoted = new Set([...page.matchAll(/`([^`]+)`/g)].map(([, words]) => words));

test("places every rule of every circuit in the assurance case", async () => {
  const rules = (await Promise.all(["Exclusion", "Inclusion", "Listing"].map(rulesOf))).flat();
  expect(rules.filter((rule) => !quoted.has(rule))).toEqual([]);
});

test("names every theorem, and has Coq print the axioms of each", async () => {
  const files = (await readdir(join(PROJECT_ROOT, "circuits/proofs"))).filter((file) => file.endsWith(".v"));
  const checked = files.map(async (file) => {
    const source = await read(join("circuits/proofs", file));
    const named = (pattern: RegExp) => [...source.matchAll(pattern)].map(([, name]) => name!).sort();
    const printed = named(/^Print Assumptions (\w+)\.$/gm);
    expect(printed.filter((name) => !quoted.has(name))).toEqual([]);
    expect(named(/^Theorem (\w+)/gm)).toEqual(printed);
    return printed.length;
  });
  expect((await Promise.all(checked)).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(7);
});

test("names only commands and files that exist", async () => {
  const { scripts } = JSON.parse(await read("package.json"));
  const commands = [...page.matchAll(/`npm run ([\w:]+)`/g)].map(([, name]) => name!);
  expect(commands.filter((name) => !(name in scripts))).toEqual([]);
  for (const [, path] of page.matchAll(/\b((?:test|circuits)\/[\w/.-]+\.\w+)/g))
    await access(join(PROJECT_ROOT, path!));
});
