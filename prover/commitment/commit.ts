import { access } from "node:fs/promises";
import { join } from "node:path";
import { type Fingerprinting, fieldsOf, keysOfRow } from "../fingerprint/row.ts";
import { schemeOf } from "../fingerprint/scheme.ts";
import { dataError, usageError } from "../shared/errors.ts";
import { sha256File, writeFileAtomic } from "../shared/files.ts";
import { stringifyJson } from "../shared/json.ts";
import type { Poseidon } from "../shared/poseidon.ts";
import { type OnProgress, silent } from "../shared/progress.ts";
import { openSource } from "../source/open.ts";
import type { Source } from "../source/row.ts";
import { listSources, type SourceSpec } from "../source/walk.ts";
import { buildTree } from "../tree/build.ts";
import { writeTree } from "../tree/store.ts";
import { LOCATIONS_FILE } from "./locations.ts";
import { MANIFEST_FILE, MANIFEST_FORMAT, type Manifest, READER_VERSION } from "./manifest.ts";
import { Records, sortRecords, uniqueKeys } from "./records.ts";
import { keepSalt } from "./salt.ts";
import { commitmentOf, SHARD_FILES } from "./shard.ts";
import { SOURCES_FILE, type SourceEntry, writeSources } from "./sources.ts";

export type CommitOptions = {
  sources: readonly SourceSpec[];
  /** Names of schemes, each with the field of the records it is applied to; without a field, the whole record. */
  schemes: readonly { scheme: string; field?: string | undefined }[];
  /** Folder of the shard. */
  out: string;
  poseidon: Poseidon;
  /** Largest record held in memory, in bytes. */
  maxRowBytes?: number;
  onProgress?: OnProgress;
};

const MAX_ROW_BYTES = 64 << 20;

/**
 * Reads sources, fingerprints every record, and writes the shard to `out`: tree, index of locations, list of sources,
 * salt, and last the manifest, without which the folder is not a shard.
 *
 * @throws usage `commitment/exists`; data `commitment/no-rows`, whatever is wrong with a source or a record
 */
export async function commitShard(options: CommitOptions): Promise<Manifest> {
  const { out, poseidon, onProgress = silent } = options;
  await expectNoShard(out);
  const fingerprintings = options.schemes.map(({ scheme, field }) => ({ scheme: schemeOf(scheme), field }));
  const { entries, records } = await readSources(listSources(options.sources), fingerprintings, options);
  const rows = entries.reduce((sum, entry) => sum + entry.rows, 0);
  if (rows === 0) throw dataError("commitment/no-rows", "the sources hold no record", "Check the paths given.");
  const sorted = sortRecords(records.bytes, 0);
  const tree = await buildTree(Uint8Array.from(uniqueKeys(sorted)), poseidon, onProgress);
  const salt = await keepSalt(out);
  await writeTree(out, tree);
  await writeFileAtomic(join(out, LOCATIONS_FILE), sorted);
  await writeFileAtomic(join(out, SOURCES_FILE), writeSources(entries));
  const manifest: Manifest = {
    format: MANIFEST_FORMAT,
    reader: { version: READER_VERSION, unicode: process.versions.unicode ?? "none" },
    schemes: options.schemes.map(({ scheme, field }) => ({ scheme, field: field ?? null })),
    sources: { count: entries.length, bytes: entries.reduce((sum, entry) => sum + entry.bytes, 0) },
    rows,
    keys: tree.keys.length / 31,
    bucketBits: tree.bucketBits,
    commitment: (await commitmentOf(tree, salt, poseidon)).toString(),
    files: Object.fromEntries(
      await Promise.all(SHARD_FILES.map(async (name) => [name, await sha256File(join(out, name))] as const)),
    ),
  };
  await writeFileAtomic(join(out, MANIFEST_FILE), stringifyJson(manifest, 2));
  return manifest;
}

async function readSources(sources: Source[], fingerprintings: Fingerprinting[], options: CommitOptions) {
  const { maxRowBytes = MAX_ROW_BYTES, onProgress = silent } = options;
  const fields = fieldsOf(fingerprintings);
  const records = new Records();
  const entries: SourceEntry[] = [];
  for (const [number, source] of sources.entries()) {
    const opened = openSource(source, { fields, maxRowBytes });
    for await (const batch of opened.rows())
      for (const row of batch) {
        if ("bad" in row) throw row.bad;
        for (const key of await keysOfRow(fingerprintings, fields, row.values)) records.push(key, number, row.row);
      }
    entries.push({ name: source.name, format: source.format, ...opened.account() });
    onProgress({ stage: "source", done: number + 1, total: sources.length, what: "files read" });
  }
  return { entries, records };
}

async function expectNoShard(out: string): Promise<void> {
  const exists = await access(join(out, MANIFEST_FILE)).then(
    () => true,
    () => false,
  );
  if (exists) throw usageError("commitment/exists", `${out} holds a shard already`, "Name a new folder with --out.");
}
