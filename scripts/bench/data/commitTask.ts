/** One commit in its own process: `node commitTask.ts '{"task": …, "options": …}'`. */
import { commitShard } from "../../../prover/commitment/commit.ts";
import type { CommitOptions } from "../../../prover/commitment/reading/options.ts";
import { loadPoseidon } from "../../../prover/native/poseidon.ts";
import { peakBytes } from "../../../test/support/peakMemory.ts";

export type CommitTask = { task: string; options: Omit<CommitOptions, "poseidon"> };

export type CommitMeasured = { seconds: number; cpuSeconds: number; peakMiB: number; rows: number; keys: number };

const { options } = JSON.parse(process.argv[2]!) as CommitTask;
const start = performance.now();
const { rows, keys } = await commitShard({ ...options, poseidon: await loadPoseidon() });
const seconds = (performance.now() - start) / 1000;
const { userCPUTime, systemCPUTime } = process.resourceUsage();
const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6;
const measured: CommitMeasured = { seconds, cpuSeconds, peakMiB: Math.round(peakBytes() / 2 ** 20), rows, keys };
process.stdout.write(JSON.stringify(measured));
