import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { en } from "../../web/texts/en.ts";

const SOURCES = globSync("web/**/*.tsx", { cwd: PROJECT_ROOT }).map((file) =>
  ts.createSourceFile(
    file,
    readFileSync(join(PROJECT_ROOT, file), "utf8"),
    ts.ScriptTarget.Latest,
    true,
    ts.ScriptKind.TSX,
  ),
);

function nodesOf(source: ts.Node): ts.Node[] {
  const nodes: ts.Node[] = [source];
  source.forEachChild((child) => void nodes.push(...nodesOf(child)));
  return nodes;
}

/** `group.key` of every use of `t.group.key`, and `group.*` of every `t.group[…]` with a value inside. */
const used = new Set(
  SOURCES.flatMap(nodesOf).flatMap((node) => {
    const isText = (inner: ts.Node) => ts.isPropertyAccessExpression(inner) && inner.expression.getText() === "t";
    if (ts.isPropertyAccessExpression(node) && isText(node.expression)) return [node.getText().slice(2)];
    if (!ts.isElementAccessExpression(node) || !isText(node.expression)) return [];
    const { argumentExpression: key } = node;
    const group = node.expression.getText().slice(2);
    return [`${group}.${ts.isStringLiteral(key) ? key.text : "*"}`];
  }),
);

const groups = en as unknown as Record<string, Record<string, unknown>>;
const keys = Object.entries(groups).flatMap(([group, texts]) => Object.keys(texts).map((key) => `${group}.${key}`));

describe("texts", () => {
  it("are all used", () => {
    const isUsed = (key: string) => used.has(key) || used.has(`${key.split(".")[0]}.*`);
    expect(keys.length).toBeGreaterThan(150);
    expect(keys.filter((key) => !isUsed(key))).toEqual([]);
  });

  it("are all there", () => {
    expect([...used].filter((key) => !key.endsWith(".*") && !keys.includes(key))).toEqual([]);
  });

  it("are in no other file: everything a reader sees comes from the texts", () => {
    const words = SOURCES.flatMap((source) =>
      nodesOf(source).flatMap((node) => (ts.isJsxText(node) && /\p{L}{2}/u.test(node.text) ? [node.text.trim()] : [])),
    );
    expect(words).toEqual([]);
  });
});
