import { commitmentOf } from "../accumulator/hashes.ts";
import { type EpochAccumulators, isSameAccumulator } from "../accumulator/listAccumulators.ts";
import { satisfyDisjointness } from "../accumulator/verify.ts";
import { type Check, check } from "../shared/verdict.ts";
import type { DisjointnessBundle, DisjointnessStatement } from "./disjointness.ts";
import type { ExpectedList } from "./expected.ts";
import { isTrustedPowers, type Pinned } from "./pinned.ts";
import { reachOf } from "./reach.ts";

/** Whether a statement is about an epoch of a list, by its accumulator. */
export function isOfList(
  { from, to, list }: Pick<DisjointnessStatement, "from" | "to" | "list">,
  epochs: readonly EpochAccumulators[],
): boolean {
  const epoch = epochs[to - 1];
  return epoch !== undefined && isSameAccumulator(list, from === 0 ? epoch.whole : epoch.added);
}

/** Compares the epochs of a bundle, and their accumulators, with those of the list. */
export function accumulatorChecks({ powers, statements }: DisjointnessBundle, expected: ExpectedList): Check[] {
  const { accumulators } = expected;
  const epochs = accumulators?.powers === powers ? accumulators.epochs : [];
  const other = statements.filter((statement) => !isOfList(statement, epochs));
  const reached = reachOf(statements);
  return [
    check(
      "complete",
      epochs.length > 0 && reached === epochs.length,
      epochs.length === 0
        ? `the list has no accumulators of the powers of tau ${powers}`
        : `the statements reach epoch ${reached} of ${epochs.length}`,
      "list-complete",
    ),
    check(
      "accumulators",
      other.length === 0,
      `not an accumulator of the list at epoch ${other.map(({ to }) => to).join(", ")}`,
      "list-accumulators",
    ),
  ];
}

/** The powers of tau are trusted, and a commitment is to an accumulator that was made with them. */
export const commitmentChecks = (
  pinned: readonly Pinned[],
  { commitment, powers, accumulator }: Pick<DisjointnessBundle, "commitment" | "powers" | "accumulator">,
): Check[] => [
  check("powers", isTrustedPowers(pinned, powers), `the powers of tau ${powers} are not pinned`),
  check(
    "accumulator",
    commitmentOf(powers, accumulator) === commitment,
    "the commitment is not the hash of the accumulator and the powers of tau",
  ),
];

/** The checks of each statement by itself. */
export function disjointnessChecks(
  bundle: DisjointnessBundle,
  pinned: readonly Pinned[],
  holding: ReadonlySet<DisjointnessStatement>,
): Check[] {
  return [
    ...commitmentChecks(pinned, bundle),
    ...bundle.statements.map((statement) =>
      check("proof", holding.has(statement), "the proof does not hold", `epoch-${statement.to}-proof`),
    ),
  ];
}

/** The statements of these bundles whose proofs hold. All are verified together; if that fails, each is. */
export function holdingDisjointness(bundles: readonly DisjointnessBundle[]): Set<DisjointnessStatement> {
  const claims = bundles.flatMap(({ accumulator, statements }) =>
    statements.map((statement) => ({ statement, accumulator, list: statement.list, proof: statement.proof })),
  );
  const holding = satisfyDisjointness(claims) ? claims : claims.filter((claim) => satisfyDisjointness([claim]));
  return new Set(holding.map(({ statement }) => statement));
}
