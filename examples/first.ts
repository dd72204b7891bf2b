/** The first proof: a list, a corpus and twelve statements. Run it in a folder with `list/` and `poems.jsonl`. */
// #region first
import { readFile } from "node:fs/promises";
import * as disjoint from "disjoint";

const poseidon = await disjoint.loadPoseidon();
const list = await disjoint.readBlocklist("list", poseidon);
const schemes = [{ scheme: "text", field: "text" }];
await disjoint.commitShard({ sources: [{ path: "poems.jsonl" }], schemes, out: "shard", poseidon });
const shard = await disjoint.readShard("shard", poseidon);
const proved = await disjoint.proveShard({ shard, list, out: "proofs", artifacts: disjoint.ensureArtifacts });
if (!("bundle" in proved)) throw new Error(`blocklisted: ${proved.present.map(({ label }) => label).join(", ")}`);
const bundle = await readFile(proved.bundle);
const circuits = await disjoint.readPinnedCircuits();
const { verdict } = disjoint.verifyBundle(bundle, circuits, disjoint.toExpectedList(list));
console.log(verdict ? "clean" : "not proved");
// #endregion first
