import { join } from "node:path";
import type { Engine } from "../../accumulator/engine.ts";
import type { FleetKey } from "../key/key.ts";
import type { Blobs } from "../storage/blobs.ts";
import { getFile, type StoredFile } from "../storage/files.ts";
import { withFolder } from "./folder.ts";

type ProveInput = Parameters<Engine["proveDisjoint"]>[0];

/** Disjointness proofs to make together: the powers of tau by their id, and shards by their stored polynomials. */
export type ListsJob = {
  type: "lists";
  powers: string;
  lists: ProveInput["lists"];
  shards: readonly { coefficients: StoredFile; blinding: bigint }[];
};

export type ListsResult = { results: Awaited<ReturnType<Engine["proveDisjoint"]>> };

/**
 * Makes disjointness proofs.
 *
 * @throws those of the engine, `fleet/damaged` and those of `Blobs`
 */
export async function proveListsJob(
  { powers, lists, shards }: ListsJob,
  engine: (powers: string) => Promise<Engine>,
  blobs: Blobs,
  key: FleetKey,
): Promise<ListsResult> {
  const opened = await engine(powers);
  return withFolder(async (folder) => {
    const own: ProveInput["shards"][number][] = [];
    for (const [i, { coefficients, blinding }] of shards.entries()) {
      const path = join(folder, String(i));
      await getFile(blobs, key, coefficients, path);
      own.push({ coefficients: path, blinding });
    }
    return { results: await opened.proveDisjoint({ lists, shards: own }) };
  });
}
