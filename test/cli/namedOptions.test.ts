import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import type { Command } from "../../prover/cli/commands/definition.ts";
import { optionsOf } from "../../prover/cli/commands/describe.ts";
import { COMMANDS } from "../../prover/cli/commands/index.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";

const FILES = globSync("prover/**/*.ts", { cwd: PROJECT_ROOT });

/** Options of other programs, where a text is about those or is handed to them. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  "prover/commitment/sort/memory.ts": ["expose-gc"],
  // What `chain list revoke` was called before.
  "prover/cli/commands/list.ts": ["remove"],
  "prover/native/compile.ts": ["version"],
  "prover/setup/compile.ts": ["r1cs", "wasm", "sym"],
  "prover/setup/r1cs.ts": ["prime"],
};

/** Every text of a file, template strings by their fixed parts. */
function textsOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(join(PROJECT_ROOT, file), "utf8"), ts.ScriptTarget.Latest);
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) texts.push(node.text);
    if (ts.isTemplateExpression(node))
      texts.push([node.head, ...node.templateSpans.map(({ literal }) => literal)].map(({ text }) => text).join("…"));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return texts;
}

const namedIn = (text: string): string[] =>
  [...text.matchAll(/(?<![\w-])--([a-z][a-z0-9-]*)/g)].map(([, name]) => name!);

const known = new Set([
  "help",
  "version",
  ...COMMANDS.flatMap((command) => optionsOf(command).map(({ name }) => name)),
]);

/** The commands whose code a file is part of: those that load it. */
const LOADED: Readonly<Record<string, (command: Command) => boolean>> = {
  "prover/cli/commit.ts": ({ name }) => name === "commit",
  "prover/cli/prove.ts": ({ name }) => name === "prove",
  "prover/cli/init.ts": ({ name }) => name === "init",
  "prover/cli/release.ts": ({ name }) => name === "release",
  "prover/cli/blocklist.ts": ({ name }) => name === "blocklist build",
  "prover/cli/certificate.ts": ({ name }) => name === "certificate",
  "prover/cli/disclose.ts": ({ name }) => name === "disclose",
  "prover/cli/evidence.ts": ({ name }) => name === "evidence make" || name.startsWith("chain collect"),
  "prover/cli/setup.ts": ({ name }) => name.startsWith("setup "),
};

const inVerify = ({ name }: Command) => name === "verify";

describe("options that errors, hints and notes name", () => {
  it("exist", () => {
    const named = FILES.flatMap((file) => textsOf(file).flatMap((text) => namedIn(text).map((name) => [file, name])));
    expect(named.length).toBeGreaterThan(60);
    const unknown = named.filter(([file, name]) => !known.has(name!) && !OTHERS[file!]?.includes(name!));
    expect(unknown.filter(([file]) => !file!.startsWith("prover/cli/completion/"))).toEqual([]);
  });

  it("are those of the command that says so", () => {
    const wrong = FILES.flatMap((file) => {
      const isOf = file.startsWith("prover/cli/verify/") ? inVerify : LOADED[file];
      if (isOf === undefined) return [];
      const options = COMMANDS.filter(isOf).flatMap((command) => optionsOf(command).map(({ name }) => name));
      expect(options.length, file).toBeGreaterThan(3);
      return textsOf(file)
        .flatMap(namedIn)
        .filter((name) => name !== "help" && !options.includes(name))
        .map((name) => `${file}: --${name}`);
    });
    expect(wrong).toEqual([]);
  });

  it("are found where they stand", () => {
    expect(namedIn("Give --list DIR, or --list-id; x--y and --- are none")).toEqual(["list", "list-id"]);
    expect(textsOf("prover/cli/verify/bundle.ts").flatMap(namedIn)).toContain("list");
  });
});
