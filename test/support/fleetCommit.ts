/** Commits `data` of a folder to its `shard` by a fleet, and prints each step: `node fleetCommit.ts FOLDER QUEUE`. */
import { join } from "node:path";
import { commitShard } from "../../prover/commitment/commit.ts";
import { commitInFleet } from "../../prover/fleet/coordinator/commit.ts";
import { loadPoseidon } from "../../prover/native/poseidon.ts";

const [folder, queue] = process.argv.slice(2) as [string, string];
const place = { queue, storage: join(folder, "storage"), key: join(folder, "fleet.key") };
await commitShard({
  sources: [{ path: join(folder, "data") }],
  schemes: [{ scheme: "text", field: "text" }],
  out: join(folder, "shard"),
  poseidon: await loadPoseidon(),
  workers: commitInFleet(place, ({ what }) => console.log(what), 128),
});
