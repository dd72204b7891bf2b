import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { keepOnly, makeOnce, objectName } from "../../../prover/native/objects.ts";

const compiler = { version: "a compiler 1.0" };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "objects-"));
  mkdirSync(join(folder, "parts"));
  write("main.cpp", '#include "parts/sum.hpp"\nint main() { return sum(1, 2); }\n');
  write("parts/sum.hpp", '#include "term.hpp"\n');
  write("parts/term.hpp", "int sum(int, int);\n");
  write("other.hpp", "int other();\n");
});

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const name = (flags = ["-O3"], by = compiler) => objectName(by, { source: join(folder, "main.cpp"), flags: [] }, flags);

test.each(["main.cpp", "parts/sum.hpp", "parts/term.hpp"])("an object has another name once %s changes", (file) => {
  const before = name();
  write(file, '#include "parts/term.hpp"\nint sum(long, long);\n');
  expect(name()).not.toBe(before);
});

test("an object has another name with another compiler or other flags", () => {
  const names = [name(), name(["-O2"]), name(["-O3"], { version: "a compiler 2.0" })];
  expect(new Set(names).size).toBe(3);
});

test("an object keeps its name when a file changes that it does not include", () => {
  const before = name();
  write("other.hpp", "int another();\n");
  expect(name()).toBe(before);
});

test("an object is made once, and a failed compilation leaves none", async () => {
  const object = join(folder, "objects", name());
  const failed = makeOnce(object, async (target) => {
    writeFileSync(target, "half");
    throw new Error("killed");
  });
  await expect(failed).rejects.toThrow("killed");
  expect(readdirSync(join(folder, "objects"))).toEqual([]);

  const compiled: string[] = [];
  const compile = async (target: string) => {
    compiled.push(target);
    writeFileSync(target, "whole");
  };
  await makeOnce(object, compile);
  await makeOnce(object, compile);
  expect(compiled).toHaveLength(1);
});

test("objects of earlier sources are removed", async () => {
  for (const file of ["old.o", "new.o", ".new.o.7.part"]) write(file, "");
  await keepOnly(folder, [join(folder, "new.o")]);
  expect(
    readdirSync(folder)
      .filter((file) => file.includes(".o"))
      .sort(),
  ).toEqual([".new.o.7.part", "new.o"]);
});
