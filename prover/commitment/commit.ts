import { access, readFile, rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { KEY_BYTES, keyFromHex } from "../fingerprint/key.ts";
import { schemeOf } from "../fingerprint/scheme.ts";
import { DisjointError, dataError, usageError } from "../shared/errors.ts";
import { sha256, sha256File, writeFileAtomic } from "../shared/files.ts";
import { stringifyJson } from "../shared/json.ts";
import type { Poseidon } from "../shared/poseidon.ts";
import { type OnProgress, silent } from "../shared/progress.ts";
import { LIMITS, type Limits } from "../source/row.ts";
import { findSources, type SourceSpec } from "../source/walk.ts";
import { buildTree } from "../tree/build.ts";
import { writeTree } from "../tree/store.ts";
import { type Base, readBases } from "./base.ts";
import { Journal } from "./journal.ts";
import { locate } from "./locations.ts";
import { MANIFEST_FILE, MANIFEST_FORMAT, type Manifest, READER_VERSION, SHARD_FILES } from "./manifest.ts";
import { prepareFolder, writeLocations } from "./output.ts";
import { Partitions } from "./partition.ts";
import type { OnBad, ReadConfig } from "./read.ts";
import { type Cut, cutSources, type ReadSource, readSources } from "./reading.ts";
import { keepSalt } from "./salt.ts";
import { commitmentOf, expectFiles, readManifest } from "./shard.ts";
import { SKIPPED_FILE, SOURCES_FILE, writeLines } from "./sources.ts";

export type CommitOptions = {
  sources: readonly SourceSpec[];
  /** Names of schemes, each with the field of the records it is applied to; without a field, the whole record. */
  schemes: readonly { scheme: string; field?: string | undefined }[];
  /** Folder of the shard. */
  out: string;
  poseidon: Poseidon;
  /** Folders of shards whose keys are left out of this one: only what is new is committed. */
  bases?: readonly string[];
  /** Folder that keeps what was read, so that unchanged files are not read again by a later commit. */
  cache?: string;
  /** What to do with a record, or a file, that cannot be read. Default: end with its error. */
  onBadRow?: OnBad;
  onBadFile?: OnBad;
  /** Bounds on what a file may make the readers hold; those not given are the usual ones. */
  limits?: Partial<Limits>;
  /** Threads that read and hash. Default: one per processor. */
  threads?: number;
  onProgress?: OnProgress;
};

/**
 * Reads sources, fingerprints every record, and writes the shard to `out`: tree, index of locations, lists of sources and
 * of what was left out, salt, and last the manifest, without which the folder is not a shard. After a kill, the same call
 * goes on where it was and ends in the same bytes. With a cache, a commit of which nothing has changed gives the shard
 * that is there.
 *
 * @throws usage `commitment/exists`, `commitment/no-schemes`, `commitment/busy`, `commitment/other-schemes`;
 * data `commitment/no-rows`, `commitment/nothing-new`, whatever is wrong with a source or a record
 */
export async function commitShard(options: CommitOptions): Promise<Manifest> {
  const { out, cache } = options;
  const config = configOf(options);
  if (cache === undefined) await expectNoShard(out);
  const sources = await findSources(options.sources);
  const bases = await readBases(options.bases ?? [], config.schemes);
  await prepareFolder(out);
  const work = cache ?? join(out, ".work");
  const journal = new Journal(work);
  try {
    const cut = await cutSources(sources, config, journal);
    const id = sha256(stringifyJson([cut.id, resolve(out), bases.map((base) => base.commitment)]));
    const unchanged = await unchangedShard(out, journal.note(id));
    if (unchanged) return unchanged;
    await expectNoShard(out);
    const manifest = await writeShard(options, config, cut, bases, journal);
    const text = stringifyJson(manifest, 2);
    journal.keepNote(id, sha256(text));
    await writeFileAtomic(join(out, MANIFEST_FILE), text);
    return manifest;
  } finally {
    journal.close();
    if (cache === undefined) await removeIfDone(out, work);
  }
}

async function writeShard(
  options: CommitOptions,
  config: ReadConfig,
  cut: Cut,
  bases: Base[],
  journal: Journal,
): Promise<Manifest> {
  const { out, poseidon, onProgress = silent, threads = availableParallelism() } = options;
  const read = await readSources(cut, config, journal, threads, onProgress);
  const skipped = read.flatMap((source) => source.skipped);
  await writeFileAtomic(join(out, SOURCES_FILE), writeLines(read.map(({ entry }) => entry)));
  await writeFileAtomic(join(out, SKIPPED_FILE), writeLines(skipped));
  const keys = indexKeys(out, read, bases, journal);
  const tree = await buildTree(keys, poseidon, onProgress).catch((error) => {
    throw namingRecords(error, out);
  });
  const salt = await keepSalt(out);
  await writeTree(out, tree);
  const hashes = await Promise.all(SHARD_FILES.map(async (name) => [name, await sha256File(join(out, name))] as const));
  return {
    format: MANIFEST_FORMAT,
    reader: { version: READER_VERSION, unicode: process.versions.unicode ?? "none" },
    schemes: config.schemes.map(({ scheme, field }) => ({ scheme, field: field ?? null })),
    sources: {
      count: read.length,
      bytes: read.reduce((sum, { entry }) => sum + entry.bytes, 0),
      include: [...new Set(options.sources.flatMap(({ include = [] }) => include))].sort(),
    },
    rows: read.reduce((sum, { entry }) => sum + entry.rows, 0),
    skipped: {
      files: read.filter(({ entry }) => entry.sha256 === null).length,
      rows: skipped.filter(({ row }) => row !== undefined).length,
    },
    keys: keys.length / KEY_BYTES,
    bases: bases.map(({ commitment }) => commitment),
    bucketBits: tree.bucketBits,
    commitment: (await commitmentOf(tree, salt, poseidon)).toString(),
    files: Object.fromEntries(hashes),
  };
}

/** Writes the index of locations and gives the different keys, sorted. */
function indexKeys(out: string, read: readonly ReadSource[], bases: readonly Base[], journal: Journal): Uint8Array {
  const partitions = new Partitions(out);
  for (const [number, { parts }] of read.entries())
    for (const part of parts) for (const block of journal.blocks(part)) partitions.add(number, block);
  if (partitions.count === 0)
    throw dataError(
      "commitment/no-rows",
      "the sources hold no record",
      "Check the paths, and what was left out as bad.",
    );
  const keys = writeLocations(
    out,
    partitions,
    bases.map((base) => base.keys),
  );
  if (keys.length > 0) return keys;
  throw dataError(
    "commitment/nothing-new",
    "every record is in the shards given as base",
    "No further shard is needed.",
  );
}

/** Keys that are too close for a tree are told by the records they come from: they may have been made to collide. */
function namingRecords(error: unknown, out: string): unknown {
  if (!(error instanceof DisjointError) || error.code !== "tree/crowded") return error;
  const keys = [...error.message.matchAll(/\b[0-9a-f]{62}\b/g)].map(([hex]) => keyFromHex(hex));
  const records = locate(out, keys).flatMap((found) =>
    found.slice(0, 1).map(({ source, row }) => `${source}, row ${row}`),
  );
  return new DisjointError(error.kind, error.code, `${error.message}; from ${records.join("; ")}`, error.remedy, error);
}

function configOf(options: CommitOptions): ReadConfig {
  const { schemes, limits, onBadRow = "error", onBadFile = "error" } = options;
  if (schemes.length === 0)
    throw usageError("commitment/no-schemes", "no scheme is named", "Name at least one, for example sha256.");
  for (const { scheme } of schemes) schemeOf(scheme);
  return {
    schemes: schemes.map(({ scheme, field }) => ({ scheme, ...(field === undefined ? {} : { field }) })),
    limits: { ...LIMITS, ...limits },
    onBadRow,
    onBadFile,
  };
}

/** The shard in `out`, if it is whole and is the one whose manifest's hash was noted. */
async function unchangedShard(out: string, noted: string | undefined): Promise<Manifest | undefined> {
  const bytes = await readFile(join(out, MANIFEST_FILE)).catch(() => undefined);
  if (noted === undefined || bytes === undefined || sha256(bytes) !== noted) return undefined;
  const manifest = await readManifest(out);
  await expectFiles(out, manifest);
  return manifest;
}

async function expectNoShard(out: string): Promise<void> {
  if (await isShard(out))
    throw usageError("commitment/exists", `${out} holds a shard already`, "Name a new folder with --out.");
}

const isShard = (out: string): Promise<boolean> =>
  access(join(out, MANIFEST_FILE)).then(
    () => true,
    () => false,
  );

/** The journal of a commit that has ended in a shard is of no more use; after an error it saves reading again. */
async function removeIfDone(out: string, work: string): Promise<void> {
  if (await isShard(out)) await rm(work, { recursive: true, force: true });
}
