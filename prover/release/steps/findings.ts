import { relative } from "node:path";
import { locateInSources } from "../../commitment/locateInSources.ts";
import { readShard } from "../../commitment/shard/readShard.ts";
import { keyFromHex } from "../../fingerprint/key.ts";
import { appendAll } from "../../shared/collections.ts";
import { count } from "../../shared/format.ts";
import type { Poseidon } from "../../shared/poseidon.ts";
import type { OnProgress } from "../../shared/progress.ts";
import { withoutQueries } from "../../shared/redact.ts";
import { isRemote } from "../../source/storage/remote.ts";
import { findSources } from "../../source/walk.ts";
import { findListedRecords, type ListedWork } from "../../statements/findings.ts";
import type { Config } from "../config/config.ts";
import { type FoundRecord, foundRecords } from "../report/report.ts";
import type { CountedList } from "./counting.ts";
import { type CommittedShard, layersOptions, type PowersSource, shardFolder } from "./shards.ts";

/** The entries of a list that are present in a shard. */
type Present = { shard: CommittedShard; list: CountedList; findings: ListedWork[] };

/**
 * Every blocklisted record of the shards. Pages that are not on the chain yet count, too: what will be blocklisted
 * tomorrow must not be released today.
 *
 * @param located whether the sources are those of the shards, so that records are reported by their current place
 */
export async function findRecords(
  config: Config,
  pairs: readonly { shard: CommittedShard; list: CountedList }[],
  poseidon: Poseidon,
  { located, powers, onProgress }: { located: boolean; powers: PowersSource; onProgress: OnProgress },
): Promise<FoundRecord[]> {
  const found: FoundRecord[] = [];
  const shards = [...Map.groupBy(pairs, ({ shard }) => shard)];
  for (const [done, [shard, group]] of shards.entries()) {
    onProgress({
      stage: "check",
      done,
      total: shards.length,
      what: `${shard.label} against ${count(group.length, "list")}`,
    });
    const read = await readShard(shardFolder(config, shard), poseidon);
    for (const { list } of group) {
      const findings = findListedRecords(read, list.list);
      const present = { shard, list, findings };
      if (findings.length > 0) appendAll(found, await described(config, present, poseidon, powers, located));
    }
  }
  return found;
}

async function described(
  config: Config,
  present: Present,
  poseidon: Poseidon,
  powers: PowersSource,
  located: boolean,
): Promise<FoundRecord[]> {
  const { shard, list, findings } = present;
  const entry = config.shards.find(({ name }) => name === shard.shard);
  if (entry === undefined || !located)
    return foundRecords({ shard: shard.label, list: list.list, findings, files: new Map() });
  const keys = findings.map(({ key }) => keyFromHex(key));
  const places = await locateInSources(await layersOptions(config, entry, poseidon, powers), keys);
  const current = findings.map((finding, i) => (places[i]!.length > 0 ? { ...finding, records: places[i]! } : finding));
  const { sources } = await findSources(entry.sources);
  const files = new Map(sources.map((source) => [source.name, { ...source, path: shown(source.path) }]));
  return foundRecords({ shard: shard.label, list: list.list, findings: current, files });
}

/** Relative to the working directory, if it is inside. */
function shown(path: string): string {
  if (isRemote(path)) return withoutQueries(path);
  const below = relative(process.cwd(), path);
  return below.startsWith("..") ? path : below.replaceAll("\\", "/");
}
