import { createHash, type Hash } from "node:crypto";
import { sha256 } from "../../shared/files.ts";
import { stringifyJson } from "../../shared/json.ts";
import type { Found } from "../../source/records/housekeeping.ts";
import type { Source } from "../../source/records/row.ts";
import { type Journal, partId } from "./journal.ts";
import { PART_BYTES, type Part, type Parts, partsOf } from "./parts.ts";
import type { PartResult, ReadConfig } from "./readPart.ts";

/** A part that a run needs. With a result, it has been read before. */
export type Wanted = { number: number; source: Source; part: Part; result?: PartResult };

/** The parts of the sources, and the identity of everything that their keys depend on. */
export type SplitSources = Found & { wanted: Wanted[]; sha256s: (string | undefined)[]; id: string };

/**
 * Splits all sources into parts and finds those that the journal has. Large files are read once for that, and the
 * result is stored, too.
 */
export async function splitSources(found: Found, config: ReadConfig, journal: Journal): Promise<SplitSources> {
  const { sources, passedOver } = found;
  const cuts: Parts[] = [];
  for (const [number, source] of sources.entries()) cuts.push(await splitOnce(source, number, journal));
  const id = createHash("sha256").update("[");
  // Files are checked against their description when read, so another description must not find the old shard.
  addList(id, sources, ({ name, expected = null, counted = null }) => [name, expected, counted]);
  id.update(`,${stringifyJson(passedOver)},`);
  const wanted = journal.transaction(() => wantedOf(sources, cuts, config, journal, id));
  return { ...found, wanted, sha256s: cuts.map((cut) => cut.sha256), id: id.update("]").digest("hex") };
}

/** The parts with what the journal has of them. Their ids, each once, are added to a hash: there may be millions. */
function wantedOf(
  sources: readonly Source[],
  cuts: readonly Parts[],
  config: ReadConfig,
  journal: Journal,
  hash: Hash,
): Wanted[] {
  const wanted: Wanted[] = [];
  const known = new Set<number>();
  hash.update("[");
  for (const { parts } of cuts)
    for (const part of parts) {
      const source = sources[part.source]!;
      const id = partId(source, part, config);
      const found = journal.find(id);
      if (!known.has(found.number)) hash.update(`${known.size === 0 ? "" : ","}${stringifyJson(id)}`);
      known.add(found.number);
      wanted.push({ source, part, ...found });
    }
  hash.update("]");
  return wanted;
}

/** Adds a list of values in canonical JSON to a hash, one at a time: the whole may be longer than a string can be. */
function addList<T>(hash: Hash, items: readonly T[], toValue: (item: T) => unknown): void {
  hash.update("[");
  for (const [i, item] of items.entries()) hash.update(`${i === 0 ? "" : ","}${stringifyJson(toValue(item))}`);
  hash.update("]");
}

async function splitOnce(source: Source, number: number, journal: Journal): Promise<Parts> {
  if (source.size <= PART_BYTES) return partsOf(source, number);
  const id = sha256(stringifyJson({ identity: source.identity, format: source.format, partBytes: PART_BYTES }));
  const kept = journal.note(id);
  if (kept === undefined) {
    const parts = await partsOf(source, number);
    journal.keepNote(id, JSON.stringify(parts));
    return parts;
  }
  const { parts, ...rest } = JSON.parse(kept) as Parts;
  return { ...rest, parts: parts.map((part) => ({ ...part, source: number })) };
}
