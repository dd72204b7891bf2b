import { type FleetConfig, openParts } from "../fleet/coordinator/fleet.ts";
import type { FleetStatus } from "../fleet/engine/queue.ts";
import { makeFleetKey } from "../fleet/key/key.ts";
import { count } from "../shared/format.ts";
import type { Run, Values } from "./commands/definition.ts";
import { exactly, required } from "./values.ts";

/** Where the command line says that a fleet is. */
export function fleetOf(values: Values): FleetConfig {
  const queue = required(values, "queue");
  return {
    queue: queue.startsWith("@") ? { file: queue.slice(1) } : queue,
    storage: required(values, "storage"),
    key: required(values, "fleet-key"),
  };
}

/** The same where a fleet is not needed: none of its options, or all. */
export const optionalFleetOf = (values: Values): FleetConfig | undefined =>
  ["queue", "storage", "fleet-key"].some((option) => values[option] !== undefined) ? fleetOf(values) : undefined;

export const runFleetKey: Run = async ({ positionals }) => {
  const [path] = exactly(positionals, ["FILE"]);
  const { id } = await makeFleetKey(path);
  return { verdict: true, json: { key: id, file: path }, text: `key ${id} written to ${path}` };
};

export const runFleetStatus: Run = async ({ positionals, values }) => {
  exactly(positionals, []);
  const { queue } = await openParts(fleetOf(values));
  try {
    const status = await queue.status();
    return { verdict: true, json: status, text: describeStatus(status) };
  } finally {
    await queue.close();
  }
};

/** Removes what a release that was given up left behind. */
export const runFleetDrain: Run = async ({ positionals, values }) => {
  exactly(positionals, []);
  const { queue, blobs } = await openParts(fleetOf(values));
  try {
    const jobs = await queue.clear();
    const objects = await blobs.clear();
    const text = `removed ${count(jobs, "job")} and ${count(objects, "object")}`;
    return { verdict: true, json: { jobs, objects }, text };
  } finally {
    await queue.close();
  }
};

function describeStatus({ jobs, members }: FleetStatus): string {
  const queues = jobs.map(
    ({ kind, waiting, active, completed, failed }) =>
      `${kind}: ${waiting} waiting, ${active} active, ${completed} completed, ${failed} given up`,
  );
  const lines = members.map(({ role, name, kinds, since, seen, done, failed, seconds, refused, version }) => {
    if (refused !== null) return `${role} ${name}: refused: ${refused}`;
    const rate = since > 0 ? ((60 * done) / since).toFixed(1) : "0.0";
    const mean = done > 0 ? `, ${(seconds / done).toFixed(2)} s each` : "";
    const silent = seen > 15 ? `, silent for ${Math.round(seen)} s` : "";
    const did = `${done} done, ${failed} failed, ${rate} a minute${mean}${silent}`;
    return `${role} ${name} of ${kinds.join(" and ")} jobs: ${did}, version ${version}`;
  });
  return [...queues, ...(lines.length > 0 ? lines : ["no members"])].join("\n");
}
