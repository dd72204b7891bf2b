import { globSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import ts from "typescript";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";

/** A test by its file and name, and the names that the file imports from the prover, by file. */
export type Test = { file: string; name: string; subjects: ReadonlyMap<string, readonly string[]> };

/** Names of tests without parameters: all others differ from the source when run. */
const NAMED = new Set(["test", "it"]);

/** Every test of a file that imports from the prover: in other files there is nothing to break. */
export function allTests(): Test[] {
  const files = globSync("test/**/*.test.ts", { cwd: PROJECT_ROOT }).sort();
  return files.flatMap((file) => {
    const source = parse(file);
    const subjects = subjectsOf(file, source);
    return subjects.size === 0 ? [] : namesIn(source).map((name) => ({ file, name, subjects }));
  });
}

export function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(join(PROJECT_ROOT, file), "utf8"), ts.ScriptTarget.Latest, true);
}

function namesIn(source: ts.SourceFile): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && NAMED.has(node.expression.text)) {
      const [name] = node.arguments;
      if (name && ts.isStringLiteralLike(name)) names.push(name.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

function subjectsOf(file: string, source: ts.SourceFile): Map<string, string[]> {
  const subjects = new Map<string, string[]>();
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const { text } = statement.moduleSpecifier;
    const path = relative(PROJECT_ROOT, resolve(PROJECT_ROOT, file, "..", text));
    const bindings = statement.importClause?.namedBindings;
    if (!text.startsWith(".") || !path.startsWith("prover/") || !bindings || !ts.isNamedImports(bindings)) continue;
    const names = bindings.elements.filter(({ isTypeOnly }) => !isTypeOnly);
    if (names.length > 0 && !statement.importClause?.isTypeOnly)
      subjects.set(
        path,
        names.map(({ name, propertyName }) => (propertyName ?? name).text),
      );
  }
  return subjects;
}
