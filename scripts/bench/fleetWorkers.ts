import { once } from "node:events";
import { join } from "node:path";
import { makeFleetKey } from "../../prover/fleet/key/key.ts";
import { endWorker, startWorker } from "../support/workers.ts";
import { MEASURED, readUsage } from "./measuredRelease.ts";

/** Workers of a fleet that are measured, and the fleet: its queue, its storage and its key, which are in a folder. */
type MeasuredWorkers = {
  fleet: { queue: string; storage: string; key: string };
  /** Ends the workers. @returns the processor seconds that they took */
  end(): Promise<number>;
};

/** Starts workers, a core for each, and waits until all have joined. */
export async function startMeasuredWorkers(folder: string, queue: string, workers: number): Promise<MeasuredWorkers> {
  const fleet = { queue, storage: join(folder, "storage"), key: join(folder, "fleet.key") };
  await makeFleetKey(fleet.key);
  const args = ["--queue", queue, "--storage", fleet.storage, "--fleet-key", fleet.key, "--concurrency", "1"];
  const start = async (_: unknown, core: number) => {
    const usage = join(folder, `worker-${core}.json`);
    const env = { NODE_OPTIONS: `--import=${MEASURED}`, DISJOINT_BENCH_USAGE: usage };
    const joined = Promise.withResolvers<void>();
    const onLog = (text: string) => text.includes('"event":"started"') && joined.resolve();
    const child = startWorker(args, { onLog, env, under: ["taskset", "--cpu-list", String(core)] });
    await Promise.race([joined.promise, once(child, "exit")]);
    if (child.exitCode !== null) throw new Error(`a worker ended with exit code ${child.exitCode}`);
    return { child, usage };
  };
  const started = await Promise.all(Array.from({ length: workers }, start));
  return {
    fleet,
    async end() {
      await Promise.all(started.map(({ child }) => endWorker(child)));
      return started.reduce((sum, { usage }) => sum + readUsage(usage).cpuSeconds, 0);
    },
  };
}
