/** A shard and a list that grow: what a further layer and a delta proof take. */
import { join } from "node:path";
import type { Disjoint } from "./command.ts";
import { writeHashes, writeWorks } from "./data.ts";
import type { Usage } from "./usage.ts";
import { ACCUMULATOR, ADDED, FORMAT, SHARED, type Sizes, usageOf } from "./wholeList.ts";

/**
 * `layer`: a commit of the new records beside all others; `append`: the list's new epoch; `delta`: its proof; `again`:
 * the same command when nothing is left to prove, so that the proof alone is the difference.
 */
export type Growth = Record<"layer" | "append" | "delta" | "again", Usage>;

/** After `measureWholeList` in the same folder. */
export async function measureGrowth(disjoint: Disjoint, folder: string, { keys, entries }: Sizes): Promise<Growth> {
  const { works, powers, shard, list, proofs } = SHARED;
  await writeWorks(join(folder, "more.txt"), ADDED.records, keys);
  await writeHashes(join(folder, "more-hashes.txt"), ADDED.entries, entries);
  const layer = ["commit", works, "more.txt", ...FORMAT, ...ACCUMULATOR, "--base", shard, "--out", "layer"];
  const append = ["blocklist", "build", "more-hashes.txt", "--append", "--powers", powers, "--out", list];
  const delta = ["prove", shard, "--list", list, "--powers", powers, "--out", proofs];
  return usageOf({
    layer: await disjoint(layer),
    append: await disjoint(append),
    delta: await disjoint(delta),
    again: await disjoint(delta),
  });
}
