import type { DisjointnessStatement } from "./disjointness.ts";

/** The epoch up to which statements reach without a gap. */
export const reachOf = (statements: readonly Pick<DisjointnessStatement, "from" | "to">[]): number =>
  statements.reduce((reached, { from, to }) => (from <= reached ? Math.max(reached, to) : reached), 0);
