import { basename, join, relative, resolve } from "node:path";
import { DisjointError, usageError } from "../../shared/errors.ts";
import { isDescribed } from "../../source/description/describe.ts";
import { readingOf } from "../../source/records/format.ts";
import { isHousekeeping } from "../../source/records/housekeeping.ts";
import type { Source } from "../../source/records/row.ts";
import type { SourceSpec } from "../../source/records/spec.ts";
import { countRecords } from "../../source/sample.ts";
import { listSources } from "../../source/walk.ts";
import { UNDECIDED } from "../config/fields.ts";
import { kindOf } from "./kinds.ts";
import { specOf } from "./patterns.ts";
import { proposeReading, type Reading } from "./reading.ts";
import type { ProposedScheme } from "./schemes.ts";

/** A shard of the configuration, perhaps with undecided fields. */
export type ShardProposal = {
  name: string;
  sources: { path: string; format?: SourceSpec["format"] | typeof UNDECIDED; include?: readonly string[] }[];
  schemes: ProposedScheme[] | typeof UNDECIDED;
  onBadRow: "error";
  onBadFile: "error";
};

/**
 * A proposed shard, and what was found in its files. `isExact`: all records were counted. `notes`: for the person who
 * decides.
 */
export type ProposedShard = {
  shard: ShardProposal;
  files: number;
  bytes: number;
  rows: number;
  isExact: boolean;
  notes: string[];
};

/** `passedOver`: what tools have left beside the data, which is not read. */
export type ConfigProposal = { shards: ProposedShard[]; passedOver: string[] };

/** How many files are counted completely; the rows of the others are estimated from their bytes. */
const COUNTED_ROWS = 100_000;
const COUNTED_BYTES = 256 << 20;

/**
 * Proposes shards for a folder of data: one for each of its folders and kinds of files, or a single one if a
 * description lists the dataset's files. Every file is in a shard.
 *
 * @param needed schemes of the lists that are to be excluded
 * @throws usage `init/no-data`; data `source/...`
 */
export async function proposeShards(folder: string, needed: readonly string[]): Promise<ConfigProposal> {
  const root = resolve(folder);
  if (isDescribed(root)) {
    const spec = { path: root, format: "auto" } as const;
    const files = listSources([spec]);
    const { format: _, ...reading } = await proposeReading(files, needed);
    return {
      shards: [await shardOf(slug(basename(root)), spec, files, { format: "auto", ...reading })],
      passedOver: [],
    };
  }
  const listed = listSources([{ path: root, format: "files" }]);
  const all = listed.filter(({ name, path }) => !isHousekeeping(name, path));
  const names = new Set<string>();
  const shards: ProposedShard[] = [];
  for (const [part, sources] of Map.groupBy(all, ({ name }) => (name.includes("/") ? name.split("/")[0]! : ""))) {
    const kinds = Map.groupBy(sources, kindOf);
    for (const [kind, files] of kinds) {
      const wanted = slug(part || basename(root)) + (kinds.size > 1 ? `-${kind}` : "");
      const spec = specOf(join(root, part), part, files, sources);
      const read = files.map((file) => ({ ...file, ...readingOf(file.path) }));
      shards.push(await shardOf(unused(wanted, names), spec, read, await proposeReading(read, needed)));
    }
  }
  if (shards.length === 0)
    throw usageError("init/no-data", `${folder} holds no data`, "Give the folder of the dataset.");
  const passedOver = listed.filter((file) => !all.includes(file)).map(({ name }) => name);
  return { shards, passedOver };
}

async function shardOf(
  name: string,
  spec: Omit<SourceSpec, "format">,
  files: readonly Source[],
  { format, schemes, notes, known }: Reading,
): Promise<ProposedShard> {
  const sources = [{ path: spec.path, format: format ?? UNDECIDED, ...(spec.include && { include: spec.include }) }];
  const shard = { name, sources, schemes: schemes ?? UNDECIDED, onBadRow: "error", onBadFile: "error" } as const;
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const read = format === undefined || format === "auto" ? files : files.map((file) => ({ ...file, format }));
  return { shard, files: files.length, bytes, ...(await countRows(read, schemes?.[0]?.field ?? known)), notes };
}

/** A file that cannot be read counts as one record. */
async function countRows(files: readonly Source[], field: string | undefined) {
  if (files.every(({ format }) => format === "files")) return { rows: files.length, isExact: true };
  let rows = 0;
  let read = 0;
  let isExact = true;
  for (const file of files) {
    if (read >= COUNTED_BYTES) break;
    const counted = await countRecords(file, [field], COUNTED_ROWS).catch((error) => {
      if (error instanceof DisjointError) return { total: 1, isExact: false };
      throw error;
    });
    rows += counted.total;
    read += file.size;
    isExact &&= counted.isExact;
  }
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return read >= bytes ? { rows, isExact } : { rows: Math.round((rows * bytes) / read), isExact: false };
}

/** Makes a shard's name from a folder's. */
const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[^a-z0-9]+/, "")
    .slice(0, 40) || "data";

/** Adds a number to a name that another shard has. */
function unused(wanted: string, names: Set<string>): string {
  let name = wanted;
  for (let number = 2; names.has(name); number++) name = `${wanted}-${number}`;
  names.add(name);
  return name;
}

/** The paths of a proposal, relative to the configuration's `folder`. */
export const relativeTo = (folder: string, { sources, ...shard }: ShardProposal): ShardProposal => ({
  ...shard,
  sources: sources.map((source) => ({ ...source, path: relative(folder, source.path) || "." })),
});
