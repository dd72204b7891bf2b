/** Instruments every branch of Solidity sources, so that a test run shows which branches were taken. */
import { getCoverageLibrary } from "@nomicfoundation/edr/coverage";
import { parse, type SyntaxNode } from "./compile.ts";
import type { Sources } from "./imports.ts";

/** A branch: entering a body, or one of the two outcomes of a condition. */
type Branch = { file: string; line: number; text: string; outcome: "entered" | "true" | "false" };

const MARKS = "marks.sol";

/** `sendHit` has no effect that the code can observe except its gas cost. */
const marks = (library: string) => `// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;
import {__NomicFoundationCoverage as Coverage} from "${library}";
library Marks {
    function hit(uint256 branch) internal pure { Coverage.sendHit(branch); }
    function at(bool condition, uint256 branch) internal pure returns (bool) {
        Coverage.sendHit(condition ? branch : branch + 1);
        return condition;
    }
}
`;

/** Text to insert into a file at a byte offset. */
type Insertion = { at: number; text: string };

/**
 * Returns the sources with a mark for each branch of some files: branch i was taken if mark i was hit. Conditions are
 * the atomic conditions of `if`, `?:` and loops; bodies are those of functions, modifiers and the clauses of `try`.
 * Assembly cannot call a mark: its conditions have none.
 */
export function markBranches(sources: Sources, files: readonly string[]): { marked: Sources; branches: Branch[] } {
  const { filename, content } = getCoverageLibrary();
  const marked = new Map(sources);
  const branches: Branch[] = [];
  for (const [file, syntax] of parse(sources)) {
    if (!files.includes(file)) continue;
    const text = Buffer.from(sources.get(file)!, "utf8");
    const insertions: Insertion[] = [];
    const add = (node: SyntaxNode, outcome: Branch["outcome"]): number => {
      const { at, end } = rangeOf(node);
      const what = text.toString("utf8", at, end).split("\n")[0]!;
      const line = text.toString("utf8", 0, at).split("\n").length;
      return branches.push({ file, line, text: what, outcome }) - 1;
    };
    for (const node of conditionsOf(syntax)) {
      const { at, end } = rangeOf(node);
      const branch = add(node, "true");
      add(node, "false");
      insertions.push({ at, text: "Marks.at(" }, { at: end, text: `, ${branch})` });
    }
    for (const { owner, body } of bodiesOf(syntax))
      insertions.push({ at: rangeOf(body).at + 1, text: ` Marks.hit(${add(owner, "entered")});` });
    if (insertions.length > 0) marked.set(file, `${insert(text, insertions)}\nimport {Marks} from "${MARKS}";\n`);
  }
  return { marked: marked.set(filename, content).set(MARKS, marks(filename)), branches };
}

function rangeOf({ src }: SyntaxNode): { at: number; end: number } {
  const [at, length] = src.split(":").map(Number) as [number, number];
  return { at, end: at + length };
}

function insert(text: Buffer, insertions: readonly Insertion[]): string {
  const ordered = insertions.toSorted((a, b) => a.at - b.at);
  let from = 0;
  let result = "";
  for (const { at, text: added } of ordered) {
    result += text.toString("utf8", from, at) + added;
    from = at;
  }
  return result + text.toString("utf8", from);
}

const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === "object" && value !== null && "nodeType" in value && "src" in value;

function* nodesOf(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const value of Object.values(node))
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield* nodesOf(child);
}

function conditionsOf(syntax: SyntaxNode): SyntaxNode[] {
  const all = [...nodesOf(syntax)];
  const asked = all
    .filter(({ nodeType }) => !nodeType.startsWith("Yul"))
    .map(({ condition }) => condition)
    .filter(isNode);
  const operands = all
    .filter(isJunction)
    .flatMap((node) => [node.leftExpression, node.rightExpression] as SyntaxNode[]);
  return [...new Set([...asked, ...operands].flatMap(atomsOf))];
}

const isJunction = ({ nodeType, operator }: SyntaxNode): boolean =>
  nodeType === "BinaryOperation" && (operator === "&&" || operator === "||");

function atomsOf(node: SyntaxNode): SyntaxNode[] {
  if (isJunction(node))
    return [node.leftExpression, node.rightExpression].flatMap((each) => atomsOf(each as SyntaxNode));
  const inner = (node.components as SyntaxNode[] | undefined)?.[0];
  return node.nodeType === "TupleExpression" && inner !== undefined && isJunction(inner) ? atomsOf(inner) : [node];
}

function bodiesOf(syntax: SyntaxNode): { owner: SyntaxNode; body: SyntaxNode }[] {
  return [...nodesOf(syntax)].flatMap((node) => {
    const body = node.nodeType === "TryCatchClause" ? node.block : node.body;
    const hasBranch = ["TryCatchClause", "FunctionDefinition", "ModifierDefinition"].includes(node.nodeType);
    return hasBranch && isNode(body) ? [{ owner: node, body }] : [];
  });
}
