import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { memberName, openParts } from "../fleet/coordinator/fleet.ts";
import { JOB_KINDS, type JobKind, type Member } from "../fleet/engine/queue.ts";
import { makeHandlers } from "../fleet/jobs/handlers.ts";
import { logTo } from "../fleet/worker/log.ts";
import { serveMetrics } from "../fleet/worker/metrics.ts";
import { Worker } from "../fleet/worker/worker.ts";
import { ensureArtifacts } from "../setup/artifacts.ts";
import { openInstalledEngine } from "../setup/powers/installed.ts";
import { loadVerifiedArtifacts } from "../setup/verifiedArtifacts.ts";
import { usageError } from "../shared/errors.ts";
import { count } from "../shared/format.ts";
import { memoize } from "../shared/promises.ts";
import type { Run, Values } from "./commands/definition.ts";
import { fleetOf } from "./fleet.ts";
import { loadKernel } from "./kernel.ts";
import { exactly, optional } from "./values.ts";

/** How long a worker that is asked to end goes on with what it has, in milliseconds, before it gives it back. */
const GRACE = 25_000;

export const runWorker: Run = async ({ positionals, values, onProgress }) => {
  exactly(positionals, []);
  const kinds = kindsOf(values);
  const concurrency = wholeNumber(values, "concurrency", 1, 256) ?? 1;
  const metrics = optional(values, "metrics");
  const folder = optional(values, "artifacts");
  const kernel = await loadKernel(onProgress);
  const { queue, blobs, key, version } = await openParts(fleetOf(values));
  const member: Member = { name: memberName(), role: "worker", version, key: key.id, kinds, concurrency };
  const log = logTo((line) => process.stderr.write(line), member.name);
  const artifacts = memoize((circuit: string) =>
    folder === undefined ? ensureArtifacts(circuit) : loadVerifiedArtifacts(join(folder, circuit)),
  );
  const ending = endingBy("SIGTERM", log);
  const engine = memoize((id: string) => openInstalledEngine(id, optional(values, "powers")));
  const handlers = makeHandlers({ artifacts, engine, poseidon: async () => kernel }, key, blobs);
  const worker = new Worker({ queue, blobs, key, handlers, member, log, ...ending });
  const server = metrics === undefined ? undefined : await serveMetrics(worker, queue, ...addressOf(metrics));
  if (server !== undefined) log("metrics", { port: (server.address() as AddressInfo).port });
  try {
    await worker.run();
  } finally {
    ending.forget();
    server?.close();
    await queue.close();
  }
  const { done, failed } = worker.tally;
  return {
    verdict: true,
    json: { worker: member.name, ...worker.tally },
    text: `worker ${member.name} has ended: ${count(done, "job")} done, ${failed} failed`,
  };
};

/** The first signal lets the worker finish what it has; a second one, or too much time, has it given back. */
function endingBy(signal: NodeJS.Signals, log: ReturnType<typeof logTo>) {
  const stop = new AbortController();
  const abandon = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const onSignal = () => {
    if (stop.signal.aborted) return abandon.abort();
    log("stopping", { signal, grace: GRACE / 1000 });
    stop.abort();
    timer = setTimeout(() => abandon.abort(), GRACE);
  };
  process.on(signal, onSignal);
  const forget = () => {
    clearTimeout(timer);
    process.off(signal, onSignal);
  };
  return { stop: stop.signal, abandon: abandon.signal, forget };
}

/** @throws usage `cli/bad-option` */
function kindsOf(values: Values): readonly JobKind[] {
  const text = optional(values, "kinds");
  if (text === undefined) return JOB_KINDS;
  return text.split(",").map((name) => {
    const kind = JOB_KINDS.find((known) => known === name);
    if (kind !== undefined) return kind;
    throw usageError("cli/bad-option", `--kinds ${text} names ${name}`, `The kinds are ${JOB_KINDS.join(", ")}.`);
  });
}

/** @throws usage `cli/bad-option` */
function wholeNumber(values: Values, option: string, least: number, most: number): number | undefined {
  const text = optional(values, option);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^[0-9]+$/.test(text) && value >= least && value <= most) return value;
  throw usageError("cli/bad-option", `--${option} ${text} is not a number`, `Give one from ${least} to ${most}.`);
}

/** @throws usage `cli/bad-option` */
function addressOf(text: string): [host: string, port: number] {
  const [, host, digits] = /^(?:(.+):)?([0-9]{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (port <= 65_535) return [host?.replace(/^\[(.*)\]$/, "$1") ?? "127.0.0.1", port];
  throw usageError("cli/bad-option", `--metrics ${text} is not PORT or HOST:PORT`, "Give a port, such as 9464.");
}
