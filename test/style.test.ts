import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "../prover/shared/root.ts";

/** Every text file under version control whose lines people read as code. */
const FILES = execFileSync(
  "git",
  ["ls-files", "*.ts", "*.tsx", "*.css", "*.sol", "*.circom", "*.v", "*.cpp", "*.hpp", "*.sh", "*.yml"],
  {
    cwd: PROJECT_ROOT,
    encoding: "utf8",
  },
)
  .split("\n")
  .filter((file) => file !== "")
  .map((file) => ({ file, text: readFileSync(join(PROJECT_ROOT, file), "utf8") }));

const SOURCES = FILES.filter(({ file }) => /\.tsx?$/.test(file)).map(({ file, text }) =>
  ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true),
);

const MAX_COLUMNS = 120;

/** Phrases that are not idiomatic English, or home-made words for which the field has others. */
const BANNED = /\b(anew|whoever|of ours|stands in|to be had|mistake of ours|way of the data|artefacts?)\b/i;

function nodesOf(source: ts.SourceFile): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    node.forEachChild(visit);
  };
  visit(source);
  return nodes;
}

const placeOf = (source: ts.SourceFile, position: number): string =>
  `${source.fileName}:${source.getLineAndCharacterOfPosition(position).line + 1}`;

/** Lines that only a change of their content could break: regular expressions, and texts over several lines. */
function unbreakable(source: ts.SourceFile): Set<string> {
  const lines = nodesOf(source).flatMap((node) => {
    const isText = ts.isTemplateExpression(node) || ts.isNoSubstitutionTemplateLiteral(node);
    const isWhole = ts.isRegularExpressionLiteral(node) || ts.isTaggedTemplateExpression(node);
    const first = source.getLineAndCharacterOfPosition(node.getStart()).line;
    const last = source.getLineAndCharacterOfPosition(node.end).line;
    if (!isWhole && !(isText && last > first)) return [];
    return Array.from({ length: last - first + 1 }, (_, i) => `${source.fileName}:${first + i + 1}`);
  });
  return new Set(lines);
}

/** Comments of a file, each with its line. */
function commentsOf({ file, text }: { file: string; text: string }): string[] {
  const pattern = /\.(sh|yml)$/.test(file) ? /(?:^|\s)#.*$/gm : /\/\*[\s\S]*?\*\/|\(\*[\s\S]*?\*\)|(?:^|\s)\/\/.*$/gm;
  return [...text.matchAll(pattern)].map(
    (match) => `${file}:${text.slice(0, match.index).split("\n").length}: ${match[0].trim()}`,
  );
}

/** Whether a function puts each of its arguments on the stack: `push`, `unshift`, `Math.max` and `Math.min`. */
const takesEach = (called: ts.Expression): boolean =>
  ts.isPropertyAccessExpression(called) &&
  (["push", "unshift"].includes(called.name.text) || /^Math\.(max|min)$/.test(called.getText()));

const isUnbounded = (argument: ts.Expression): boolean =>
  ts.isSpreadElement(argument) &&
  !(ts.isArrayLiteralExpression(argument.expression) && !argument.expression.elements.some(ts.isSpreadElement));

