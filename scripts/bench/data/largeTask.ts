/** One commit in its own process, with the time of its tree: `node largeTask.ts '{"task": …, "options": …}'`. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { commitShard } from "../../../prover/commitment/commit.ts";
import { loadPoseidon } from "../../../prover/native/poseidon.ts";
import { TREE_FILES } from "../../../prover/tree/store.ts";
import { peakBytes } from "../../../test/support/peakMemory.ts";
import type { CommitMeasured, CommitTask } from "./commitTask.ts";

export type LargeMeasured = CommitMeasured & {
  backend: string;
  /** Processor time of reading and sorting, and of the tree. */
  sortedSeconds: number;
  treeSeconds: number;
  treeBytes: number;
};

const { options } = JSON.parse(process.argv[2]!) as CommitTask;
const poseidon = await loadPoseidon();
const usage = () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  return (userCPUTime + systemCPUTime) / 1e6;
};
let sortedSeconds: number | undefined;
const start = performance.now();
const { rows, keys } = await commitShard({
  ...options,
  poseidon,
  onProgress: ({ stage }) => {
    if (stage === "tree") sortedSeconds ??= usage();
  },
});
const cpuSeconds = usage();
const measured: LargeMeasured = {
  backend: poseidon.backend,
  seconds: (performance.now() - start) / 1000,
  cpuSeconds,
  sortedSeconds: sortedSeconds!,
  treeSeconds: cpuSeconds - sortedSeconds!,
  treeBytes: statSync(join(options.out, TREE_FILES[1])).size,
  peakMiB: Math.round(peakBytes() / 2 ** 20),
  rows,
  keys,
};
process.stdout.write(JSON.stringify(measured));
