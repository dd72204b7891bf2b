import { globSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "../prover/shared/root.ts";

/** Everything that runs for users or for the build. Tests count as users of what they import, too. */
const FOLDERS = "{prover,scripts,web,ignition,examples,test}";

const FILES = [...globSync(`${FOLDERS}/**/*.{ts,tsx}`, { cwd: PROJECT_ROOT }), "hardhat.config.ts", "vitest.config.ts"]
  .filter((file) => !file.endsWith(".d.ts"))
  .map((file) => ({
    file,
    source: ts.createSourceFile(file, readFileSync(join(PROJECT_ROOT, file), "utf8"), ts.ScriptTarget.Latest, true),
  }));

/** Files whose exports are for readers outside this project: entry points, and what a tool loads by its path. */
const isEntryPoint = (file: string): boolean =>
  /^prover\/\w+\.ts$/.test(file) || /^ignition\/modules\//.test(file) || /^(hardhat|vitest)\.config\.ts$/.test(file);

/** Stands for all names of a file. */
const ALL = "*";

/** A name of a file, as this file and others say it. */
const key = (file: string, name: string): string => `${file}: ${name}`;

function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? boundNames(element.name) : []));
}

/** The names that a file declares and exports itself. */
function exportsOf(source: ts.SourceFile): string[] {
  return source.statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement) && !statement.moduleSpecifier) {
      const { exportClause } = statement;
      return exportClause && ts.isNamedExports(exportClause) ? exportClause.elements.map(({ name }) => name.text) : [];
    }
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    const has = (kind: ts.SyntaxKind) => modifiers.some((modifier) => modifier.kind === kind);
    if (!has(ts.SyntaxKind.ExportKeyword) || has(ts.SyntaxKind.DefaultKeyword)) return [];
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ name }) => boundNames(name));
    return "name" in statement && statement.name ? [(statement.name as ts.Identifier).text] : [];
  });
}

/** The names that an import or re-export takes from a file: all of them for a namespace that is passed on whole. */
function namesTaken(source: ts.SourceFile, node: ts.ImportDeclaration | ts.ExportDeclaration): string[] {
  if (ts.isExportDeclaration(node)) {
    if (!node.exportClause || ts.isNamespaceExport(node.exportClause)) return [ALL];
    return node.exportClause.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
  }
  const bindings = node.importClause?.namedBindings;
  if (!bindings) return [];
  if (ts.isNamedImports(bindings))
    return bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
  return membersOf(source, bindings.name.text);
}

/** The members of a namespace that a file names, and all if the namespace is used in any other way. */
function membersOf(source: ts.SourceFile, namespace: string): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === namespace && !ts.isNamespaceImport(node.parent)) {
      const { parent } = node;
      if (ts.isPropertyAccessExpression(parent) && parent.expression === node) names.push(parent.name.text);
      else if (ts.isQualifiedName(parent) && parent.left === node) names.push(parent.right.text);
      else names.push(ALL);
    }
    node.forEachChild(visit);
  };
  visit(source);
  return names;
}

/** The names that `await import(...)` and `import("...").Name` take: all where they are not taken at once by name. */
function namesTakenLater(node: ts.CallExpression | ts.ImportTypeNode): string[] {
  if (ts.isImportTypeNode(node)) return node.qualifier ? [node.qualifier.getText().split(".")[0]!] : [ALL];
  const declaration = ts.isAwaitExpression(node.parent) ? node.parent.parent : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !ts.isObjectBindingPattern(declaration.name))
    return [ALL];
  return declaration.name.elements.map(({ name, propertyName }) => (propertyName ?? name).getText());
}

/** Every use of a name of one file in another, with the file that uses it. */
function usesIn({ file, source }: { file: string; source: ts.SourceFile }): string[] {
  const uses: string[] = [];
  const add = (specifier: ts.Node | undefined, names: () => string[]) => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    const { text } = specifier;
    if (!text.startsWith(".")) return;
    const target = relative(PROJECT_ROOT, resolve(PROJECT_ROOT, file, "..", text));
    uses.push(...names().map((name) => key(target, name)));
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node))
      add(node.moduleSpecifier, () => namesTaken(source, node));
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], () => namesTakenLater(node));
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, () => namesTakenLater(node));
    node.forEachChild(visit);
  };
  visit(source);
  return uses;
}

describe("exports", () => {
  const used = new Set(FILES.flatMap(usesIn));
  const exported = FILES.filter(({ file }) => !isEntryPoint(file)).flatMap(({ file, source }) =>
    exportsOf(source).map((name) => ({ file, name })),
  );

  it("are found, and so are their uses", () => {
    expect(exported.length).toBeGreaterThan(1000);
    expect(used).toContain(key("prover/bundle/verify.ts", "verifyBundle"));
    expect(used).not.toContain(key("prover/bundle/verify.ts", "verifyNothing"));
  });

  it("are all used by another file", () => {
    const unused = exported.filter(({ file, name }) => !used.has(key(file, name)) && !used.has(key(file, ALL)));
    expect(unused.map(({ file, name }) => key(file, name))).toEqual([]);
  });
});
