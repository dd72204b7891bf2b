import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { memoryForProof } from "../../accumulator/memory.ts";
import type { ExpectedTransaction } from "../../chain/cost/gas.ts";
import { maxOf } from "../../shared/collections.ts";
import { artifactError } from "../../shared/errors.ts";
import { PROJECT_ROOT } from "../../shared/root.ts";
import { ENTRY_COST } from "../../statements/planDisjointness.ts";
import type { DisjointnessWork, PlanTotals } from "./plan.ts";
import { type MachineTime, priceOf } from "./price.ts";

/**
 * The cost of commits, proofs and transactions: seconds and MiB with the native kernel on the machine of BENCHMARKS.md,
 * gas, and the price of the machine time. `seconds`: to prove; `commitSeconds`: to commit.
 */
export type ReleaseEstimate = { seconds: number; commitSeconds: number; peakMiB: number; gas: number } & MachineTime;

/** A shard to commit to. `keys`: its records, times its schemes. */
export type CommitWork = { keys: number; commitment: "merkle" | "accumulator" };

/**
 * What is to be done. `circuits`: proofs by circuit; `transactions`: what is to be sent (see chain/gas.ts); `commits`:
 * shards that are not committed to yet.
 */
export type ReleaseWork = Pick<PlanTotals, "circuits" | "disjointness"> & {
  transactions: readonly ExpectedTransaction[];
  commits?: readonly CommitWork[];
};

/**
 * Estimates work from measurements: proofs from BENCHMARKS.md, in proportion to the constraints for a circuit that is
 * not in it, with the witness's share of a page of 256; commits in proportion to their keys; gas from
 * contracts/gas.json.
 *
 * @param coreHourDollars what an hour of one core costs, in US dollars
 * @throws artifact `release/no-measurements` when one of the files is missing or of another shape
 */
export async function estimateRelease(
  { circuits, disjointness, transactions, commits = [] }: ReleaseWork,
  coreHourDollars?: number,
): Promise<ReleaseEstimate> {
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
  const seconds = pages + secondsOf(disjointness, benchmarks);
  const commitSeconds = secondsToCommit(commits, benchmarks);
  return {
    seconds,
    commitSeconds,
    ...priceOf(seconds + commitSeconds, coresOf(benchmarks), coreHourDollars),
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

/** A commit takes time in proportion to its keys, as the largest that was measured; an accumulator comes on top. */
function secondsToCommit(commits: readonly CommitWork[], benchmarks: string): number {
  if (commits.length === 0) return 0;
  const rows = [...benchmarks.matchAll(/^\| \d+M keys \|[^|]*\| (\d+) \| \d+ \| ([\d.]+) s/gm)];
  const largest = rows.map(([, keys, seconds]) => ({ keys: Number(keys), seconds: Number(seconds) })).at(-1);
  const [, million, accumulating] =
    /^([\d,]+) keys against .*?^\| commit by an accumulator what was read \| ([\d.]+) s/ms.exec(benchmarks) ?? [];
  if (largest === undefined || million === undefined) throw unreadable("they have no large commit");
  const reading = largest.seconds / largest.keys;
  const each = { merkle: reading, accumulator: reading + Number(accumulating) / Number(million.replaceAll(",", "")) };
  return commits.reduce((sum, { keys, commitment }) => sum + keys * each[commitment], 0);
}

/** The cores of the machine that the times are of. */
function coresOf(benchmarks: string): number {
  const cores = Number(/, (\d+) cores, \d+ GiB, Node /.exec(benchmarks)?.[1]);
  if (!(cores > 0)) throw unreadable("they do not name their machine");
  return cores;
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
