import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import type { Command } from "../../prover/cli/commands/definition.ts";
import { optionsOf } from "../../prover/cli/commands/describe.ts";
import { COMMANDS } from "../../prover/cli/commands/index.ts";
import { COMMANDS_FOR, inWordsOf, NAMED, PARAMETERS, phraseHint } from "../../prover/cli/hints.ts";
import { CATALOGUE } from "../../prover/shared/errors/catalogue.ts";
import { dataError, usageError } from "../../prover/shared/errors.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { nodesOf, SOURCES } from "../support/errorCalls.ts";

const command = (name: string): Command => COMMANDS.find((each) => each.name === name)!;

/** A text of a source, with `…` for what is put into it at run time. */
function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join("…");
}

/** Every text of the sources that is a sentence or part of one: hints are among them. */
const sentences = [...SOURCES].flatMap(([file, root]) =>
  [...nodesOf(root)].flatMap((node) => {
    const text = textOf(node);
    return text?.includes(" ") ? [{ file, text }] : [];
  }),
);
const ofLibrary = sentences.filter(({ file }) => !file.startsWith("prover/cli/"));

/** Where texts name commands: files for people that hold answers, and descriptions of the configuration's fields. */
const NAMING_COMMANDS = /^prover\/(evidence\/documents\/answers|release\/config\/\w*[sS]hape)\.ts$/;

/** Every field of the published schema of configurations, as hints write its path. */
function fieldsOf(schema: Record<string, unknown>, root = schema, path = ""): string[] {
  const {
    properties = {},
    items,
    oneOf = [],
    $ref,
  } = schema as {
    properties?: Record<string, Record<string, unknown>>;
    items?: Record<string, unknown>;
    oneOf?: Record<string, unknown>[];
    $ref?: string;
  };
  const defs = root.$defs as Record<string, Record<string, unknown>>;
  return [
    path,
    ...Object.entries(properties).flatMap(([name, inner]) =>
      fieldsOf(inner, root, path === "" ? name : `${path}.${name}`),
    ),
    ...(items ? fieldsOf(items, root, `${path}[]`) : []),
    ...oneOf.flatMap((inner) => fieldsOf(inner, root, path)),
    ...($ref ? fieldsOf(defs[$ref.replace("#/$defs/", "")]!, root, path) : []),
  ];
}
const FIELDS = new Set(fieldsOf(JSON.parse(readFileSync(join(PROJECT_ROOT, "schema/config.v2.json"), "utf8"))));
const OPTIONS = new Set(COMMANDS.flatMap((each) => optionsOf(each).map(({ name }) => name)));

