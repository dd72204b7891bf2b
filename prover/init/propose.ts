import { basename, join, relative, resolve } from "node:path";
import type { ShardConfig } from "../config/config.ts";
import { usageError } from "../shared/errors.ts";
import { isDescribed } from "../source/describe.ts";
import { readingOf } from "../source/format.ts";
import type { Format, Source } from "../source/row.ts";
import { sampleOf } from "../source/sample.ts";
import type { SourceSpec } from "../source/spec.ts";
import { listSources } from "../source/walk.ts";
import { proposeSchemes } from "./schemes.ts";

/** A shard as it is proposed, and what was found of it. `isExact`: all records were counted. */
export type ProposedShard = {
  shard: ShardConfig;
  files: number;
  bytes: number;
  rows: number;
  isExact: boolean;
};

/** `leftOut`: files whose endings say nothing, beside others whose endings do. */
export type Proposal = { shards: ProposedShard[]; leftOut: string[] };

/** Files that are counted whole; the rows of the others are estimated by their bytes. */
const COUNTED_ROWS = 100_000;
const COUNTED_BYTES = 256 << 20;

/**
 * Looks at a folder of data: a shard for each of its folders and formats, or one for all where a description says which
 * files are the dataset's.
 *
 * @param needed schemes of the lists that are to be excluded
 * @throws usage `init/no-data`; data `source/...`
 */
export async function proposeShards(folder: string, needed: readonly string[]): Promise<Proposal> {
  const root = resolve(folder);
  if (isDescribed(root)) {
    const spec = { path: root, format: "auto" } as const;
    return { shards: [await propose(slug(basename(root)), [spec], listSources([spec]), needed)], leftOut: [] };
  }
  const all = listSources([{ path: root }]);
  const leftOut: string[] = [];
  const shards: ProposedShard[] = [];
  for (const [part, sources] of Map.groupBy(all, ({ name }) => (name.includes("/") ? name.split("/")[0]! : ""))) {
    const formats = Map.groupBy(sources, ({ path }) => readingOf(path).format);
    if (formats.size > 1) leftOut.push(...(formats.get("file") ?? []).map(({ name }) => name));
    for (const [format, files] of formats) {
      if (format === "file" && formats.size > 1) continue;
      const name =
        slug(part || basename(root)) +
        (formats.size > 2 || (formats.size > 1 && !formats.has("file")) ? `-${format}` : "");
      const spec = specOf(join(root, part), part === "", format, files);
      shards.push(await propose(name, [spec], listSources([spec]), needed));
    }
  }
  if (shards.length === 0)
    throw usageError("init/no-data", `${folder} holds no data`, "Name the folder of the dataset.");
  return { shards, leftOut };
}

/** The files of one format: by their endings, and only those beside the folder's other folders if it is the root. */
function specOf(path: string, isRoot: boolean, format: Format, files: readonly Source[]): SourceSpec {
  const endings = new Set(files.map(({ name }) => /(\.[^./]+)?(\.(gz|zst))?$/.exec(name.split("/").at(-1)!)![0]));
  const include = [...endings].sort().map((ending) => `${isRoot ? "" : "**/"}*${ending}`);
  if (format === "file") return isRoot ? { path, include: ["*"] } : { path };
  return { path, format, include };
}

async function propose(
  name: string,
  sources: SourceSpec[],
  files: readonly Source[],
  needed: readonly string[],
): Promise<ProposedShard> {
  const largest = files.reduce((most, file) => (file.size > most.size ? file : most));
  const schemes = await proposeSchemes(largest, needed);
  const shard = { name, sources, schemes, onBadRow: "error", onBadFile: "error" } as ShardConfig;
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return { shard, files: files.length, bytes, ...(await countRows(files, schemes[0]?.field)) };
}

async function countRows(files: readonly Source[], field: string | undefined) {
  if (files.every(({ format }) => format === "file")) return { rows: files.length, isExact: true };
  let [rows, read, isExact] = [0, 0, true];
  for (const file of files) {
    if (read >= COUNTED_BYTES) break;
    const sample = await sampleOf(file, [field], COUNTED_ROWS);
    rows += sample.total;
    read += file.size;
    isExact &&= sample.isExact;
  }
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return read >= bytes ? { rows, isExact } : { rows: Math.round((rows * bytes) / read), isExact: false };
}

/** A shard's name from a folder's. */
const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[^a-z0-9]+/, "")
    .slice(0, 48) || "data";

/** The paths of a proposal as a configuration in `folder` has them. */
export const relativeTo = (folder: string, { sources, ...shard }: ShardConfig): ShardConfig => ({
  ...shard,
  sources: sources.map((source) => ({ ...source, path: relative(folder, source.path) || "." })),
});
