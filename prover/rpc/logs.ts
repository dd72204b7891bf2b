import type { Log } from "ethers";
import { DisjointError } from "../shared/errors.ts";
import { type OnProgress, silent } from "../shared/progress.ts";
import { type BlockRef, readBlock } from "./block.ts";
import type { Chain } from "./connection.ts";
import { ask } from "./node/errors.ts";

/** Which events: of these contracts; by topic, one of several each. */
export type LogFilter = { address: string | string[]; topics?: (string | string[] | null)[] };

/** Blocks of the first question. Nodes take 10 to a million; how many is found out. */
export const RANGE = 2_000;

/** Events of some blocks, up to one whose hash was read before them. */
export type LogRange = { to: BlockRef; logs: Log[] };

/**
 * The events of blocks from one to another, both included, a range a question. A range becomes half as long when the
 * node refuses it, however it says so, and twice as long when it is answered, up to what was refused.
 *
 * @throws chain what the node says to a range of one block; `chain/rate-limited`; `chain/unreachable`
 */
export async function* logRanges(
  chain: Chain,
  filter: LogFilter,
  from: number,
  last: BlockRef,
  onProgress: OnProgress = silent,
): AsyncGenerator<LogRange> {
  let range = RANGE;
  let most = Number.POSITIVE_INFINITY;
  while (from <= last.number) {
    const end = from + range - 1;
    const to = end < last.number ? await readBlock(chain, end) : last;
    onProgress({ stage: "chain", done: to.number, total: last.number, what: "reading events" });
    const logs = await logsOf(chain, filter, from, to.number);
    if (logs instanceof DisjointError) {
      const length = to.number - from + 1;
      if (length === 1 || !isAboutRange(logs, length)) throw logs;
      range = Math.ceil(length / 2);
      most = length - 1;
      continue;
    }
    yield { to, logs: logs.toSorted((a, b) => a.blockNumber - b.blockNumber || a.index - b.index) };
    from = to.number + 1;
    range = Math.min(2 * range, most);
  }
}

/** A node that does not answer at all is asked for less only if it was asked for much. */
const isAboutRange = ({ code, cause }: DisjointError, length: number): boolean =>
  code !== "chain/rate-limited" && code !== "chain/nodes-disagree" && (cause !== undefined || length > RANGE);

const logsOf = (chain: Chain, filter: LogFilter, fromBlock: number, toBlock: number): Promise<Log[] | DisjointError> =>
  ask(() => chain.provider.getLogs({ ...filter, fromBlock, toBlock })).catch((error) => {
    if (error instanceof DisjointError) return error;
    throw error;
  });
