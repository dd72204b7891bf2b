import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { CONTRACT_NAMES, compiled } from "../../../../prover/rpc/node/artifacts.ts";
import { kebab } from "../../../../prover/rpc/node/errors.ts";
import { CONTRACTS } from "../../../../prover/shared/errors/catalogue/contracts.ts";
import { CATALOGUE } from "../../../../prover/shared/errors/catalogue.ts";
import { PROJECT_ROOT } from "../../../../prover/shared/root.ts";
import { ERROR_CALLS, nodesOf, SOURCES } from "../../../support/errorCalls.ts";

const CODES = Object.keys(CATALOGUE);
const AREAS = [...new Set(CODES.map((code) => code.split("/")[0]!))];
const LIKE_CODE = new RegExp(`^(${AREAS.join("|")})/[a-z0-9-]+$`);

/** Whether a text is only compared with: that raises nothing. */
function isCompared(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isCaseClause(parent)) return true;
  return ts.isBinaryExpression(parent) && /^[!=]==$/.test(parent.operatorToken.getText());
}

/** Texts of the sources that look like a code, and are not the name of a module or a type. */
const texts = [...SOURCES].flatMap(([file, root]) =>
  [...nodesOf(root)].flatMap((node) =>
    ts.isStringLiteral(node) && LIKE_CODE.test(node.text) && !ts.isImportDeclaration(node.parent)
      ? [{ file, code: node.text, isRaised: !isCompared(node) && !ts.isLiteralTypeNode(node.parent) }]
      : [],
  ),
);

/** Codes that the kernel's C++ gives. */
const kernel = globSync("prover/native/src/**/*.{cpp,hpp}", { cwd: PROJECT_ROOT }).flatMap((file) =>
  [...readFileSync(join(PROJECT_ROOT, file), "utf8").matchAll(/"(native\/[a-z0-9-]+)"/g)].map(([, code]) => code!),
);

/** What the contracts that are called revert with, and Solidity's own: a message, and a failed check. */
async function contractErrors(): Promise<string[]> {
  const names = new Set(["Error", "Panic"]);
  for (const name of CONTRACT_NAMES) (await compiled(name)).abi.forEachError((error) => names.add(error.name));
  return [...names].map((name) => `chain/${kebab(name)}`);
}

describe("the catalogue of errors", () => {
  it("has every code that a source has", () => {
    expect(texts.length).toBeGreaterThan(300);
    expect(
      [...texts, ...kernel.map((code) => ({ file: "native", code }))].filter(({ code }) => !(code in CATALOGUE)),
    ).toEqual([]);
  });

  it("has no code that nothing raises", async () => {
    const raised = [...texts.flatMap(({ code, isRaised }) => (isRaised ? [code] : [])), ...kernel];
    expect(CODES.filter((code) => !raised.includes(code) && !(code in CONTRACTS))).toEqual([]);
    expect((await contractErrors()).length).toBeGreaterThan(40);
  });

  it("has the errors of the contracts' ABIs, and no others of theirs", async () => {
    expect(Object.keys(CONTRACTS).sort()).toEqual((await contractErrors()).sort());
  });

  it("says of each what it means and what to do, in sentences", () => {
    for (const [code, { meaning, hint }] of Object.entries(CATALOGUE)) {
      expect(meaning, code).toMatch(/^[A-Z].*\.$/);
      expect(hint, code).toMatch(/^[A-Z]/);
    }
  });

  it("has each code in one file", () => {
    const files = globSync("prover/shared/errors/catalogue/*.ts", { cwd: PROJECT_ROOT });
    const defined = files.flatMap((file) => [
      ...readFileSync(join(PROJECT_ROOT, file), "utf8").matchAll(/^ {2}"([a-z0-9]+\/[a-z0-9-]+)":/gm),
    ]);
    expect(defined.map(([, code]) => code).sort()).toEqual([...CODES].sort());
  });
});

describe("a call that makes an error", () => {
  it("writes its code out, or takes it from a typed value", () => {
    expect(ERROR_CALLS.length).toBeGreaterThan(200);
    const composed = ERROR_CALLS.filter(
      ({ code }) => ts.isTemplateExpression(code) || /[^?]\s*\+/.test(code.getText()),
    );
    expect(composed.map(({ file, code }) => `${file}: ${code.getText()}`)).toEqual([]);
  });
});
