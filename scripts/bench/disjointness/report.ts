import { cpus } from "node:os";
import { table } from "../document.ts";
import type { Growth } from "./growth.ts";
import { onPaper } from "./onPaper.ts";
import type { PageTime } from "./pages.ts";
import type { ReleaseCost } from "./release.ts";
import type { Usage } from "./usage.ts";
import { ADDED, type WholeList } from "./wholeList.ts";

/** `scalar`: the proof with 64-bit arithmetic; `load`: of the machine at the end, an average of five minutes. */
export type DisjointnessReport = {
  backend: string;
  whole: WholeList;
  pages: PageTime;
  scalar: Usage;
  growth: Growth;
  release: ReleaseCost;
  largest?: WholeList;
  load: number;
};

export const toMarkdown = (report: DisjointnessReport): string =>
  [intro(report), wholeList(report), growth(report), release(report.release), largest(report), onPaper(report)]
    .filter((part) => part !== "")
    .join("\n\n");

const intro = ({ backend, load }: DisjointnessReport): string => `## One proof for a whole list

Every row is one command in its own process, from its start to its end, with arithmetic ${backend}. Peak memory is all
that is resident, the mapped powers of tau included. The machine's load was ${load.toFixed(1)} on ${cpus().length}
cores.`;

function wholeList({ whole, pages, scalar }: DisjointnessReport): string {
  const { keys, entries, steps, gas } = whole;
  const ratio = (of: "seconds" | "cpuSeconds") => (entries * pages[of]) / (pages.pageSize * steps.prove[of]);
  return `${number(keys)} keys against ${number(entries)} entries:

${stepsTable({
  "make development powers of tau": steps.powers,
  "read the data, and commit by a Merkle tree": steps.read,
  "commit by an accumulator what was read": steps.commit,
  "build the list, on pages and with an accumulator": steps.list,
  "prove the whole list": steps.prove,
  "the same with 64-bit arithmetic": scalar,
  "verify, with the list's root document": steps.verify,
  "verify, and recompute the accumulator from the list's entries": steps.recompute,
})}

Verification is JavaScript; only the accumulator is recomputed by the kernel. On a node (anvil), publishing the
list's accumulator took ${number(gas.publish)} gas, and submitting the proof ${number(gas.submit)}.

A page of ${pages.pageSize} takes ${pages.seconds.toPrecision(3)} s, and
${pages.cpuSeconds.toPrecision(3)} s of processors, measured in the same run on sample pages with the smallest circuit.
One proof for all is **${ratio("seconds").toPrecision(3)} times** as many entries per second, and
${ratio("cpuSeconds").toPrecision(3)} times as many per second of processors.`;
}

const growth = ({
  growth: { layer, append, delta, again },
}: DisjointnessReport): string => `What a little more of both takes. The last two commands read the whole list and the whole shard first, so the proof
alone is their difference, ${(delta.cpuSeconds - again.cpuSeconds).toFixed(1)} s of processors:

${stepsTable({
  [`commit ${ADDED.records} new records as a further layer`]: layer,
  [`append ${number(ADDED.entries)} entries to the list`]: append,
  "prove what the list's new epoch added": delta,
  "the same command again, with nothing left to prove": again,
})}`;

function release({ keys, entries, pages, disjointness }: ReleaseCost): string {
  const ratio = (of: "seconds" | "gas") => `${(pages[of] / disjointness[of]).toPrecision(3)} times less`;
  const row = (way: string, proofs: number, { seconds, gas }: { seconds: number; gas: number }) => {
    const dollars = [1, 0.01].map((gwei) => `$${((gas * gwei * 3000) / 1e9).toFixed(2)}`);
    return [way, proofs, `${seconds.toFixed(1)} s`, number(gas), ...dollars];
  };
  return `A release of ${number(keys)} keys in three shards against ${number(entries)} entries: all commits beyond
reading, and all proofs. The time of pages is that of sample pages times their number; gas is from
[GAS.md](contracts/GAS.md), in batches, ether at $3,000, mainnet at 1 gwei and a rollup at 0.01 gwei:

${table(
  ["", "proofs", "time", "gas", "mainnet", "rollup"],
  [
    row("page proofs", pages.count, pages),
    row("disjointness proofs", disjointness.proofs, disjointness),
    ["", "", ratio("seconds"), ratio("gas"), "", ""],
  ],
)}`;
}

const largest = ({ largest: measured }: DisjointnessReport): string =>
  measured === undefined
    ? ""
    : `${number(measured.keys)} keys against ${number(measured.entries)} entries:

${stepsTable({
  "commit by an accumulator what was read": measured.steps.commit,
  "prove the whole list": measured.steps.prove,
  "verify, with the list's root document": measured.steps.verify,
})}`;

const stepsTable = (steps: Record<string, Usage>): string =>
  table(
    ["step", "time", "processor time", "peak"],
    Object.entries(steps).map(([step, { seconds, cpuSeconds, peakMiB }]) => [
      step,
      `${seconds.toFixed(1)} s`,
      `${cpuSeconds.toFixed(1)} s`,
      `${number(peakMiB)} MiB`,
    ]),
  );

const number = (value: number): string => Math.round(value).toLocaleString("en");
