import {
  type ComparedShard,
  type Coverage,
  type FoundRecord,
  REPORT_FORMAT,
  type ReleaseReport,
} from "../../prover/release/report/report.ts";
import { COVERAGE } from "../../prover/shared/coverage.ts";
import { ANY_TEXT, COUNT, idOf } from "../../prover/shared/shape/fields.ts";
import { object, optional } from "../../prover/shared/shape/object.ts";
import { flag, integer, list, literal, nullable, oneOf, type Shape, text } from "../../prover/shared/shape/shape.ts";
import type { UpTo } from "../../prover/shared/verdict.ts";

// A report is written and not read, so its shape is for its schema. The compiler holds it to the report's type.

const POSITIVE = integer(1, Number.MAX_SAFE_INTEGER);
const ID = idOf("an id");
const DECIMAL = text(/^(0|[1-9][0-9]*)$/, "a decimal number");

/** A duration in seconds. */
const SECONDS: Shape<number> = {
  read(reader, value, path) {
    if (typeof value !== "number" || value < 0) reader.refuse(path, "is not a duration");
    return Number(value);
  },
  schema: () => ({ type: "number", minimum: 0 }),
};

const UP_TO: Shape<UpTo> = object({
  list: ANY_TEXT,
  epoch: POSITIVE,
  of: integer(2, Number.MAX_SAFE_INTEGER),
  pagesBehind: POSITIVE,
  since: optional(text(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, "a time in UTC, to the second")),
});

const PAIR: Shape<Coverage> = object({
  shard: ANY_TEXT,
  commitment: text(/^[0-9]*$/, "a decimal number, or nothing"),
  list: ANY_TEXT,
  scheme: ANY_TEXT,
  listId: nullable(ID),
  epoch: nullable(COUNT),
  pages: COUNT,
  clean: COUNT,
  made: COUNT,
  reused: COUNT,
});

const SHARD: Shape<ComparedShard> = object({
  shard: ANY_TEXT,
  coverage: nullable(COVERAGE),
  passedOver: list(ANY_TEXT),
  crowds: list(object({ bucketBits: integer(5, 23), records: list(object({ source: ANY_TEXT, row: POSITIVE })) })),
});

const FOUND: Shape<FoundRecord> = object({
  shard: ANY_TEXT,
  file: ANY_TEXT,
  row: POSITIVE,
  line: nullable(POSITIVE),
  list: ANY_TEXT,
  scheme: ANY_TEXT,
  page: COUNT,
  entry: COUNT,
  key: text(/^[0-9a-f]{62}$/, "a key"),
  reason: ANY_TEXT,
});

/** The report that a release writes. */
export const REPORT: Shape<ReleaseReport> = object({
  format: literal(REPORT_FORMAT),
  tag: ANY_TEXT,
  mode: oneOf(["run", "dry-run", "plan-only"]),
  verdict: oneOf(["clean", "dirty", "behind", "open"]),
  upTo: list(UP_TO),
  coverage: list(PAIR),
  shards: list(SHARD),
  findings: list(FOUND),
  development: flag,
  chainId: nullable(POSITIVE),
  transactions: list(object({ hash: ID, what: ANY_TEXT, gasUsed: nullable(DECIMAL) })),
  release: nullable(ID),
  evidence: nullable(object({ cid: ANY_TEXT, path: ANY_TEXT })),
  started: text(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/, "a time in UTC"),
  seconds: list(object({ stage: ANY_TEXT, seconds: SECONDS })),
});
