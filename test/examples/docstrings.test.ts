import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { complaintsOf, readExports, toModule, usedInExamples } from "../support/docstrings/examples.ts";

/** Examples that are compiled and not run, and what they need that no test has. */
const NOT_RUN: Readonly<Record<string, string>> = { makePowers: "the transcript of a ceremony, of more than 1 GB" };

const exported = readExports();
const examples = [...exported.library].flatMap(([name, { examples }]) =>
  examples.map((code, i) => ({ name: i === 0 ? name : `${name}, ${i + 1}`, code, runs: !(name in NOT_RUN) })),
);
const running = examples.filter(({ runs }) => runs);

/** Inside the project, where `disjoint` is this package. */
const BUILD = join(PROJECT_ROOT, "build");
mkdirSync(BUILD, { recursive: true });
const folder = mkdtempSync(join(BUILD, "docstrings-"));
const pathOf = (name: string) => join(folder, `${name.replace(", ", "-")}.ts`);
for (const { name, code } of examples) writeFileSync(pathOf(name), toModule(code, exported));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a block prints, as its comments say. */
const promised = (code: string): string[] =>
  code.split("\n").flatMap((line) => {
    if (!line.includes("console.log(")) return [];
    return [/console\.log\(.*\);? \/\/ (.*)$/.exec(line)?.[1] ?? `no comment says what is printed: ${line}`];
  });

describe("the examples in docstrings", () => {
  let results: { lines: string[]; error?: string }[];

  beforeAll(async () => {
    const script = join(PROJECT_ROOT, "test/support/docstrings/run.ts");
    const files = running.map(({ name }) => pathOf(name));
    const { stdout } = await promisify(execFile)(process.execPath, [script, ...files], { maxBuffer: 2 ** 26 });
    results = JSON.parse(stdout);
  });

  it("exist for every function that the examples and the documents call", () => {
    const functions = [...usedInExamples()].filter((name) => exported.library.get(name)?.isFunction);
    expect(functions.length).toBeGreaterThan(25);
    expect(functions.filter((name) => exported.library.get(name)!.examples.length === 0)).toEqual([]);
    expect(functions.filter((name) => name in NOT_RUN)).toEqual([]);
  });

  it("compile, as a wrong one would not", () => {
    expect(examples.length).toBeGreaterThan(30);
    writeFileSync(pathOf("wrong"), toModule("verifyBundle(bundle, circuits, published);", exported));
    const complaints = complaintsOf([...examples.map(({ name }) => name), "wrong"].map(pathOf));
    expect(complaints).toEqual([expect.stringContaining(pathOf("wrong"))]);
  });

  it("call the function that they are an example of", () => {
    const silent = examples.filter(({ name, code }) => !new RegExp(`\\b${name.split(",")[0]}\\b`).test(code));
    expect(silent).toEqual([]);
  });

  it.each(running.map(({ name, code }, i) => [name, code, i] as const))(
    "run, and print what they say: %s",
    (_, code, i) => {
      expect(results[i]!.error).toBeUndefined();
      expect(results[i]!.lines).toEqual(promised(code));
    },
  );

  it("are all run, but for those that need what no test has", () => {
    expect(Object.keys(NOT_RUN).filter((name) => !exported.library.get(name)?.examples.length)).toEqual([]);
    expect(results).toHaveLength(running.length);
  });
});
