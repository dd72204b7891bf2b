import { mkdtemp, rm } from "node:fs/promises";
import { loadavg } from "node:os";
import { join } from "node:path";
import { memoryForKeys } from "../../../prover/accumulator/memory.ts";
import { RECORD_BYTES, ROW_KEY_BYTES } from "../../../prover/commitment/sort/records.ts";
import { KEY_BYTES } from "../../../prover/fingerprint/key.ts";
import { FIELD_BYTES } from "../../../prover/shared/field.ts";
import { hashingBytes } from "../../../prover/tree/hasher.ts";
import { likelyBucketBits } from "../../../prover/tree/likely.ts";
import { indexBytes } from "../../../prover/tree/places.ts";
import { levelCount } from "../../../prover/tree/shape.ts";
import { type Section, table } from "../document.ts";
import { measure } from "../measure.ts";
import type { CommitTask } from "./commitTask.ts";
import { FILES, shortLines } from "./files.ts";
import type { LargeMeasured } from "./largeTask.ts";

const GIB = 2 ** 30;

/** The bound that a shard of 100,000,000 keys is to fit. */
const MEMORY_BYTES = 3 * GIB;

/** Shards that are calculated from the measured rates. */
const ON_PAPER = [1e8, 1e9];

/** One shard of many short records, committed by a tree, and larger ones on paper. */
export async function benchLarge(keys: number): Promise<Section> {
  const path = await shortLines(keys);
  const work = await mkdtemp(join(FILES, "large-"));
  try {
    const task: CommitTask = {
      task: `${keys} keys`,
      options: {
        sources: [{ path, format: "lines" }],
        schemes: [{ scheme: "sha256" }],
        out: join(work, "shard"),
        memoryBytes: MEMORY_BYTES,
      },
    };
    const measured = await measure<LargeMeasured>("data/largeTask.ts", task);
    return { report: measured, markdown: toMarkdown(measured) };
  } finally {
    await rm(work, { recursive: true });
  }
}

/** Number of hashes in the tree of this many keys, as expected of keys that are hashes, and the depth of that tree. */
function treeOnPaper(keys: number): { bucketBits: number; hashes: number } {
  const bucketBits = likelyBucketBits(keys);
  const depth = levelCount(bucketBits);
  let hashes = 0;
  for (let level = 0; level <= depth; level++) {
    const width = Math.ceil(2 ** bucketBits / 16 ** (depth - level));
    // 1 - e^-x without losing digits where a node has few keys.
    hashes += width * -Math.expm1(-keys / width);
  }
  return { bucketBits, hashes };
}

/** A row of the table: what this many keys take, by the processor time of one key and of one hash. */
function onPaper(keys: number, measured: LargeMeasured): string[] {
  const { bucketBits, hashes } = treeOnPaper(keys);
  const sorted = (measured.sortedSeconds / measured.keys) * keys;
  const tree = (measured.treeSeconds / (measured.treeBytes / FIELD_BYTES)) * hashes;
  const kept = keys * (KEY_BYTES + RECORD_BYTES) + hashes * FIELD_BYTES;
  // While the keys are sorted: the journal, the partitions, and the files that they are written to.
  const sorting = keys * (ROW_KEY_BYTES + 2 * RECORD_BYTES + KEY_BYTES);
  return [
    keys.toLocaleString("en"),
    `2^${bucketBits}`,
    `${Math.round(sorted).toLocaleString("en")} s`,
    `${Math.round(tree).toLocaleString("en")} s`,
    `${Math.round((sorted + tree) / 60 / 2).toLocaleString("en")} min`,
    `${((indexBytes(keys, bucketBits) + hashingBytes(keys, bucketBits)) / 2 ** 20).toFixed(0)} MiB`,
    `${(sorting / GIB).toFixed(0)} GiB`,
    `${(kept / GIB).toFixed(0)} GiB`,
  ];
}

function toMarkdown(measured: LargeMeasured): string {
  const { keys, backend, seconds, cpuSeconds, sortedSeconds, treeSeconds, peakMiB } = measured;
  return `## A shard of very many keys

Short lines under \`sha256\`, committed by a tree (${backend}), with at most ${MEMORY_BYTES / GIB} GiB, once. The machine's
load at the end was ${loadavg()[0]!.toFixed(1)}.

${table(
  ["keys", "time", "processor time", "of it reading and sorting", "of it the tree", "peak"],
  [
    [
      keys.toLocaleString("en"),
      `${seconds.toFixed(1)} s`,
      `${cpuSeconds.toFixed(1)} s`,
      `${sortedSeconds.toFixed(1)} s`,
      `${treeSeconds.toFixed(1)} s`,
      `${peakMiB} MiB`,
    ],
  ],
)}

On paper, by the processor time of one key and of one hash above, on two cores that do nothing else; memory is what the
tree adds to that of sorting, which is bounded; disk is what sorting needs at most, and what the shard keeps:

${table(
  ["keys", "buckets", "reading and sorting", "tree", "two cores", "memory", "disk, at most", "disk, kept"],
  ON_PAPER.map((count) => onPaper(count, measured)),
)}

Disk breaks first: the journal and the partitions hold every key twice before the shard has it. Then time: the tree
takes most of it, on one machine. Memory does not: a partition that is too large to be sorted at once is split on disk,
and a tree adds its index alone. A shard with an accumulator is another matter: its polynomial needs
${(memoryForKeys(ON_PAPER[0]!) / GIB).toFixed(0)} GiB of memory for ${ON_PAPER[0]!.toLocaleString("en")} keys.`;
}
