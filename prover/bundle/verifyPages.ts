import { allSatisfyPairing } from "../groth16/batch.ts";
import type { VerificationKey } from "../groth16/verificationKey.ts";
import { groupBy } from "../shared/collections.ts";
import type { Commitment } from "../shared/ids.ts";
import { type Check, check } from "../shared/verdict.ts";
import type { BundleStatement, PageBundle } from "./document.ts";
import type { ExpectedList } from "./expected.ts";
import { type Pinned, trustedKey } from "./pinned.ts";

/** Compares the pages of a bundle with those of the list. */
export function pageListChecks({ statements }: PageBundle, expected: ExpectedList): Check[] {
  const given = new Map(statements.map((statement) => [statement.page, statement]));
  const missing = expected.pages.flatMap((_, page) => (given.has(page) ? [] : [page]));
  const other = statements.filter(({ page, pageSize, pageDigest }) => {
    const known = expected.pages[page];
    return known === undefined || known.pageSize !== pageSize || known.pageDigest !== pageDigest;
  });
  return [
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

/** The checks of each statement by itself. */
export function pageChecks(
  { statements }: PageBundle,
  pinned: readonly Pinned[],
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

const keyFor = ({ circuitId, pageSize }: BundleStatement, pinned: readonly Pinned[]) =>
  trustedKey(pinned, { circuitId, kind: "exclusion", pageSize });

/** A statement together with the shard that it is about. */
type Claim = { commitment: Commitment; statement: BundleStatement };

const claimsOf = ({ commitment, statements }: PageBundle): Claim[] =>
  statements.map((statement) => ({ commitment, statement }));

/** The statements of these bundles whose proofs hold under a trusted circuit. */
export function holdingPages(bundles: readonly PageBundle[], pinned: readonly Pinned[]): Set<BundleStatement> {
  const claims = bundles.flatMap(claimsOf);
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
  if (allSatisfyPairing(key, proofs)) return claims;
  if (claims.length === 1) return [];
  const half = claims.length >> 1;
  return [...holding(key, claims.slice(0, half)), ...holding(key, claims.slice(half))];
}
