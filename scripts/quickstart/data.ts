/** Shards, powers of tau and lists in build/quickstart, kept from run to run where nothing has changed. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import * as disjoint from "../../prover/index.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { OPTED_OUT } from "./corpus.ts";

export const at = (name: string): string => join(PROJECT_ROOT, "build/quickstart", name);

type CommitRun = Pick<disjoint.CommitOptions, "poseidon" | "powers" | "onProgress">;

/** Unchanged folders keep their shard, and with it every proof. A file that several shards hold is read once. */
export async function commit(name: string, folders: string[], options: CommitRun): Promise<disjoint.Shard> {
  const out = at(name);
  const commitment = {
    sources: folders.map((folder) => ({ path: at(folder), format: "files" as const })),
    schemes: [{ scheme: "sha256" }],
    out,
    cache: at("cache"),
    ...options,
  };
  await disjoint.commitShard(commitment).catch(async (error) => {
    if (error.code !== "commitment/exists") throw error;
    await rm(out, { recursive: true });
    return disjoint.commitShard(commitment);
  });
  return disjoint.readShard(out, options.poseidon);
}

/** Development powers of tau for sets of these sizes: those of an earlier run, if they are large enough. */
export async function developmentPowers(
  sizes: Required<disjoint.PowersSize>,
  onProgress: disjoint.OnProgress,
): Promise<disjoint.Powers> {
  const folder = at("powers");
  const earlier = await disjoint.openPowers(folder).catch(() => undefined);
  if (earlier !== undefined && earlier.g1Count > sizes.keys && earlier.g2Count > sizes.entries) return earlier;
  await rm(folder, { recursive: true, force: true });
  return disjoint.makeDevelopmentPowers({ ...sizes, folder, onProgress });
}

/** One list on pages and with accumulators. */
export async function buildList(poseidon: disjoint.Poseidon, engine: disjoint.Engine): Promise<disjoint.Blocklist> {
  await rm(at("list"), { recursive: true, force: true });
  const entries = await disjoint.importWorks(at("works"), disjoint.findScheme("sha256"));
  const name = `opt-outs of ${OPTED_OUT.join(" and ")}`;
  const terms = { name, scheme: "sha256", pageSize: 16, confidential: false } as const;
  return disjoint.writeBlocklist(at("list"), terms, entries, poseidon, undefined, [], engine);
}
