import { allSatisfyPairing } from "../groth16/batch.ts";
import type { VerificationKey } from "../groth16/verificationKey.ts";
import { satisfiesPairing } from "../groth16/verify.ts";
import { groupBy } from "../shared/collections.ts";
import type { Commitment } from "../shared/ids.ts";
import { behindCheck, type Check, check, documentCheck, toVerdict, type Verdict } from "../shared/verdict.ts";
import { type Bundle, type BundleStatement, inspectBundle, type ReadBundle } from "./document.ts";
import { earlierList } from "./earlier.ts";
import type { ExpectedList } from "./expected.ts";
import { type PinnedCircuit, trustedKey } from "./pinned.ts";

/**
 * `scope`: what a true verdict means. "list": the shard holds no entry of the whole expected list; "statements": only
 * that every statement in the bundle holds, for the pages with the digests in it.
 */
export type BundleVerdict = Verdict & { scope: "list" | "statements" };

/**
 * Checks a bundle's file against pinned circuits and, if given, the list that it must cover. Trusts nothing in the
 * file; what cannot be checked counts as false.
 * @example
 * const { verdict, scope } = verifyBundle(bundle, circuits, toExpectedList(list));
 * console.log(verdict, scope); // true list
 */
export function verifyBundle(bytes: Uint8Array, pinned: PinnedCircuit[], expected?: ExpectedList): BundleVerdict {
  return verifyBundles([inspectBundle(bytes)], pinned, [expected])[0]!;
}

/**
 * The same for several bundles; their proofs are looked at together. `expected[i]` is the list of bundle i, if known.
 */
export function verifyBundles(
  bundles: readonly ReadBundle[],
  pinned: readonly PinnedCircuit[],
  expected: readonly (ExpectedList | undefined)[],
): BundleVerdict[] {
  const claims = bundles.flatMap(({ document }) => ("value" in document ? claimsOf(document.value) : []));
  const holding = holdingStatements(claims, pinned);
  return bundles.map(({ document }, i) => {
    const list = expected[i];
    const format = documentCheck("format", document.issues);
    const scope = list === undefined ? "statements" : "list";
    if (!("value" in document)) return { scope, ...toVerdict([format]) };
    const lists = list === undefined ? [] : expectedChecks(document.value, list);
    return { scope, ...toVerdict([format, ...lists, ...statementChecks(document.value, pinned, holding)]) };
  });
}

/** Compares a bundle with the list, or, if it is about an earlier epoch, with the list at that epoch. */
function expectedChecks(bundle: Bundle, expected: ExpectedList): Check[] {
  const { root } = bundle.blocklist;
  const then = root === expected.root ? undefined : expected.document && earlierList(expected.document, root);
  if (then === undefined) return listChecks(bundle, expected);
  return [...listChecks(bundle, then.list), behindCheck("list-current", then.upTo)];
}

function listChecks({ blocklist, scheme, statements }: Bundle, expected: ExpectedList): Check[] {
  const given = new Map(statements.map((statement) => [statement.page, statement]));
  const missing = expected.pages.flatMap((_, page) => (given.has(page) ? [] : [page]));
  const other = statements.filter(({ page, pageSize, pageDigest }) => {
    const known = expected.pages[page];
    return known === undefined || known.pageSize !== pageSize || known.pageDigest !== pageDigest;
  });
  return [
    check(
      "list",
      blocklist.name === expected.name,
      `the bundle is about ${blocklist.name}, not ${expected.name}`,
      "list-name",
    ),
    check(
      "list",
      blocklist.root === expected.root,
      `the bundle's list is ${blocklist.root}, not ${expected.root}`,
      "list-root",
    ),
    check("scheme", scheme === expected.scheme, `the bundle's scheme is ${scheme}, not ${expected.scheme}`),
    check(
      "complete",
      missing.length === 0 && expected.pages.length > 0,
      `no statement for page ${missing.join(", ")}`,
      "list-complete",
    ),
    check(
      "pages",
      other.length === 0,
      `not a page of the list: ${other.map(({ page }) => page).join(", ")}`,
      "list-pages",
    ),
  ];
}

function statementChecks(
  { statements }: Bundle,
  pinned: readonly PinnedCircuit[],
  holding: ReadonlySet<BundleStatement>,
): Check[] {
  return statements.flatMap((statement) => {
    const { page, pageSize, circuitId } = statement;
    const isPinned = keyFor(statement, pinned) !== undefined;
    return [
      check(
        "circuit",
        isPinned,
        `${circuitId} is not pinned for excluding pages of ${pageSize}`,
        `page-${page}-circuit`,
      ),
      check("proof", holding.has(statement), "the proof does not hold", `page-${page}-proof`),
    ];
  });
}

const keyFor = ({ circuitId, pageSize }: BundleStatement, pinned: readonly PinnedCircuit[]) =>
  trustedKey(pinned, { circuitId, kind: "exclusion", pageSize });

/** A statement together with the shard that it is about. */
type Claim = { commitment: Commitment; statement: BundleStatement };

const claimsOf = ({ commitment, statements }: Bundle): Claim[] =>
  statements.map((statement) => ({ commitment, statement }));

/** The statements whose proofs hold under a trusted circuit. */
function holdingStatements(claims: readonly Claim[], pinned: readonly PinnedCircuit[]): Set<BundleStatement> {
  const ofKeys = groupBy(claims, ({ statement }) => keyFor(statement, pinned));
  return new Set(
    [...ofKeys].flatMap(([key, some]) =>
      key === undefined ? [] : holding(key, some).map(({ statement }) => statement),
    ),
  );
}

/** The claims of one circuit whose proofs hold. All are verified together; if that fails, each half is. */
function holding(key: VerificationKey, claims: readonly Claim[]): readonly Claim[] {
  const proofs = claims.map(({ commitment, statement: { pageDigest, proof } }) => ({
    publicSignals: [commitment, pageDigest],
    proof,
  }));
  const [first, ...more] = proofs;
  if (first === undefined) return [];
  if (more.length === 0) return satisfiesPairing(key, first.publicSignals, first.proof) ? claims : [];
  if (allSatisfyPairing(key, proofs)) return claims;
  const half = claims.length >> 1;
  return [...holding(key, claims.slice(0, half)), ...holding(key, claims.slice(half))];
}
