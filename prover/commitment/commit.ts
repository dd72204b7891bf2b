import { access, readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { usageError } from "../shared/errors.ts";
import { sha256, writeFileAtomic } from "../shared/files.ts";
import { stringifyJson } from "../shared/json.ts";
import { findSources } from "../source/walk.ts";
import { Journal } from "./reading/journal.ts";
import { type CommitOptions, configOf } from "./reading/options.ts";
import type { ReadConfig } from "./reading/readPart.ts";
import { type SplitSources, splitSources } from "./reading/split.ts";
import { type Base, readBases } from "./shard/base.ts";
import { MANIFEST_FILE, type Manifest } from "./shard/manifest.ts";
import { expectFiles, readManifest } from "./shard/readShard.ts";
import { prepareFolder } from "./shard/writeLocations.ts";
import { includesOf, writeShard } from "./shard/writeShard.ts";

/**
 * Reads sources, fingerprints every record, and writes the shard to `out`: tree, index of locations, lists of sources
 * and of what was left out, salt, and last the manifest, without which the folder is not a shard. After a kill, the
 * same call resumes and writes the same bytes. With a cache, a commit of unchanged sources returns the existing shard.
 *
 * @throws usage `commitment/exists`, `commitment/no-schemes`, `commitment/busy`, `commitment/other-schemes`,
 * `commitment/memory`; data `commitment/no-rows`, `commitment/nothing-new`, any error of a source or a record
 * @example
 * const schemes = [{ scheme: "text", field: "text" }];
 * const manifest = await commitShard({ sources: [{ path: "poems.jsonl" }], schemes, out: "poems", poseidon });
 * console.log(manifest.rows); // 14
 */
export async function commitShard(options: CommitOptions): Promise<Manifest> {
  const { out, cache } = options;
  const config = configOf(options);
  const work = cache ?? join(out, ".work");
  if (cache === undefined) {
    // A commit that was killed once its shard was whole leaves its journal, which has the keys of all records.
    await removeIfDone(out, work);
    await expectNoShard(out);
  }
  const found = await findSources(options.sources);
  const bases = await readBases(options.bases ?? [], config.schemes);
  await prepareFolder(out);
  const journal = new Journal(work);
  try {
    const cut = await splitSources(found, config, journal);
    return await commitSplit(options, config, cut, bases, journal);
  } finally {
    journal.close();
    if (cache === undefined) await removeIfDone(out, work);
  }
}

/** Writes the shard of sources that have been split, or finds that it exists. */
export async function commitSplit(
  options: CommitOptions,
  config: ReadConfig,
  cut: SplitSources,
  bases: Base[],
  journal: Journal,
): Promise<Manifest> {
  const { out } = options;
  const kind = options.powers === undefined ? [] : [options.powers.id];
  const id = sha256(
    stringifyJson([cut.id, resolve(out), bases.map((base) => base.commitment), includesOf(options), ...kind]),
  );
  const unchanged = await unchangedShard(out, journal.note(id));
  if (unchanged) return unchanged;
  await expectNoShard(out);
  const manifest = await writeShard(options, config, cut, bases, journal);
  const text = stringifyJson(manifest, 2);
  journal.keepNote(id, sha256(text));
  await writeFileAtomic(join(out, MANIFEST_FILE), text);
  return manifest;
}

/** The shard in `out`, if it is complete and its manifest has the hash in the journal. */
async function unchangedShard(out: string, noted: string | undefined): Promise<Manifest | undefined> {
  const bytes = await readFile(join(out, MANIFEST_FILE)).catch(() => undefined);
  if (noted === undefined || bytes === undefined || sha256(bytes) !== noted) return undefined;
  const manifest = await readManifest(out);
  await expectFiles(out, manifest);
  return manifest;
}

async function expectNoShard(out: string): Promise<void> {
  if (await isShard(out))
    throw usageError("commitment/exists", `${out} holds a shard already`, "Give a new folder as `out`.");
}

export const isShard = (out: string): Promise<boolean> =>
  access(join(out, MANIFEST_FILE)).then(
    () => true,
    () => false,
  );

/** Once a commit has written its shard, its journal is of no more use; after an error it saves reading again. */
async function removeIfDone(out: string, work: string): Promise<void> {
  if (await isShard(out)) await rm(work, { recursive: true, force: true });
}
