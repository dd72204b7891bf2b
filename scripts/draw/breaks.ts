import ts from "typescript";
import { type Mutant, mutantsOf, type Operator } from "../mutate/mutant.ts";
import { parse, type Test } from "./tests.ts";

/** A pattern in a line of TypeScript, and its replacement. */
const OPERATORS: readonly Operator[] = [
  [/(?<= )===(?= )/g, ["!=="]],
  [/(?<= )!==(?= )/g, ["==="]],
  [/(?<= )<(?= )/g, ["<=", ">"]],
  [/(?<= )>(?= )/g, [">=", "<"]],
  [/(?<= )&&(?= )/g, ["||"]],
  [/(?<= )\|\|(?= )/g, ["&&"]],
  [/(?<= )\+(?= )/g, ["-"]],
  [/(?<= )-(?= )/g, ["+"]],
  [/(?<= )\*(?= )/g, ["+"]],
  [/\btrue\b/g, ["false"]],
  [/\bfalse\b/g, ["true"]],
  [/\bif \([^{}]*\) (?=return|throw|continue)/g, ["if (false) "]],
  [/^ *throw .*;$/g, [";"]],
  [/(?<=\breturn )[^;{}]+(?=;)/g, ["undefined as never"]],
  [/(?<![\w.$"])\d+(?![\w."])/g, [([digits]) => String(Number(digits) + 1)]],
  [/^ *(await )?[a-z][\w.]*\([^{}]*\);$/g, [";"]],
  [/"[^"]{2,}"/g, ['""']],
];

const isCode = (text: string): boolean => !/^\s*(\/\/|\/?\*|import|export \{|export type|type)/.test(text);

/** Small changes to the functions that a test's file imports by name. */
export function breaksOf({ subjects }: Test): Mutant[] {
  return [...subjects].flatMap(([file, names]) => {
    const source = parse(file);
    const bodies = source.statements.filter((statement) => namesOf(statement).some((name) => names.includes(name)));
    return mutantsOf(file, source.text, OPERATORS, isCode).filter(({ offset }) =>
      bodies.some((body) => body.getStart() <= offset && offset < body.end),
    );
  });
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  const isNamed = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement);
  return isNamed && statement.name ? [statement.name.text] : [];
}