describe("style", () => {
  it("reads the files it is about", () => {
    expect(FILES.length).toBeGreaterThan(800);
    expect(FILES.flatMap(commentsOf).length).toBeGreaterThan(4000);
    expect(BANNED.test("It begins anew.")).toBe(true);
  });

  it(`allows no line over ${MAX_COLUMNS} columns, comments included`, () => {
    const allowed = new Set(SOURCES.flatMap((source) => [...unbreakable(source)]));
    const long = FILES.flatMap(({ file, text }) =>
      text.split("\n").flatMap((line, i) => (line.length > MAX_COLUMNS ? [{ place: `${file}:${i + 1}`, line }] : [])),
    );
    const breakable = long.filter(({ place, line }) => !allowed.has(place) && !/\S{100}/.test(line));
    expect(breakable.map(({ place }) => place)).toEqual([]);
  });

  it("has no object spread whose only purpose is to keep fields on one line", () => {
    const spreads = SOURCES.flatMap((source) =>
      nodesOf(source)
        .filter((node) => ts.isSpreadAssignment(node) && ts.isObjectLiteralExpression(node.expression))
        .map((node) => placeOf(source, node.getStart())),
    );
    expect(spreads).toEqual([]);
  });

  it("passes no array of unknown length as arguments of one call: a hundred thousand exceed the stack", () => {
    const spreads = SOURCES.filter(({ fileName }) => !fileName.startsWith("test/")).flatMap((source) =>
      nodesOf(source)
        .filter((node) => ts.isCallExpression(node) && takesEach(node.expression) && node.arguments.some(isUnbounded))
        .map((node) => placeOf(source, node.getStart())),
    );
    expect(spreads).toEqual([]);
  });

  it("lets no child of a test inherit a stream: one that outlives its test would keep vitest waiting", () => {
    const inherited = SOURCES.filter(({ fileName }) => fileName.startsWith("test/")).flatMap((source) =>
      nodesOf(source)
        .filter((node) => ts.isCallExpression(node) && /^(spawn|fork)$/.test(node.expression.getText()))
        .filter((node) => node.getText().includes('"inherit"'))
        .map((node) => placeOf(source, node.getStart())),
    );
    expect(inherited).toEqual([]);
  });

  it("declares no unrelated things as a tuple of literals", () => {
    const tuples = SOURCES.flatMap((source) =>
      nodesOf(source)
        .filter(
          (node) =>
            ts.isVariableDeclaration(node) &&
            ts.isArrayBindingPattern(node.name) &&
            node.initializer !== undefined &&
            ts.isArrayLiteralExpression(node.initializer) &&
            !node.initializer.elements.some(ts.isSpreadElement),
        )
        .map((node) => placeOf(source, node.getStart())),
    );
    expect(tuples).toEqual([]);
  });

  // Compiled circuits are cached by the hash of their sources, so a word there would cost everybody a compilation.
  it("uses plain idiomatic English in comments", () => {
    const comments = FILES.filter(({ file }) => !file.startsWith("circuits/lib/")).flatMap(commentsOf);
    expect(comments.filter((comment) => BANNED.test(comment))).toEqual([]);
  });

  it("calls a test `test` on its own, and `it` inside `describe`", () => {
    const isIn = (node: ts.Node): boolean =>
      node.parent !== undefined &&
      ((ts.isCallExpression(node.parent) && /^describe\b/.test(node.parent.expression.getText())) || isIn(node.parent));
    const calls = SOURCES.filter(({ fileName }) => fileName.endsWith(".test.ts")).flatMap((source) =>
      nodesOf(source).flatMap((node) => {
        const word = ts.isCallExpression(node) ? /^(it|test)\b/.exec(node.expression.getText())?.[1] : undefined;
        return word === undefined
          ? []
          : [{ place: placeOf(source, node.getStart()), word, wanted: isIn(node) ? "it" : "test" }];
      }),
    );
    expect(calls.length).toBeGreaterThan(1000);
    expect(calls.filter(({ word, wanted }) => word !== wanted)).toEqual([]);
  });

  it("uses plain idiomatic English in the names of tests", () => {
    const names = SOURCES.filter(({ fileName }) => fileName.startsWith("test/")).flatMap((source) =>
      nodesOf(source).flatMap((node) => {
        if (!ts.isCallExpression(node) || !/^(it|test|describe)\b/.test(node.expression.getText())) return [];
        const [name] = node.arguments;
        return name && ts.isStringLiteralLike(name) ? [name.text] : [];
      }),
    );
    expect(names.length).toBeGreaterThan(1000);
    expect(names.filter((name) => BANNED.test(name))).toEqual([]);
  });
});
