import { createServer, type Server } from "node:http";
import type { Queue } from "../engine/queue.ts";
import type { Worker } from "./worker.ts";

/** A worker that has not reached its queue for longer is not healthy, in milliseconds. */
const HEALTHY_FOR = 60_000;

/** The type of OpenMetrics 1.0 (https://prometheus.io/docs/specs/om/open_metrics_spec/). */
const OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/**
 * Answers `GET /metrics` in OpenMetrics, and `GET /healthz` with 200, or 503 when the queue has been out of reach.
 *
 * @param host the address to listen at
 * @param port 0 for any free one
 */
export async function serveMetrics(worker: Worker, queue: Queue, host: string, port: number): Promise<Server> {
  const server = createServer(async ({ url, method }, response) => {
    const isHealthy = Date.now() - worker.seen < HEALTHY_FOR;
    const answer = (status: number, type: string, text: string) =>
      void response.writeHead(status, { "content-type": type }).end(text);
    if (method !== "GET") return answer(405, "text/plain", "only GET\n");
    if (url === "/healthz") return answer(isHealthy ? 200 : 503, "text/plain", isHealthy ? "ok\n" : "no queue\n");
    if (url !== "/metrics") return answer(404, "text/plain", "not found\n");
    return answer(200, OPEN_METRICS, await metricsOf(worker, queue));
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, host, resolve));
  server.unref();
  return server;
}

async function metricsOf({ tally, active }: Worker, queue: Queue): Promise<string> {
  const status = await queue.status().catch(() => undefined);
  const states = ["waiting", "active", "completed", "failed"] as const;
  const queued = (status?.jobs ?? []).flatMap((counts) =>
    states.map((state) => `disjoint_queue_jobs{kind="${counts.kind}",state="${state}"} ${counts[state]}`),
  );
  const members = (status?.members ?? []).filter(({ refused, seen }) => refused === null && seen < 30);
  const workers = members.filter(({ role }) => role === "worker").length;
  return [
    "# TYPE disjoint_jobs counter",
    "# HELP disjoint_jobs Jobs that this worker has ended.",
    `disjoint_jobs_total{outcome="done"} ${tally.done}`,
    `disjoint_jobs_total{outcome="failed"} ${tally.failed}`,
    "# TYPE disjoint_job_seconds counter",
    "# UNIT disjoint_job_seconds seconds",
    "# HELP disjoint_job_seconds Time that this worker has spent on jobs.",
    `disjoint_job_seconds_total ${tally.seconds}`,
    "# TYPE disjoint_jobs_active gauge",
    "# HELP disjoint_jobs_active Jobs that this worker is doing.",
    `disjoint_jobs_active ${active}`,
    "# TYPE disjoint_queue_jobs gauge",
    "# HELP disjoint_queue_jobs Jobs of the fleet by kind and state.",
    ...queued,
    "# TYPE disjoint_workers gauge",
    "# HELP disjoint_workers Workers of the fleet that are alive.",
    `disjoint_workers ${workers}`,
    "# EOF",
    "",
  ].join("\n");
}
