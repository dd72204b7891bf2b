import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { artefactError } from "../shared/errors.ts";
import { PROJECT_ROOT } from "../shared/root.ts";

/** What proofs and transactions will take: seconds and MiB with the native kernel on the machine of BENCHMARKS.md, and gas. */
export type Estimate = { seconds: number; peakMiB: number; gas: number };

/** What is to be done. `circuits`: proofs by circuit; `submit`: pages; `shards`: to register. */
export type Work = { circuits: Record<string, number>; submit: number; shards: number };

/** Gas as it was measured on anvil: a shard registered and named in a release; a release and its evidence beside that. */
const REGISTER = { shard: 122_600, release: 283_900 };

/**
 * Estimates work by what was measured: proofs by BENCHMARKS.md, in proportion to the constraints where a circuit is not in
 * it, with the share of the witness as it was for a page of 256; gas by contracts/gas.json.
 *
 * @throws artefact `release/no-measurements` when one of the files is missing or of another shape
 */
export async function estimate({ circuits, submit, shards }: Work): Promise<Estimate> {
  const [benchmarks, gas, constraints] = await Promise.all([
    text("BENCHMARKS.md"),
    json<Record<string, number>>("contracts/gas.json"),
    json<Record<string, { constraints: number }>>("circuits/constraints.json"),
  ]);
  const measured = new Map(
    [...benchmarks.matchAll(/^\| (exclusion_\w+) \| (\d+) \| ([\d.]+) s \| (\d+) MiB/gm)].map(
      ([, name, , seconds, peak]) => [name!, { seconds: Number(seconds), peak: Number(peak) }],
    ),
  );
  const whole = Number(/^\| ours \| 256 \| ([\d.]+) s/m.exec(benchmarks)?.[1]);
  const reference = measured.get("exclusion_256x582");
  const perPage = gas["submitBatch of 64, per page"];
  if (reference === undefined || perPage === undefined || !(whole > 0)) throw unreadable("they have another shape");
  const witness = whole / reference.seconds;
  const costOf = (name: string) => {
    const share = constraints[name]!.constraints / constraints.exclusion_256x582!.constraints;
    return measured.get(name) ?? { seconds: reference.seconds * share, peak: reference.peak };
  };
  const used = Object.entries(circuits);
  return {
    seconds: used.reduce((sum, [name, count]) => sum + count * costOf(name).seconds * witness, 0),
    peakMiB: Math.max(0, ...used.map(([name]) => costOf(name).peak)),
    gas: submit * perPage + shards * REGISTER.shard + REGISTER.release,
  };
}

const text = (path: string): Promise<string> =>
  readFile(join(PROJECT_ROOT, path), "utf8").catch((error) => {
    throw unreadable(`${path} cannot be read`, error);
  });

const json = async <T>(path: string): Promise<T> => JSON.parse(await text(path)) as T;

const unreadable = (problem: string, cause?: unknown) =>
  artefactError(
    "release/no-measurements",
    `the measurements to estimate by: ${problem}`,
    "Restore the files of the project.",
    cause,
  );
