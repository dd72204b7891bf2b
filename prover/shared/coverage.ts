import { ANY_TEXT, COUNT } from "./shape/fields.ts";
import { object } from "./shape/object.ts";
import { flag, list, nullable, type Shape } from "./shape/shape.ts";

/** How many things were left out for one reason. `code`: of the reason. */
export type LeftOutCount = { code: string; count: number };

/** What one scheme compared: how many records have a key by it, how many keys there are, which values were left out. */
export type ComparedField = {
  scheme: string;
  field: string | null;
  records: number;
  keys: number;
  leftOut: LeftOutCount[];
};

/** What of a shard's sources is compared with lists, and what is not. Everything that was there is in one of them. */
export type ShardCoverage = {
  /** One for each scheme of the shard, in that order. A key that occurs twice counts twice. */
  compared: ComparedField[];
  notCompared: {
    /** The fields of records to which no scheme is applied; only the first of them if `moreFields` is true. */
    fields: string[];
    moreFields: boolean;
    /** Files and records that were left out completely. */
    files: LeftOutCount[];
    records: LeftOutCount[];
  };
};

/** The same without numbers: only the codes of what was left out. */
export type UncountedCoverage = {
  compared: { scheme: string; field: string | null; leftOut: string[] }[];
  notCompared: { fields: string[]; moreFields: boolean; files: string[]; records: string[] };
};

/** Counts codes; the result is sorted by code. */
export function countCodes(codes: Iterable<string>): LeftOutCount[] {
  const counts = new Map<string, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, count]) => ({ code, count }));
}

const COMPARED = { scheme: ANY_TEXT, field: nullable(ANY_TEXT) };
const LEFT = list(object({ code: ANY_TEXT, count: COUNT }));
const CODES = list(ANY_TEXT);

const coverageOf = <F, L>(field: Shape<F>, left: Shape<L>) =>
  object({
    compared: list(field),
    notCompared: object({ fields: list(ANY_TEXT), moreFields: flag, files: left, records: left }),
  });

/** Coverage in a document. */
export const COVERAGE: Shape<ShardCoverage> = coverageOf(
  object({ ...COMPARED, records: COUNT, keys: COUNT, leftOut: LEFT }),
  LEFT,
);

/** Coverage without numbers in a document. */
export const UNCOUNTED_COVERAGE: Shape<UncountedCoverage> = coverageOf(object({ ...COMPARED, leftOut: CODES }), CODES);
