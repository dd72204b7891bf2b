import type { Left } from "../../shared/coverage.ts";
import { count } from "../../shared/words.ts";
import type { ShardFacts } from "../facts.ts";
import { type Sentence, stated } from "./exclusions.ts";

/** Names of fields that a sentence gives; a manifest has all of them. */
const NAMED = 50;

/** What of a shard is compared with the lists, and what is not; facts of the first version do not say. */
export const coverageSentences = ({ name, coverage }: ShardFacts): Sentence[] => {
  if (coverage === undefined) return [];
  const compared = coverage.compared.map(
    ({ scheme, field, keys, records, leftOut }) =>
      `${scheme} of ${field === null ? "whole records" : `the field "${field}"`} (${count(keys, "key")} of ${count(records, "record")}, ` +
      `${sum(leftOut)} values left out)`,
  );
  const { fields, moreFields, files, records } = coverage.notCompared;
  const names = fields.slice(0, NAMED).map((field) => `"${field}"`);
  const others = moreFields ? ["and others"] : fields.length > NAMED ? [`and ${fields.length - NAMED} others`] : [];
  return [
    stated(`${name}: compared with the lists by ${compared.join("; ")}.`),
    stated(
      `${name}: not compared with any list: ${fields.length === 0 ? "no further field" : `the fields ${[...names, ...others].join(", ")}`}; ` +
        `${count(sum(files), "file")}${reasons(files)}; ${count(sum(records), "record")}${reasons(records)}.`,
    ),
  ];
};

const sum = (left: readonly Left[]): number => left.reduce((total, each) => total + each.count, 0);

const reasons = (left: readonly Left[]): string =>
  left.length === 0 ? "" : ` (${left.map(({ code, count }) => `${code}: ${count}`).join(", ")})`;
