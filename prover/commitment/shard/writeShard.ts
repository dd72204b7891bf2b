import { join } from "node:path";
import { dataError } from "../../shared/errors.ts";
import { sha256File, writeFileAtomic } from "../../shared/files.ts";
import type { ShardDescription } from "../../shared/manifest.ts";
import { coverageOf, skippedOf } from "../reading/coverage.ts";
import type { Journal } from "../reading/journal.ts";
import type { CommitOptions } from "../reading/options.ts";
import type { ReadConfig } from "../reading/readPart.ts";
import { READER_VERSION } from "../reading/readPart.ts";
import { readSources } from "../reading/readSources.ts";
import { SKIPPED_FILE, SOURCES_FILE, writeLines } from "../reading/sourceList.ts";
import type { SplitSources } from "../reading/split.ts";
import { blocksOf, countPairs, type ReadSource } from "../reading/summary.ts";
import { type Memory, memoryOf } from "../sort/memory.ts";
import type { Base } from "./base.ts";
import { ACCUMULATOR_FILES, type Manifest, MERKLE_FILES } from "./manifest.ts";
import { type Seal, seal } from "./seal.ts";
import { writeLocations } from "./writeLocations.ts";

type Described = Omit<ShardDescription, "commitment">;

/** The patterns by which files were chosen, each once. */
export const includesOf = ({ sources }: CommitOptions): string[] =>
  [...new Set(sources.flatMap(({ include = [] }) => include))].sort();

/** Writes all files of a shard except its manifest, which is returned. */
export async function writeShard(
  options: CommitOptions,
  config: ReadConfig,
  cut: SplitSources,
  bases: Base[],
  journal: Journal,
): Promise<Manifest> {
  const { out } = options;
  const memory = memoryOf(options);
  const read = await readSources(cut, config, journal, memory, options);
  const skipped = skippedOf(cut, read);
  await writeFileAtomic(join(out, SOURCES_FILE), writeLines(read.map(({ entry }) => entry)));
  await writeFileAtomic(join(out, SKIPPED_FILE), writeLines(skipped));
  const keys = indexKeys(out, read, bases, journal, memory);
  const sealed = await seal(options, memory);
  const names = "bucketBits" in sealed ? MERKLE_FILES : ACCUMULATOR_FILES;
  const hashes = await Promise.all(names.map(async (name) => [name, await sha256File(join(out, name))] as const));
  const described = {
    reader: { version: READER_VERSION, unicode: process.versions.unicode ?? "none" },
    schemes: config.schemes.map(({ scheme, field }) => ({ scheme, field: field ?? null })),
    sources: {
      count: read.length,
      bytes: read.reduce((sum, { entry }) => sum + entry.bytes, 0),
      include: includesOf(options),
    },
    rows: read.reduce((sum, { entry }) => sum + entry.rows, 0),
    skipped: {
      files: read.filter(({ entry }) => entry.sha256 === null).length,
      rows: skipped.filter(({ row, scheme }) => row !== undefined && scheme === undefined).length,
    },
    keys,
    coverage: coverageOf(config, read, skipped),
    bases: bases.map(({ commitment }) => commitment),
  };
  return withSeal(described, sealed, Object.fromEntries(hashes));
}

/** The manifest: its format first, then what is common to all shards, then how this one is committed to. */
function withSeal(described: Described, sealed: Seal, files: Record<string, string>): Manifest {
  if ("bucketBits" in sealed) {
    const { format, ...tree } = sealed;
    return { format, ...described, ...tree, files };
  }
  const { format, ...accumulator } = sealed;
  return { format, ...described, ...accumulator, files };
}

/** Writes the index of locations and the different keys, and returns their number. */
function indexKeys(
  out: string,
  read: readonly ReadSource[],
  bases: readonly Base[],
  journal: Journal,
  memory: Memory,
): number {
  const count = countPairs(read);
  if (count === 0)
    throw dataError(
      "commitment/no-rows",
      "the sources hold no record",
      "Check the paths, and what was left out as bad.",
    );
  const keys = writeLocations(
    { folder: out, blocks: blocksOf(read, journal), count, memory },
    bases.map((base) => base.keys),
  );
  if (keys > 0) return keys;
  throw dataError(
    "commitment/nothing-new",
    "every record is in the shards given as base",
    "No further shard is needed.",
  );
}
