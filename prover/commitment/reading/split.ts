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
  const ids = new Set<string>();
  const wanted = journal.transaction(() =>
    cuts.flatMap(({ parts }) =>
      parts.map((part) => {
        const source = sources[part.source]!;
        const id = partId(source, part, config);
        ids.add(id);
        return { source, part, ...journal.find(id) };
      }),
    ),
  );
  // Files are checked against their description when read, so another description must not find the old shard.
  const described = sources.map(({ name, expected = null, counted = null }) => [name, expected, counted]);
  const id = sha256(stringifyJson([described, passedOver, [...ids]]));
  return { ...found, wanted, sha256s: cuts.map((cut) => cut.sha256), id };
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
