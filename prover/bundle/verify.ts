import { allSatisfyPairing } from "../groth16/batch.ts";
import type { VerificationKey } from "../groth16/verificationKey.ts";
import { type Check, check, documentCheck, satisfiesPairing, toVerdict, type Verdict } from "../groth16/verify.ts";
import { inspectJson } from "../shared/document.ts";
import { type Bundle, type BundleStatement, readBundle } from "./document.ts";
import { type PinnedCircuit, trustedKey } from "./pinned.ts";

/** What the verifier knows of the blocklist from elsewhere: the list's own file or a chain. All its pages, in order. */
export type ExpectedList = {
  name: string;
  /** SHA-256 of the list's root document, lower-case hex. */
  root: string;
  scheme: string;
  pages: { pageSize: number; pageDigest: bigint }[];
};

/**
 * `scope` says what a true verdict means: "list", the shard holds no entry of the whole expected list; "statements",
 * no more than that every statement in the bundle holds, about whatever pages its digests stand for.
 */
export type BundleVerdict = Verdict & { scope: "list" | "statements" };

/**
 * Checks a bundle's file against pinned circuits and, if given, the list that it must cover. Trusts nothing in the file;
 * what cannot be checked counts as false.
 */
export function verifyBundle(bytes: Uint8Array, pinned: PinnedCircuit[], expected?: ExpectedList): BundleVerdict {
  const scope = expected === undefined ? "statements" : "list";
  const read = inspectJson(bytes, "the bundle", readBundle);
  const format = documentCheck("format", read.issues);
  if (!("value" in read)) return { scope, ...toVerdict([format]) };
  const list = expected === undefined ? [] : listChecks(read.value, expected);
  return { scope, ...toVerdict([format, ...list, ...statementChecks(read.value, pinned)]) };
}

function listChecks({ blocklist, scheme, statements }: Bundle, expected: ExpectedList): Check[] {
  const given = new Map(statements.map((statement) => [statement.page, statement]));
  const missing = expected.pages.flatMap((_, page) => (given.has(page) ? [] : [page]));
  const other = statements.filter(({ page, pageSize, pageDigest }) => {
    const known = expected.pages[page];
    return known === undefined || known.pageSize !== pageSize || known.pageDigest !== pageDigest;
  });
  return [
    check("list-name", blocklist.name === expected.name, `the bundle is about ${blocklist.name}, not ${expected.name}`),
    check(
      "list-root",
      blocklist.root === expected.root,
      `the bundle's list is ${blocklist.root}, not ${expected.root}`,
    ),
    check("scheme", scheme === expected.scheme, `the bundle's scheme is ${scheme}, not ${expected.scheme}`),
    check(
      "list-complete",
      missing.length === 0 && expected.pages.length > 0,
      `no statement for page ${missing.join(", ")}`,
    ),
    check("list-pages", other.length === 0, `not a page of the list: ${other.map(({ page }) => page).join(", ")}`),
  ];
}

function statementChecks({ commitment, statements }: Bundle, pinned: PinnedCircuit[]): Check[] {
  const keyOf = ({ circuitId, pageSize }: BundleStatement) =>
    trustedKey(pinned, { circuitId, kind: "exclusion", pageSize });
  const holding = new Set(
    Map.groupBy(statements, keyOf)
      .entries()
      .flatMap(([key, ofCircuit]) => (key === undefined ? [] : holds(key, commitment, ofCircuit))),
  );
  return statements.flatMap((statement) => {
    const { page, pageSize, circuitId } = statement;
    const isPinned = keyOf(statement) !== undefined;
    return [
      check(`page-${page}-circuit`, isPinned, `${circuitId} is not pinned for excluding pages of ${pageSize}`),
      check(`page-${page}-proof`, holding.has(statement), "the proof does not hold"),
    ];
  });
}

/** The statements of one circuit whose proofs hold: looked at together first, one by one if any is false. */
function holds(key: VerificationKey, commitment: bigint, statements: BundleStatement[]): BundleStatement[] {
  const signals = ({ pageDigest }: BundleStatement) => [commitment, pageDigest];
  if (
    allSatisfyPairing(
      key,
      statements.map((statement) => ({ publicSignals: signals(statement), proof: statement.proof })),
    )
  )
    return statements;
  return statements.filter((statement) => satisfiesPairing(key, signals(statement), statement.proof));
}
