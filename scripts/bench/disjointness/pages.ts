/** Page proofs of the same shard, on sample pages. */
import { join } from "node:path";
import type { Disjoint } from "./command.ts";
import { writeHashes } from "./data.ts";
import { pageSizeOf, SHARED } from "./wholeList.ts";

/** Pages of the larger sample. */
const SAMPLE = 5;

/** The time of one page of a list, of the clock and of all processors, and its entries. */
export type PageTime = { pageSize: number; seconds: number; cpuSeconds: number };

/**
 * Proves a list of one page and a list of five with the smallest circuit that fits. The difference, a page at a time,
 * leaves out what is done once a list, in favor of pages. A first run makes the circuit's key.
 *
 * @param tree the folder of a shard with a Merkle tree
 */
export async function measurePages(
  disjoint: Disjoint,
  folder: string,
  entries: number,
  tree: string = SHARED.tree,
): Promise<PageTime> {
  const pageSize = pageSizeOf(entries);
  const prove = async (name: string, pages: number) => {
    const hashes = join(folder, `${name}.txt`);
    await writeHashes(hashes, pages * pageSize);
    await disjoint(["blocklist", "build", hashes, "--page-size", pageSize, "--out", `${name}.list`]);
    return disjoint(["prove", tree, "--list", `${name}.list`, "--circuits", "smallest", "--out", `${name}.proofs`]);
  };
  await prove(`${tree}-first`, 1);
  const one = await prove(`${tree}-one`, 1);
  const some = await prove(`${tree}-some`, SAMPLE);
  const each = (of: "seconds" | "cpuSeconds") => (some[of] - one[of]) / (SAMPLE - 1);
  return { pageSize, seconds: each("seconds"), cpuSeconds: each("cpuSeconds") };
}
