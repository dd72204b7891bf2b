import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { PROJECT_ROOT } from "../../../prover/shared/root.ts";

const SCENE = join(PROJECT_ROOT, "test/support/docstrings/scene.ts");

/** What the package exports, by name: its examples, whether it can be called, and the entry point of its stage. */
type Exported = { from: string; examples: string[]; isFunction: boolean };

const { options } = ts.parseJsonConfigFileContent(
  JSON.parse(readFileSync(join(PROJECT_ROOT, "tsconfig.json"), "utf8")),
  ts.sys,
  PROJECT_ROOT,
);

/** Declarations of modules that have none of their own. */
const DECLARATIONS = globSync("prover/**/*.d.ts", { cwd: PROJECT_ROOT }).map((file) => join(PROJECT_ROOT, file));

/** The entry points of the package, as package.json names them: the one of everything last. */
const entryPoints = (): [name: string, file: string][] =>
  Object.entries(JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8")).exports as object)
    .filter(([, file]) => file.endsWith(".ts"))
    .map(([path, file]): [string, string] => [`disjoint${path.slice(1)}`, join(PROJECT_ROOT, file)])
    .toSorted(([a], [b]) => b.length - a.length);

/** Everything that the package and the scene export. */
export function readExports(): { library: Map<string, Exported>; scene: Set<string> } {
  const entries = entryPoints();
  const program = ts.createProgram([...entries.map(([, file]) => file), SCENE], options);
  const checker = program.getTypeChecker();
  const exportsOf = (file: string) => {
    const source = program.getSourceFile(file);
    const symbol = source && checker.getSymbolAtLocation(source);
    return symbol === undefined ? [] : checker.getExportsOfModule(symbol);
  };
  const library = new Map<string, Exported>();
  for (const [from, file] of entries)
    for (const exported of exportsOf(file)) {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      if (library.has(exported.name) || (symbol.flags & ts.SymbolFlags.Value) === 0) continue;
      const tags = symbol.getJsDocTags(checker).filter(({ name }) => name === "example");
      const examples = tags.map(({ text }) => ts.displayPartsToString(text));
      const isFunction = checker.getTypeOfSymbol(symbol).getCallSignatures().length > 0;
      library.set(exported.name, { from, examples, isFunction });
    }
  return { library, scene: new Set(exportsOf(SCENE).map(({ name }) => name)) };
}

/** The names of the package that its examples use, those of the documents included, which are taken from the files. */
export const usedInExamples = (): Set<string> =>
  new Set(
    globSync(["examples/*.ts", "README.md", "docs/**/*.md"], { cwd: PROJECT_ROOT }).flatMap((file) => {
      const text = readFileSync(join(PROJECT_ROOT, file), "utf8");
      return [...text.matchAll(/\bdisjoint\.([a-z]\w+)/g)].map(([, name]) => name!);
    }),
  );

/** The module that a block is: imports of what it uses from the package or the scene, and its own lines. */
export function toModule(code: string, { library, scene }: ReturnType<typeof readExports>): string {
  const source = ts.createSourceFile("example.ts", code, ts.ScriptTarget.Latest, true);
  const used = new Set<string>();
  const declared = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) (isDeclaration(node) ? declared : isUse(node) ? used : undefined)?.add(node.text);
    node.forEachChild(visit);
  };
  visit(source);
  const free = [...used].filter((name) => !declared.has(name));
  const imports = Map.groupBy(free, (name) => library.get(name)?.from ?? (scene.has(name) ? SCENE : ""));
  imports.delete("");
  const lines = [...imports].map(([from, names]) => `import { ${names.join(", ")} } from ${JSON.stringify(from)};`);
  return [...lines, code, "export {};", ""].join("\n");
}

const isDeclaration = ({ parent, text }: ts.Identifier): boolean =>
  (ts.isVariableDeclaration(parent) || ts.isBindingElement(parent) || ts.isParameter(parent)) &&
  ts.isIdentifier(parent.name) &&
  parent.name.text === text;

const isUse = (node: ts.Identifier): boolean =>
  !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) &&
  !(ts.isPropertyAssignment(node.parent) && node.parent.name === node) &&
  !(ts.isBindingElement(node.parent) && node.parent.propertyName === node);

/** What the compiler says about modules, all in one program. */
export function complaintsOf(files: readonly string[]): string[] {
  const program = ts.createProgram([...files, ...DECLARATIONS], { ...options, noUnusedLocals: false });
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    const text = ts.flattenDiagnosticMessageText(messageText, "\n");
    return `${file?.fileName ?? ""}: ${text}`;
  });
}
