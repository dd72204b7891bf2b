import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";

/** A call that makes an error: where, of which kind, and its arguments as they are written. */
type ErrorCall = { file: string; kind: string; code: ts.Expression; hint: ts.Expression | undefined };

const KIND = /^(usage|data|chain|artifact)Error$/;

/** The sources that may make errors, as syntax trees. */
export const SOURCES: ReadonlyMap<string, ts.SourceFile> = new Map(
  globSync(["prover/**/*.ts", "ignition/**/*.ts"], { cwd: PROJECT_ROOT })
    .filter((file) => !file.startsWith("prover/shared/errors/"))
    .sort()
    .map((file) => {
      const text = readFileSync(join(PROJECT_ROOT, file), "utf8");
      return [file, ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)];
    }),
);

/** Every node of a tree. */
export function* nodesOf(root: ts.Node): Generator<ts.Node> {
  yield root;
  const children: ts.Node[] = [];
  root.forEachChild((child) => void children.push(child));
  for (const child of children) yield* nodesOf(child);
}

/** Every call of `usageError` and its sisters. */
export const ERROR_CALLS: readonly ErrorCall[] = [...SOURCES].flatMap(([file, root]) =>
  [...nodesOf(root)].flatMap((node) => {
    if (!ts.isCallExpression(node)) return [];
    const [, kind] = KIND.exec(node.expression.getText()) ?? [];
    const [code, , hint] = node.arguments;
    return kind === undefined || code === undefined ? [] : [{ file, kind, code, hint }];
  }),
);
