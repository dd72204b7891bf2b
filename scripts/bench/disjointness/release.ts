/** A release of three shards against one list, proved both ways. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { maxOf } from "../../../prover/shared/collections.ts";
import { PROJECT_ROOT } from "../../../prover/shared/root.ts";
import type { Disjoint } from "./command.ts";
import { writeHashes, writeWorks } from "./data.ts";
import { measurePages } from "./pages.ts";
import { ACCUMULATOR, FORMAT, listCommand, SHARED, type Sizes } from "./wholeList.ts";

/** Shares of the keys that the three shards have. */
const SHARES = [0.35, 0.35, 0.3];

/** The time of all commits beyond reading and of all proofs, and gas, each way. */
export type ReleaseCost = Sizes & {
  pages: { count: number; seconds: number; gas: number };
  disjointness: { proofs: number; seconds: number; gas: number };
};

export async function measureRelease(
  disjoint: Disjoint,
  folder: string,
  { keys, entries }: Sizes,
): Promise<ReleaseCost> {
  const { powers, hashes, list } = SHARED;
  const shards = SHARES.map((share) => Math.round(share * keys));
  await writeHashes(join(folder, hashes), entries);
  const most = ["--keys", maxOf(shards), "--entries", entries];
  await disjoint(["setup", "powers", "--development", ...most, "--out", powers]);
  await disjoint(listCommand(hashes, list, entries));
  const seconds = { pages: 0, disjointness: 0 };
  for (const [i, size] of shards.entries()) {
    const works = `works-${i}.txt`;
    await writeWorks(join(folder, works), size, i * keys);
    const commit = ["commit", works, ...FORMAT];
    await disjoint([...commit, "--out", `read-${i}`]);
    seconds.pages += (await disjoint([...commit, "--out", `tree-${i}`])).seconds;
    seconds.disjointness += (await disjoint([...commit, ...ACCUMULATOR, "--out", `shard-${i}`])).seconds;
    const prove = ["prove", `shard-${i}`, "--list", list, "--powers", powers, "--out", `proofs-${i}`];
    seconds.disjointness += (await disjoint(prove)).seconds;
  }
  const page = await measurePages(disjoint, folder, entries, "tree-0");
  const count = shards.length * Math.ceil(entries / page.pageSize);
  const gas = JSON.parse(await readFile(join(PROJECT_ROOT, "contracts/gas.json"), "utf8")) as Record<string, number>;
  const further = (shards.length - 1) * gas["a further shard, the same list"]!;
  return {
    keys,
    entries,
    pages: {
      count,
      seconds: seconds.pages + count * page.seconds,
      gas: count * gas["submitBatch of 64, per page"]!,
    },
    disjointness: {
      proofs: shards.length,
      seconds: seconds.disjointness,
      gas: gas["submit a disjointness proof, the first"]! + further,
    },
  };
}
