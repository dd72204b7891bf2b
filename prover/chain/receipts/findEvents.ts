import type { Log } from "ethers";
import { type BlockRef, findBlockAtTime } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { logRanges, RANGE } from "../../rpc/logs.ts";
import { ask } from "../../rpc/node/errors.ts";
import { appendAll } from "../../shared/collections.ts";
import type { OnProgress } from "../../shared/progress.ts";
import { mapConcurrently } from "../../shared/promises.ts";

/** Events of a contract with one of these first topics. */
export type Wanted = { address: string; topics: (string | string[] | null)[] };

/**
 * Wanted events that are not found yet: those whose times a contract returns, in seconds since 1970; and whether
 * others.
 */
export type MissingEvent = { times: readonly number[]; others: boolean };

/**
 * Where to look before all blocks are searched: `blocks` that are known to have some; `lacking` says what they do not
 * have.
 */
type SearchHints = { blocks: readonly number[]; lacking(logs: readonly Log[]): MissingEvent };

/** A range of blocks that every provider accepts in one request. */
const FEW = 10;

/** Enough requests for a binary search for the block of a time among billions. */
const QUESTIONS = 32;

export const isOf = ({ address, topics }: Log, wanted: Wanted): boolean =>
  address.toLowerCase() === wanted.address && wanted.topics.every((topic, i) => topic === null || topic === topics[i]);

/**
 * Wanted events, in the order of the chain: those in the blocks that there is a clue of if nothing lacks, else all of
 * them, in one search: nodes limit the blocks of a question, and a year has millions.
 *
 * @param blocks the first block that may have one, and the last
 */
export async function findEvents(
  chain: Chain,
  wanted: readonly Wanted[],
  blocks: readonly [from: number, last: BlockRef],
  clues: SearchHints,
  onProgress: OnProgress,
): Promise<Log[]> {
  const [from, last] = blocks;
  const each = (values: readonly unknown[]) => [...new Set(values)] as string[];
  const filter = {
    address: each(wanted.map(({ address }) => address)),
    topics: [0, 1].map((place) => each(wanted.map(({ topics }) => topics[place]))),
  };
  const ours = (logs: readonly Log[]) => logs.filter((log) => wanted.some((one) => isOf(log, one)));
  if (last.number - from > RANGE) {
    const logsIn = async (blocks: readonly number[]) => {
      const ranges = rangesOf(blocks.filter((block) => block >= from && block <= last.number));
      const logs = await mapConcurrently(ranges, ([fromBlock, toBlock]) =>
        ask(() => chain.provider.getLogs({ ...filter, fromBlock, toBlock })),
      );
      return ours(logs.flat());
    };
    const known = await logsIn(clues.blocks);
    const { times, others } = clues.lacking(known);
    if (times.length === 0 && !others) return known;
    if (!others && times.length * QUESTIONS < (last.number - from) / RANGE) {
      const ends = await mapConcurrently(
        [...new Set(times)],
        async (time) => (await findBlockAtTime(chain, time)).number,
      );
      const near = ends.flatMap((end) => Array.from({ length: FEW }, (_, i) => end - i));
      const all = await logsIn([...clues.blocks, ...near]);
      if (clues.lacking(all).times.length === 0) return all;
    }
  }
  const found: Log[] = [];
  for await (const { logs } of logRanges(chain, filter, from, last, onProgress)) appendAll(found, ours(logs));
  return found;
}

/** Short ranges that together cover these blocks, without overlap and in order. */
function rangesOf(blocks: readonly number[]): [from: number, to: number][] {
  const ranges: [number, number][] = [];
  for (const block of [...new Set(blocks)].sort((a, b) => a - b)) {
    const open = ranges.at(-1);
    if (open !== undefined && open[1] === block - 1 && block - open[0] < FEW) open[1] = block;
    else ranges.push([block, block]);
  }
  return ranges;
}
