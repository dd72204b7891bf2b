import { describe, expect, it } from "vitest";
import { COMMON_OPTIONS } from "../../prover/cli/commands/definition.ts";
import { COMMANDS } from "../../prover/cli/commands/index.ts";
import { blocksOf, markdownFiles, proseOf } from "../support/markdown.ts";

/** Documents about the command line as it is now; the changelog names what was. */
const FILES = markdownFiles().filter(
  ({ path }) => /^(README|SECURITY)\.md$|^(docs|contracts|prover)\//.test(path) && path !== "docs/cli.md",
);

const ALWAYS = [...COMMON_OPTIONS.map(({ name }) => name), "help"];

/** Code in the prose, outside fenced blocks. */
const inlineCode = (text: string): string[] =>
  [...proseOf(text).matchAll(/`([^`]+)`/g)].map(([, code]) => code!.replace(/\s+/g, " "));

/** Every call of `disjoint` in a document: its words, without comments. */
function callsIn(text: string): string[][] {
  const shell = blocksOf(text)
    .filter(({ language }) => language === "sh")
    .flatMap(({ lines }) => lines.join("\n").replaceAll("\\\n", " ").split("\n"))
    .map((line) => line.replace(/(^|\s)#.*$/, ""));
  return [...shell, ...inlineCode(text)].flatMap((line) =>
    [...line.matchAll(/(?:^|\$\(|\/|; )disjoint ([^;|)]+)/g)].map(([, words]) => words!.trim().split(/\s+/)),
  );
}

/** What is wrong with a call; undefined if such a command exists and has its options. */
function wrongCall(words: readonly string[]): string | undefined {
  if (words[0] === "COMMAND" || words[0]!.startsWith("-")) return undefined;
  const fitting = COMMANDS.filter(({ name }) => name.split(" ").every((word, i) => words[i] === word));
  const command = fitting.sort((a, b) => b.name.length - a.name.length)[0];
  if (!command) return `no command: ${words.join(" ")}`;
  const known = [...command.options.map(({ name }) => name), ...ALWAYS];
  const unknown = words.flatMap((word) => (/^--[a-z]/.test(word) ? [word.slice(2).split("=")[0]!] : []));
  const wrong = unknown.filter((name) => !known.includes(name));
  return wrong.length > 0 ? `${command.name} has no --${wrong.join(", --")}` : undefined;
}

describe("commands in the documents", () => {
  it("exist, and have the options that they are shown with", () => {
    const calls = FILES.flatMap(({ path, text }) => callsIn(text).map((words) => ({ path, words })));
    expect(calls.length).toBeGreaterThan(80);
    expect(calls.flatMap(({ path, words }) => wrongCall(words)?.replace(/^/, `${path}: `) ?? [])).toEqual([]);
  });

  it("are all in a guide, except those that no guide needs", () => {
    const called = new Set(FILES.flatMap(({ text }) => callsIn(text)).map((words) => words.join(" ")));
    const unnamed = COMMANDS.map(({ name }) => name).filter(
      (name) => ![...called].some((line) => `${line} `.startsWith(`${name} `)),
    );
    expect(unnamed).toEqual([]);
  });

  it("have options, also where these are named alone", () => {
    const known = new Set([...COMMANDS.flatMap(({ options }) => options.map(({ name }) => name)), ...ALWAYS]);
    const named = FILES.flatMap(({ path, text }) =>
      inlineCode(text).flatMap((code) => (/^--[a-z]/.test(code) ? [[path, code] as const] : [])),
    );
    expect(named.length).toBeGreaterThan(20);
    const wrong = named.filter(([, code]) => !known.has(code.slice(2).split(/[ =]/)[0]!));
    expect(wrong).toEqual([]);
  });

  it("are noticed when they do not exist", () => {
    expect(callsIn("```sh\nID=$(disjoint chain x)   # y\n```\n`disjoint verify F\n--list D`")).toEqual([
      ["chain", "x"],
      ["verify", "F", "--list", "D"],
    ]);
    expect(wrongCall(["chain", "x"])).toContain("no command");
    expect(wrongCall(["verify", "FILE", "--lists", "DIR"])).toBe("verify has no --lists");
    expect(wrongCall(["verify", "FILE", "--list", "DIR", "--json"])).toBeUndefined();
  });
});
