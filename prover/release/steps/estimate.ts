import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { memoryForProof } from "../../accumulator/memory.ts";
import type { ExpectedTransaction } from "../../chain/cost/gas.ts";
import { maxOf } from "../../shared/collections.ts";
import { artifactError } from "../../shared/errors.ts";
import { PROJECT_ROOT } from "../../shared/root.ts";
import { ENTRY_COST } from "../../statements/planDisjointness.ts";
import type { DisjointnessWork, PlanTotals } from "./plan.ts";

/**
 * The cost of proofs and transactions: seconds and MiB with the native kernel on the machine of BENCHMARKS.md, and gas.
 */
export type ReleaseEstimate = { seconds: number; peakMiB: number; gas: number };

/** What is to be done. `circuits`: proofs by circuit; `transactions`: what is to be sent (see chain/gas.ts). */
export type ReleaseWork = Pick<PlanTotals, "circuits" | "disjointness"> & {
  transactions: readonly ExpectedTransaction[];
};

/**
 * Estimates work from measurements: proofs from BENCHMARKS.md, in proportion to the constraints for a circuit that is
 * not in it, with the witness's share of a page of 256; gas from contracts/gas.json.
 *
 * @throws artifact `release/no-measurements` when one of the files is missing or of another shape
 */
export async function estimateRelease({ circuits, disjointness, transactions }: ReleaseWork): Promise<ReleaseEstimate> {
  const [benchmarks, constraints] = await Promise.all([
    text("BENCHMARKS.md"),
    json<Record<string, { constraints: number }>>("circuits/constraints.json"),
  ]);
  const measured = new Map(
    [...benchmarks.matchAll(/^\| (exclusion_\w+) \| (\d+) \| ([\d.]+) s \| (\d+) MiB/gm)].map(
      ([, name, , seconds, peak]) => [name!, { seconds: Number(seconds), peak: Number(peak) }],
    ),
  );
  const whole = Number(/^\| ours \| 256 \| ([\d.]+) s/m.exec(benchmarks)?.[1]);
  const reference = measured.get("exclusion_256x582");
  if (reference === undefined || !(whole > 0)) throw unreadable("they have another shape");
  const witness = whole / reference.seconds;
  const costOf = (name: string) => {
    const share = constraints[name]!.constraints / constraints.exclusion_256x582!.constraints;
    return measured.get(name) ?? { seconds: reference.seconds * share, peak: reference.peak };
  };
  const used = Object.entries(circuits);
  const pages = used.reduce((sum, [name, count]) => sum + count * costOf(name).seconds * witness, 0);
  return {
    seconds: pages + secondsOf(disjointness, benchmarks),
    peakMiB: maxOf([...used.map(([name]) => costOf(name).peak), ...disjointness.map(peakOf)], 0),
    gas: transactions.reduce((sum, { gas }) => sum + gas, 0),
  };
}

/** Disjointness proofs take time in proportion to keys and entries, but for a logarithm. */
function secondsOf(disjointness: readonly DisjointnessWork[], benchmarks: string): number {
  if (disjointness.length === 0) return 0;
  const measured = /^([\d,]+) keys against ([\d,]+) entries:.*?^\| prove the whole list \| ([\d.]+) s/ms.exec(
    benchmarks,
  );
  if (measured === null) throw unreadable("they have no disjointness proof");
  const [keys, entries] = [measured[1]!, measured[2]!].map((count) => Number(count.replaceAll(",", "")));
  const each = Number(measured[3]) / unitsOf({ keys: keys!, entries: entries! });
  return disjointness.reduce((sum, work) => sum + each * unitsOf(work), 0);
}

const peakOf = ({ keys, entries }: DisjointnessWork): number => Math.ceil(memoryForProof(keys, entries) / 2 ** 20);

const unitsOf = ({ keys, entries }: DisjointnessWork): number => keys + ENTRY_COST * entries;

const text = (path: string): Promise<string> =>
  readFile(join(PROJECT_ROOT, path), "utf8").catch((error) => {
    throw unreadable(`${path} cannot be read`, error);
  });

const json = async <T>(path: string): Promise<T> => JSON.parse(await text(path)) as T;

const unreadable = (problem: string, cause?: unknown) =>
  artifactError(
    "release/no-measurements",
    `the measurements to estimate by: ${problem}`,
    "Restore the files of the project.",
    cause,
  );
