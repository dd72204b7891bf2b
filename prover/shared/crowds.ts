import { count } from "./format.ts";

/**
 * Records whose keys share such a long prefix that the shard's tree is deeper than chance makes it. Most likely someone
 * crafted them. `bucketBits`: the depth that they force; `records`: the first record of each of the keys, with its row
 * counted from 1.
 */
export type CrowdedRecords = { bucketBits: number; records: { source: string; row: number }[] };

/** How many records a line lists. */
const MAX_RECORDS = 40;

/** Describes the records that make a shard's tree deeper than is common, one line for each set. */
export const describeCrowds = (crowds: readonly CrowdedRecords[]): string[] =>
  crowds.map(({ bucketBits, records }) => {
    const others = records.length > MAX_RECORDS ? [`and ${records.length - MAX_RECORDS} others`] : [];
    const named = [...records.slice(0, MAX_RECORDS).map(describeRecord), ...others].join("; ");
    return (
      `crowded: the keys of ${count(records.length, "record")} begin alike and force a tree of ` +
      `2^${bucketBits} buckets, ` +
      `which hardly happens by chance: ${named}`
    );
  });

/** Names a record by its file and row. */
export const describeRecord = ({ source, row }: CrowdedRecords["records"][number]): string =>
  `${JSON.stringify(source)}, row ${row}`;
