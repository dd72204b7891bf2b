import { dataError } from "../../shared/errors.ts";
import type { Memory } from "./memory.ts";
import { Partitions } from "./partitions.ts";
import { RECORD_BYTES } from "./records.ts";

/** (key, row) pairs of a source, by its number. */
export type SourceBlock = { source: number; block: Uint8Array };

/** What to sort, and with which memory. */
export type PairsToSort = {
  /** For temporary files. */
  folder: string;
  /** All pairs, in the order of source and row. */
  blocks: Iterable<SourceBlock>;
  /** Number of all pairs, as their readers counted them. */
  count: number;
  memory: Memory;
};

/**
 * The records of all pairs in byte order, in blocks. None is lost.
 *
 * @throws data `commitment/lost-keys`; usage `commitment/memory`
 */
export function* sortedRecords({ folder, blocks, count, memory }: PairsToSort): Generator<Buffer> {
  const partitions = new Partitions(folder, memory.plan);
  for (const { source, block } of blocks) partitions.add(source, block);
  let sorted = 0;
  for (const records of partitions.sorted()) {
    memory.expect("while the keys are sorted");
    sorted += records.length / RECORD_BYTES;
    yield records;
  }
  if (sorted !== count)
    throw dataError(
      "commitment/lost-keys",
      `${count} keys were read, and ${sorted} were sorted`,
      "The cache is damaged: remove it, and commit again.",
    );
}
