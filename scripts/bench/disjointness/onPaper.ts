import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../../prover/shared/root.ts";
import { table } from "../document.ts";
import type { WholeList } from "./wholeList.ts";

const RECORDS = 1e9;

/** Of a virtual machine with two cores and 8 GiB. */
const DOLLARS_AN_HOUR = 0.1;

/** What a billion records in shards of the measured size would take: nothing but the measured steps, multiplied. */
export function onPaper({ whole: { keys, entries, steps } }: { whole: WholeList }): string {
  const shards = Math.ceil(RECORDS / keys);
  const hours = (shards * (steps.commit.seconds + steps.prove.seconds)) / 3600;
  const cost = JSON.parse(readFileSync(join(PROJECT_ROOT, "contracts/gas.json"), "utf8")) as Record<string, number>;
  const gas = cost["submit a disjointness proof, the first"]! + (shards - 1) * cost["a further shard, the same list"]!;
  const rows = [
    ["machine", `${hours.toPrecision(3)} hours of two cores`, dollars(hours * DOLLARS_AN_HOUR)],
    ["mainnet at 1 gwei", `${number(gas)} gas`, dollars((gas * 3000) / 1e9)],
    ["rollup at 0.01 gwei", `${number(gas)} gas`, dollars((gas * 30) / 1e9)],
  ];
  return `On paper, ${number(RECORDS)} records against ${number(entries)} entries: ${number(shards)} shards of
${number(keys)} keys, each committed and proved as above, on machines at $${DOLLARS_AN_HOUR.toFixed(2)} an hour, and
submitted in batches. Reading the data is not counted. Shards are independent, so that more machines take less time.

${table(["", "amount", "cost"], rows)}`;
}

const dollars = (amount: number): string => `$${amount.toFixed(2)}`;

const number = (value: number): string => Math.round(value).toLocaleString("en");
