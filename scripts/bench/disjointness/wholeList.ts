/** One shard against one list: committed to, proved and verified in one proof, here and on a chain. */
import { join } from "node:path";
import { startAnvil } from "../../../test/support/anvil.ts";
import { keyFile } from "../../../test/support/chain.ts";
import type { Disjoint, Ran } from "./command.ts";
import { writeHashes, writeWorks } from "./data.ts";
import type { Usage } from "./usage.ts";

/** Entries that the list grows by, and records that the shard grows by. */
export const ADDED = { entries: 1_000, records: 100 };

export type Sizes = { keys: number; entries: number };

/** What each step took; `gas`: of the transaction that publishes the list, and of the one that submits the proof. */
export type WholeList = Sizes & {
  steps: Record<"powers" | "read" | "commit" | "list" | "prove" | "verify" | "recompute", Usage>;
  gas: { publish: number; submit: number };
};

/** Files that all measurements of a folder share: the data that was read, the powers of tau, the shard, the list. */
export const SHARED = {
  works: "works.txt",
  hashes: "hashes.txt",
  cache: "cache",
  powers: "powers",
  shard: "shard",
  tree: "tree",
  list: "list",
  proofs: "proofs",
} as const;

export const FORMAT = ["--format", "lines", "--cache", SHARED.cache];
export const ACCUMULATOR = ["--commitment", "accumulator", "--powers", SHARED.powers];

/** The page size that a list of this length has at least a page of. */
export const pageSizeOf = (entries: number): 16 | 256 => (entries < 256 ? 16 : 256);

/**
 * Reads the data once, for a commitment by a Merkle tree; the accumulator is then of what was read, and its time is
 * that beyond reading.
 */
export async function measureWholeList(
  disjoint: Disjoint,
  folder: string,
  { keys, entries }: Sizes,
): Promise<WholeList> {
  const { works, hashes, powers, shard, tree, list, proofs } = SHARED;
  await writeWorks(join(folder, works), keys);
  await writeHashes(join(folder, hashes), entries);
  const most = ["--keys", keys, "--entries", entries + ADDED.entries];
  const made = await disjoint<{ id: string }>(["setup", "powers", "--development", ...most, "--out", powers]);
  const verify = ["verify", `${proofs}/bundle.json`];
  const steps = {
    powers: made,
    read: await disjoint(["commit", works, ...FORMAT, "--out", tree]),
    commit: await disjoint(["commit", works, ...FORMAT, ...ACCUMULATOR, "--out", shard]),
    list: await disjoint(listCommand(hashes, list, entries)),
    prove: await disjoint(["prove", shard, "--list", list, "--powers", powers, "--out", proofs]),
    verify: await disjoint([...verify, "--list", `${list}/list.json`, "--powers-id", made.printed.id]),
    recompute: await disjoint([...verify, "--list", list, "--powers", powers]),
  };
  return { keys, entries, steps: usageOf(steps), gas: await measureGas(disjoint, folder) };
}

/** @param entries of the list, which decide the size of its pages */
export const listCommand = (hashes: string, out: string, entries: number): (string | number)[] => [
  "blocklist",
  "build",
  hashes,
  "--page-size",
  pageSizeOf(entries),
  ...ON_POWERS,
  "--out",
  out,
];

const ON_POWERS = ["--accumulator", "--powers", SHARED.powers];

/** Without what the commands printed. */
export const usageOf = <K extends string>(steps: Record<K, Ran>): Record<K, Usage> =>
  Object.fromEntries(
    Object.entries<Ran>(steps).map(([name, { seconds, cpuSeconds, peakMiB }]) => [
      name,
      { seconds, cpuSeconds, peakMiB },
    ]),
  ) as Record<K, Usage>;

type Sent = { transactions: { gasUsed: string | null }[] };

/** Publishes the list's accumulator and submits the proof, on a node of its own. */
async function measureGas(disjoint: Disjoint, folder: string): Promise<WholeList["gas"]> {
  const anvil = await startAnvil();
  try {
    const chain = ["--rpc", anvil.url, "--key-file", await keyFile(folder), "--deployment", "deployment.json"];
    await disjoint(["chain", "deploy", "--without-256", "--powers", SHARED.powers, ...chain]);
    const published = await disjoint<Sent & { list: string }>([
      ...["chain", "publish", SHARED.list, "--accumulators-only", ...chain],
    ]);
    const submitted = await disjoint<Sent>([
      ...["chain", "submit", `${SHARED.proofs}/bundle.json`, "--list-id", published.printed.list, ...chain],
    ]);
    return { publish: gasOf(published), submit: gasOf(submitted) };
  } finally {
    await anvil.stop();
  }
}

const gasOf = ({ printed }: Ran<Sent>): number => Number(printed.transactions.at(-1)!.gasUsed);
