import { DisjointError } from "../../shared/errors.ts";
import type { Format, Source } from "../../source/records/row.ts";
import { proposeArchive } from "./archives.ts";
import { kindOf } from "./kinds.ts";
import { lookInto } from "./look.ts";
import { type Proposed, schemesFor, schemesForWhole } from "./schemes.ts";
import { judgeLines } from "./texts.ts";

/**
 * How to read files, and what to fingerprint in them; `undefined` means undecided. `known`: a field that they have.
 */
export type Reading = Proposed & { format: Format | "auto" | undefined; known?: string | undefined };

/** How many files of a kind are sampled: the first, the last and some in between. */
const LOOKED_AT = 16;

/** Proposes one reading for all the files, which are of one kind unless a description lists them. */
export async function proposeReading(files: readonly Source[], needed: readonly string[]): Promise<Reading> {
  const readings: [string, Reading][] = [];
  for (const file of spread(files))
    readings.push([file.name, await readingOfOne(file, needed).catch((error) => unreadable(file, error))]);
  const [, first] = readings[0]!;
  const isSame = ({ format, schemes }: Reading) =>
    JSON.stringify([format, schemes]) === JSON.stringify([first.format, first.schemes]);
  const notes = [...new Set(readings.flatMap(([, reading]) => reading.notes))];
  if (readings.every(([, reading]) => isSame(reading))) return { ...first, notes };
  const different = readings.filter(([, reading], i) => i === 0 || !isSame(reading)).map(describe);
  const format = readings.every(([, reading]) => reading.format === first.format) ? first.format : undefined;
  return { ...first, format, schemes: undefined, notes: ["files differ:", ...new Set(different), ...notes] };
}

function spread(files: readonly Source[]): Source[] {
  const count = Math.min(LOOKED_AT, files.length);
  const chosen = Array.from({ length: count }, (_, i) => Math.round((i * (files.length - 1)) / Math.max(count - 1, 1)));
  return chosen.map((i) => files[i]!);
}

function describe([name, { schemes }]: [string, Reading]): string {
  const each = schemes?.map(({ scheme, field }) => (field === undefined ? scheme : `${scheme} of ${field}`));
  return `${name}: ${each?.join(", ") ?? "undecided"}`;
}

function unreadable(file: Source, error: unknown): Reading {
  if (!(error instanceof DisjointError)) throw error;
  return { format: file.format, schemes: undefined, notes: [`cannot be read: ${error.message}`] };
}

async function readingOfOne(file: Source, needed: readonly string[]): Promise<Reading> {
  const kind = kindOf(file);
  if (kind === "media") return { format: "files", ...schemesForWhole(false, needed) };
  if (kind === "documents") return { format: "files", ...schemesForWhole(true, needed) };
  if (kind === "other")
    return { format: undefined, schemes: undefined, notes: [`its ending says nothing: ${file.name}`] };
  if (kind === "lines") return linesOrFile(file, needed);
  if (kind === "tar" || kind === "webdataset") return proposeArchive(file, needed);
  const look = await lookInto(file);
  const names = [...look.values.keys()].map((name) => name ?? "");
  const proposed = schemesFor(look, needed);
  const doubt = kind === "csv" || kind === "tsv" ? doubtOf(names, kind) : undefined;
  if (doubt !== undefined)
    return { format: kind, known: names[0], schemes: undefined, notes: [doubt, ...proposed.notes] };
  return { format: kind, known: names[0], ...proposed };
}

/** Why the first line of a table seems to be data and not column names: its values would not be compared. */
function doubtOf(names: readonly string[], kind: "csv" | "tsv"): string | undefined {
  const others = kind === "csv" ? /[;|\t]/ : /[,;|]/;
  const other = names.find((name) => others.test(name));
  if (names.length === 1 && other !== undefined) return `columns seem to be separated by something else: ${other}`;
  const value = names.find((name) => /^(\d+([.,]\d+)?|https?:.*|(\S+\s+){4,}\S+)$/is.test(name) || name.length > 64);
  return value === undefined ? undefined : `the first line seems to be a record and not the columns' names: ${value}`;
}

async function linesOrFile(file: Source, needed: readonly string[]): Promise<Reading> {
  const lines = await judgeLines(file);
  if (lines === "addresses") return { format: "lines", ...schemesFor(await lookInto(file), needed) };
  const proposed = schemesForWhole(true, needed);
  if (lines === "document") return { format: "files", ...proposed };
  const notes = [
    "is a work a line (format: lines) or a file (format: files)? Their lines do not tell",
    ...proposed.notes,
  ];
  return { format: undefined, schemes: proposed.schemes, notes };
}
