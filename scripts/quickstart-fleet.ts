/**
 * A release by a fleet, on this machine: PostgreSQL, two workers, and the example's poems against a list. It calls the
 * command line as an operator does, and shows each call. `--pages N`: the pages of the list, by default 12.
 */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { writeFileAtomic } from "../prover/shared/files.ts";
import { PROJECT_ROOT } from "../prover/shared/root.ts";
import { layOutRelease } from "./quickstart/fleet.ts";
import { call, describeFleet, type FleetStatus, startTwo } from "./quickstart/fleetCalls.ts";
import { Account } from "./quickstart/summary.ts";
import { postgresPrograms, startPostgres } from "./support/postgres.ts";
import { endWorker } from "./support/workers.ts";

const { values } = parseArgs({ options: { pages: { type: "string", default: "12" } } });
const pages = Number(values.pages);
if (!(Number.isInteger(pages) && pages > 0)) throw new Error(`--pages ${values.pages} is not a number of pages`);
if (postgresPrograms === undefined) {
  process.stderr.write(
    "PostgreSQL is not installed here. On Debian and Ubuntu: apt-get install postgresql\n" +
      "Without it: docker compose -f docs/guides/fleet/compose.yaml up (docs/guides/fleet.md says how).\n",
  );
  process.exit(1);
}

// Ctrl-C ends the server and the workers too.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

const folder = join(PROJECT_ROOT, "build/quickstart-fleet");
const at = (name: string) => join(folder, name);
const account = new Account();
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });

await account.step("lay out poems, a list and a chain", () => layOutRelease(folder, pages));
const postgres = await account.step("start PostgreSQL", startPostgres);
const place = ["--queue", `@${at("queue.url")}`, "--storage", at("storage"), "--fleet-key", at("fleet.key")];
try {
  await writeFileAtomic(at("queue.url"), `${postgres.url}\n`, 0o600);
  await account.step("make the shared key", () => call(["fleet", "key", at("fleet.key")]));
  const workers = await account.step("start two workers", () => startTwo(place, at));
  const released = await account.step("release", () =>
    call<{ verdict: string }>(["release", "v1.0.0", "--config", folder, "--json"]),
  );
  const status = await call<FleetStatus>(["fleet", "status", ...place, "--json"]);
  await account.step("end the workers", () => Promise.all(workers.map((worker) => endWorker(worker))));
  account.section("Fleet", [
    ["queue", "pg-boss on PostgreSQL, at a socket in a folder that only you may enter"],
    ["storage", "a folder, where other machines have a bucket: what is in it is sealed with the key"],
    ...describeFleet(status),
  ]);
  account.section("Released", [
    ["verdict", released.verdict],
    ["proofs", `${pages}, made by the workers; each verified by the coordinator, and by the contract`],
    ["left in", folder],
  ]);
} finally {
  await postgres.stop();
}
account.section("Not shown", [
  ["other machines", "docs/guides/fleet.md has the same for ten, a cluster, a batch service and Slurm"],
]);
process.stdout.write(`${account}`);
