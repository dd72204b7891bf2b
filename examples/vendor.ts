/**
 * A vendor proves that its corpus contains nothing from an opt-out list, and finds out when something from it gets in.
 */
import { appendFile, cp, readFile, rm } from "node:fs/promises";
import * as disjoint from "disjoint";

// #region functions
const DATA = new URL("data/", import.meta.url).pathname;
const poseidon = await disjoint.loadPoseidon();

/** Builds the opt-out list of the examples as its publisher does: pages of up to 16 works. */
export async function optOuts(out: string, existing?: disjoint.Blocklist, file = "optouts.txt") {
  const scheme = disjoint.findScheme("text");
  const entries = disjoint.importLines(await readFile(DATA + file), scheme, file);
  const terms = { name: "poets' opt-outs", scheme: scheme.name, pageSize: 16, confidential: false } as const;
  return disjoint.writeBlocklist(out, terms, entries, poseidon, existing);
}

/** Commits to the texts of a JSON Lines file. For an unchanged file the existing shard is returned. */
export async function commit(corpus: string, out: string): Promise<disjoint.Shard> {
  const schemes = [{ scheme: "text", field: "text" }];
  await disjoint.commitShard({ sources: [{ path: corpus }], schemes, out, cache: `${out}.cache`, poseidon });
  return disjoint.readShard(out, poseidon);
}

/** Proves that a shard excludes a list, and verifies the bundle as its recipients will. */
export async function prove(shard: disjoint.Shard, list: disjoint.Blocklist, out: string) {
  const proved = await disjoint.proveShard({ shard, list, out, artifacts: disjoint.ensureArtifacts });
  if (!("bundle" in proved)) throw new Error(`${proved.present.length} opted-out works are present`);
  const bundle = await readFile(proved.bundle);
  const circuits = await disjoint.readPinnedCircuits();
  const { verdict, checks } = disjoint.verifyBundle(bundle, circuits, disjoint.toExpectedList(list));
  if (!verdict) throw new Error(`the bundle does not verify: ${JSON.stringify(checks)}`);
  return { ...proved, bytes: bundle };
}
// #endregion functions

export const POEMS = `${DATA}poems.jsonl`;

if (import.meta.main) {
  const folder = new URL("../build/examples/vendor/", import.meta.url).pathname;
  await rm(folder, { recursive: true, force: true });
  const list = await optOuts(`${folder}list`);
  const shard = await commit(POEMS, `${folder}shard`);
  const { bundle, made } = await prove(shard, list, `${folder}proofs`);
  console.log(
    `clean: ${shard.manifest.rows} poems hold no entry of ${JSON.stringify(list.name)}; ${made} proof in ${bundle}`,
  );

  // The same lines in capitals: the scheme compares texts without case and line breaks.
  await cp(POEMS, `${folder}dirty.jsonl`);
  await appendFile(`${folder}dirty.jsonl`, '{"text":"IN XANADU did Kubla Khan\\n  a stately pleasure-dome decree:"}\n');
  for (const { label, records } of disjoint.findListedRecords(
    await commit(`${folder}dirty.jsonl`, `${folder}dirty`),
    list,
  ))
    for (const { source, row } of records) console.log(`opted out: ${source}, row ${row}: ${label}`);
}