describe("a text of the library", () => {
  it("names no option of the command line and no command", () => {
    expect(ofLibrary.length).toBeGreaterThan(500);
    const wrong = ofLibrary.filter(({ text }) => /(?<![\w-])--[a-z]|`disjoint [a-z]|: disjoint [a-z]/.test(text));
    expect(wrong.filter(({ file }) => !NAMING_COMMANDS.test(file))).toEqual([]);
  });

  it("names parameters that exist, each with an option or a field that exists", () => {
    const words = new Set(
      [...SOURCES.values()].flatMap((root) =>
        [...nodesOf(root)].flatMap((node) =>
          (ts.isPropertySignature(node) || ts.isParameter(node) || ts.isBindingElement(node)) &&
          ts.isIdentifier(node.name)
            ? [node.name.text]
            : [],
        ),
      ),
    );
    for (const [name, { option, field }] of Object.entries(PARAMETERS)) {
      for (const part of name.split(".")) expect(words, name).toContain(part);
      expect(option === undefined || OPTIONS.has(option), `--${option}`).toBe(true);
      expect(field === undefined || FIELDS.has(field), `$.${field}`).toBe(true);
    }
    const named = ofLibrary.flatMap(({ text }) => [...text.matchAll(NAMED)].map(([, name]) => name!));
    expect([...new Set(named)].filter((name) => name in PARAMETERS).length).toBeGreaterThan(15);
    expect(Object.keys(PARAMETERS).filter((name) => !named.includes(name))).toEqual([]);
  });

  it("names fields of the configuration that exist", () => {
    const named = ofLibrary.flatMap(({ file, text }) =>
      file.startsWith("prover/release/")
        ? [...text.matchAll(/\$\.([a-zA-Z.[\]…]*[a-zA-Z])/g)].map(([, path]) => path!)
        : [],
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.map((path) => path.replaceAll("[…]", "[]")).filter((path) => !FIELDS.has(path))).toEqual([]);
  });
});

describe("a hint that a command prints", () => {
  it("names only options that the command has", () => {
    // Phrasing puts an option in place of a name in backticks, and nowhere else.
    const mayName = sentences.filter(({ text }) => /--|`/.test(text));
    expect(mayName.length).toBeGreaterThan(100);
    for (const each of COMMANDS)
      for (const { text } of mayName) {
        const phrased = phraseHint(text, each, "General.").replace(/`disjoint [^`]*`/g, "");
        const named = [...phrased.matchAll(/--([a-z0-9-]+)/g)].map(([, name]) => name!);
        const known = ["help", ...optionsOf(each).map(({ name }) => name)];
        expect(
          named.filter((name) => !known.includes(name)),
          `${each.name}: ${text}`,
        ).toEqual([]);
      }
  });

  const HINT = "Repair it. Or leave it out by `onBadRow: skip`. Or raise `limits.rowBytes`.";

  it.each([
    ["commit", "Repair it. Or leave it out by --on-bad-row skip. Or raise --max-row."],
    ["release", "Repair it. Or leave it out by $.shards[].onBadRow: skip. Or raise $.shards[].limits.row."],
    ["blocklist build", "Repair it. Or leave it out by --on-bad-row skip."],
    ["version", "Repair it."],
  ])("is in the words of %s", (name, expected) => {
    expect(phraseHint(HINT, command(name), "General.")).toBe(expected);
  });

  it.each([
    ["setup contribute", "Pass a file as `entropyFile`.", "Pass a file as --entropy-file."],
    ["worker", "Give it as `fleet.key`.", "Give it as --fleet-key."],
    ["release", "Give it as `fleet.key`.", "Give it as $.fleet.key."],
    ["fleet key", "Give it as `fleet.key`.", "General."],
    ["commit", "Set up powers. Or give their folder as `powers`.", "Set up powers. Or give their folder as --powers."],
    ["version", "Set up powers. Or give their folder as `powers`.", "Set up powers."],
  ])("names the option or field of a secret or of powers of tau in %s", (name, text, expected) => {
    expect(phraseHint(text, command(name), "General.")).toBe(expected);
  });

  it("names a command that makes what is missing, and each such command exists with such arguments", () => {
    const shell = command("release");
    const error = dataError("chain/not-found", "it does not exist", "Deploy the contracts first.");
    const hint = "Deploy the contracts first. `disjoint chain deploy` writes it.";
    expect(inWordsOf(shell, error)).toMatchObject({ hint });
    expect(inWordsOf(shell, dataError("chain/not-found", "", "Use `disjoint help`."))).toMatchObject({
      hint: "Use `disjoint help`.",
    });
    const named = Object.values(COMMANDS_FOR).flatMap((text) => [
      ...text.matchAll(/`disjoint ([a-z- ]+)([A-Z_]*[.a-z]*)`/g),
    ]);
    expect(named.length).toBeGreaterThanOrEqual(Object.keys(COMMANDS_FOR).length);
    for (const [, name, argument] of named) {
      const { arguments: own } = command(name!.trim());
      if (argument !== "") expect(own.map((each) => `${name}${each.name}`)).toContain(`${name}${argument}`);
    }
  });

  it("names the command in use where any command could be meant", () => {
    const error = usageError("cli/arguments", "expected FILE", "`disjoint COMMAND --help` shows how it is used.");
    expect(inWordsOf(command("chain list review"), error)).toMatchObject({
      hint: "`disjoint chain list review --help` shows how it is used.",
    });
  });

  it("is the catalog's if nothing of the text is left", () => {
    const error = dataError("source/row-too-large", "a record", "Raise `limits.rowBytes`.");
    expect(inWordsOf(command("version"), error)).toMatchObject({ hint: CATALOGUE["source/row-too-large"].hint });
    expect(phraseHint("Fetch it with `git lfs pull`.", command("commit"), "General.")).toContain("`git lfs pull`");
  });
});
