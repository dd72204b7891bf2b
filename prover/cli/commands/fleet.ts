import { type Command, NOTHING_KEPT, type Option, READS_ONLY } from "./definition.ts";
import { fleetKey, queue, storage } from "./fleetOptions.ts";
import { artifacts, powers } from "./options.ts";

/** Where a fleet is. */
const FLEET_OPTIONS: readonly Option[] = [queue, storage, fleetKey].map((option) => ({ ...option, required: true }));

const FLEET = "--queue postgres://disjoint@db.example.org/disjoint --storage s3://fleet/jobs --fleet-key fleet.key";

export const worker: Command = {
  name: "worker",
  summary: "Do jobs of a fleet until SIGTERM",
  details:
    "What a job is about is sealed with the key of the fleet. Events go to stderr, one JSON object a line. " +
    "SIGTERM lets the worker finish what it has for 25 seconds; what is left is given back to the queue.",
  arguments: [],
  options: [
    ...FLEET_OPTIONS,
    {
      name: "concurrency",
      value: "N",
      meaning: "Number of jobs at a time. One job uses all cores where the native code does.",
      default: '"1"',
      example: "2",
    },
    {
      name: "kinds",
      value: "KINDS",
      meaning: "Kinds of jobs to do, separated by commas.",
      default: '"commit,prove"',
      example: "prove",
    },
    {
      name: "metrics",
      value: "PORT",
      meaning: "Port, or HOST:PORT, that answers /metrics in OpenMetrics and /healthz. HOST is 127.0.0.1 if left out.",
      default: "none",
      example: "0.0.0.0:9464",
    },
    artifacts,
    powers,
  ],
  examples: [[`disjoint worker ${FLEET} --concurrency 2`, "two jobs at a time"]],
  interrupted: "The jobs that were under way are given to other workers within half a minute.",
  load: async () => (await import("../worker.ts")).runWorker,
};

export const fleetKeyMake: Command = {
  name: "fleet key",
  summary: "Make the key that all members of a fleet share",
  arguments: [{ name: "FILE", meaning: "New file for the key, mode 0600.", example: "fleet.key" }],
  options: [],
  examples: [["disjoint fleet key fleet.key", "write a new key"]],
  interrupted: NOTHING_KEPT,
  load: async () => (await import("../fleet.ts")).runFleetKey,
};

export const fleetStatus: Command = {
  name: "fleet status",
  summary: "Print the jobs and the members of a fleet, with rates and failures",
  arguments: [],
  options: FLEET_OPTIONS,
  examples: [[`disjoint fleet status ${FLEET}`, "jobs by kind, and what each member has done"]],
  interrupted: READS_ONLY,
  load: async () => (await import("../fleet.ts")).runFleetStatus,
};

export const fleetDrain: Command = {
  name: "fleet drain",
  summary: "Remove all jobs of a fleet, and what is stored for them",
  details: "Finished proofs are in the output folder of the release and stay there.",
  arguments: [],
  options: FLEET_OPTIONS,
  examples: [[`disjoint fleet drain ${FLEET}`, "after a release that was given up"]],
  interrupted: "What was removed is gone. Run the same command again.",
  load: async () => (await import("../fleet.ts")).runFleetDrain,
};
