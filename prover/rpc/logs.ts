import type { Log } from "ethers";
import { DisjointError } from "../shared/errors.ts";
import { type OnProgress, silent } from "../shared/progress.ts";
import { type BlockRef, readBlock } from "./block.ts";
import type { Chain } from "./connection.ts";
import { ask } from "./node/errors.ts";

/** Which events: those of one or several contracts; each topic is one, one of several, or any (null). */
type LogFilter = { address: string | string[]; topics?: (string | string[] | null)[] };

/** Blocks in the first request. Nodes accept 10 to a million; how many is found out from their refusals. */
export const RANGE = 2_000;

/** The events of a range of blocks. `to`: its last block, which was read before the events. */
type LogRange = { to: BlockRef; logs: Log[] };

/**
 * Reads events range by range. A range that the node refuses, in whatever words, is halved; after an answer it is
 * doubled, up to the length that was refused.
 *
 * @param from number of the first block, included
 * @param last the last block, included
 * @throws chain the node's refusal of a range of one block; `chain/rate-limited`; `chain/unreachable`
 */
export async function* logRanges(
  chain: Chain,
  filter: LogFilter,
  from: number,
  last: BlockRef,
  onProgress: OnProgress = silent,
): AsyncGenerator<LogRange> {
  let range = RANGE;
  let longest = Number.POSITIVE_INFINITY;
  while (from <= last.number) {
    const end = from + range - 1;
    const to = end < last.number ? await readBlock(chain, end) : last;
    onProgress({ stage: "chain", done: to.number, total: last.number, what: "reading events" });
    const logs = await readLogs(chain, filter, from, to.number);
    if (logs instanceof DisjointError) {
      const length = to.number - from + 1;
      if (length === 1 || !isAboutRange(logs, length)) throw logs;
      range = Math.ceil(length / 2);
      longest = length - 1;
      continue;
    }
    yield { to, logs: logs.toSorted((a, b) => a.blockNumber - b.blockNumber || a.index - b.index) };
    from = to.number + 1;
    range = Math.min(2 * range, longest);
  }
}

/** Whether a shorter range may help. A node that does not respond at all gets a shorter one only after a long one. */
const isAboutRange = ({ code, cause }: DisjointError, length: number): boolean =>
  code !== "chain/rate-limited" && code !== "chain/nodes-disagree" && (cause !== undefined || length > RANGE);

const readLogs = (
  chain: Chain,
  filter: LogFilter,
  fromBlock: number,
  toBlock: number,
): Promise<Log[] | DisjointError> =>
  ask(() => chain.provider.getLogs({ ...filter, fromBlock, toBlock })).catch((error) => {
    if (error instanceof DisjointError) return error;
    throw error;
  });
