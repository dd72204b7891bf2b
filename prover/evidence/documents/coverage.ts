import type { ComparedField, LeftOutCount, UncountedCoverage } from "../../shared/coverage.ts";
import { count } from "../../shared/format.ts";
import type { ShardFacts } from "../facts.ts";
import { type Sentence, stated } from "./exclusions.ts";

/** Names of fields that a sentence gives; a manifest has all of them. */
const NAMED = 50;

/** What of a shard is compared with the lists, and what is not; facts of the first version do not say. */
export function coverageSentences({ name, coverage }: ShardFacts): Sentence[] {
  if (coverage === undefined) return [];
  if (coverage === null) return [stated(`${name}: what is compared with the lists beyond its schemes is not known.`)];
  const { fields, moreFields, files, records } = coverage.notCompared;
  const names = fields.slice(0, NAMED).map((field) => `"${field}"`);
  const others = moreFields ? ["and others"] : fields.length > NAMED ? [`and ${fields.length - NAMED} others`] : [];
  return [
    stated(`${name}: compared with the lists by ${coverage.compared.map(describeCompared).join("; ")}.`),
    stated(
      `${name}: not compared with any list: ` +
        `${fields.length === 0 ? "no further field" : `the fields ${[...names, ...others].join(", ")}`}; ` +
        `${describeLeft(files, "file")}; ${describeLeft(records, "record")}.`,
    ),
  ];
}

function describeCompared(compared: ComparedField | UncountedCoverage["compared"][number]): string {
  const { scheme, field } = compared;
  const what = `${scheme} of ${field === null ? "whole records" : `the field "${field}"`}`;
  if ("keys" in compared) {
    const { keys, records, leftOut } = compared;
    return `${what} (${count(keys, "key")} of ${count(records, "record")}, ${sum(leftOut)} values left out)`;
  }
  const left = compared.leftOut.length === 0 ? "no value" : `values for the reasons ${compared.leftOut.join(", ")}`;
  return `${what} (${left} left out)`;
}

/** What was left out and why: with its number, or, where numbers are not told, by the reasons only. */
function describeLeft(left: readonly (LeftOutCount | string)[], what: string): string {
  const counted = left.filter((each) => typeof each !== "string");
  if (counted.length === left.length) return `${count(sum(counted), what)}${reasons(counted)}`;
  return `some ${what}s (${left.join(", ")})`;
}

const sum = (left: readonly LeftOutCount[]): number => left.reduce((total, each) => total + each.count, 0);

const reasons = (left: readonly LeftOutCount[]): string =>
  left.length === 0 ? "" : ` (${left.map(({ code, count }) => `${code}: ${count}`).join(", ")})`;
