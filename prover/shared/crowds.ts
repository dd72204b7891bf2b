import { count } from "./words.ts";

/**
 * Records whose keys begin so much alike that they make a shard's tree deeper than chance does: most likely they were
 * made to. `bucketBits`: the depth that they force; `records`: the first record of each of the keys, its row counted
 * from 1.
 */
export type CrowdedRecords = { bucketBits: number; records: { source: string; row: number }[] };

/** Records that a line names. */
const NAMED = 40;

/** What to know of a shard whose tree is deeper than is common, a line for each set of records. */
export const describeCrowds = (crowds: readonly CrowdedRecords[]): string[] =>
  crowds.map(({ bucketBits, records }) => {
    const others = records.length > NAMED ? [`and ${records.length - NAMED} others`] : [];
    const named = [...records.slice(0, NAMED).map(describeRecord), ...others].join("; ");
    return (
      `crowded: the keys of ${count(records.length, "record")} begin alike and force a tree of 2^${bucketBits} buckets, ` +
      `which hardly happens by chance: ${named}`
    );
  });

/** A record by its file and row. */
export const describeRecord = ({ source, row }: CrowdedRecords["records"][number]): string =>
  `${JSON.stringify(source)}, row ${row}`;
