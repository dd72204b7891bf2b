import type { ShardCoverage } from "../../shared/coverage.ts";
import type { CrowdedRecords } from "../../shared/crowds.ts";
import type { UpTo } from "../../shared/verdict.ts";
import type { Source } from "../../source/records/row.ts";
import type { ListedWork } from "../../statements/findings.ts";

/** Version of the report in JSON. */
export const REPORT_FORMAT = "disjoint/report/v3";

/** How far a run goes: `release` has what each is. */
export type ReleaseMode = "run" | "dry-run" | "plan-only";

/**
 * `clean`: every page is accounted for. `dirty`: something blocklisted is present. `behind`: what was registered is
 * clean up to an earlier epoch of a list that has grown since. `open`: proofs are still missing, and nothing is
 * claimed.
 */
export type ReleaseVerdict = "clean" | "dirty" | "behind" | "open";

/** One shard against one list. */
export type Coverage = {
  shard: string;
  /** Decimal. */
  commitment: string;
  list: string;
  scheme: string;
  /** The list's id on the chain, and the epoch that the run was about; null when it was read from files alone. */
  listId: string | null;
  epoch: number | null;
  /** Pages of the list, and those of them that the shard is known to be clean of when the run ends. */
  pages: number;
  clean: number;
  /** Proofs made by this run, and pages for which it found a proof or an accepted fact of an earlier one. */
  made: number;
  reused: number;
};

/**
 * What of a shard's sources is compared with the lists and what is not; null where an older version read them.
 * `passedOver`: files that were not read, relative to their sources; a folder's name ends in `/`. `crowds`: records
 * that make its tree deeper than is common, where the run has read the sources.
 */
export type ComparedShard = {
  shard: string;
  coverage: ShardCoverage | null;
  passedOver: readonly string[];
  crowds: readonly CrowdedRecords[];
};

/** A record of a shard that is a blocklisted work. */
export type FoundRecord = {
  shard: string;
  /** Path of the file, relative to where the run was started if it lies below, or its address; "/" between names. */
  file: string;
  /** The record, counted from 1, and the line of the file that it stands on if records of its format are lines. */
  row: number;
  line: number | null;
  list: string;
  scheme: string;
  /** The entry's place in the list, both counted from 0. */
  page: number;
  entry: number;
  /** The entry's key, 62 hexadecimal digits, and what the list's publisher says of it ("" if nothing). */
  key: string;
  reason: string;
};

/** What a run of `release` found and did. Holds no secret. */
export type ReleaseReport = {
  format: typeof REPORT_FORMAT;
  tag: string;
  mode: ReleaseMode;
  verdict: ReleaseVerdict;
  /** Of a verdict `behind`: how far it reaches, for each list that has grown. Of any other it is empty. */
  upTo: readonly UpTo[];
  coverage: readonly Coverage[];
  shards: readonly ComparedShard[];
  /** One for each record, in the order of shards, lists, entries and records. */
  findings: readonly FoundRecord[];
  /** Whether a proof stands on a development key, whose maker can prove everything. */
  development: boolean;
  chainId: number | null;
  /** Sent by this run; gas in decimal, null when another transaction had the same effect first. */
  transactions: readonly { hash: string; what: string; gasUsed: string | null }[];
  /** The release's id on the chain. */
  release: string | null;
  /** The evidence pack: its content identifier and where it was written. */
  evidence: { cid: string; path: string } | null;
  /** ISO 8601, UTC. */
  started: string;
  /** Seconds that each stage took, in the order in which they ran. */
  seconds: readonly { stage: string; seconds: number }[];
};

/** What a run comes to: nothing may be open, and there must have been something to prove. */
export function decideVerdict(report: Pick<ReleaseReport, "coverage" | "findings" | "upTo">): ReleaseVerdict {
  const { coverage, findings, upTo } = report;
  if (findings.length > 0) return "dirty";
  if (coverage.length > 0 && coverage.every(isCovered)) return "clean";
  return upTo.length > 0 ? "behind" : "open";
}

/**
 * The coverage, and a pair with nothing known for every finding that has none: no record may vanish from what is read
 * by shards and lists.
 */
export function coverageOf({ coverage, findings }: ReleaseReport): Coverage[] {
  const known = new Set(coverage.map(pairOf));
  const others = new Map(findings.map((found) => [pairOf(found), found]));
  const unknown = { commitment: "", listId: null, epoch: null, pages: 0, clean: 0, made: 0, reused: 0 };
  const missing = [...others].flatMap(([pair, { shard, list, scheme }]) =>
    known.has(pair) ? [] : [{ shard, list, scheme, ...unknown }],
  );
  return [...coverage, ...missing];
}

/** The records that were found for a pair of shard and list. */
export const recordsOf = ({ findings }: ReleaseReport, pair: Coverage): FoundRecord[] =>
  findings.filter((found) => pairOf(found) === pairOf(pair));

const pairOf = ({ shard, list, scheme }: Pick<Coverage, "shard" | "list" | "scheme">): string =>
  JSON.stringify([shard, list, scheme]);

/** Whether the shard is known to be clean of the whole list; of a list without a page nobody is. */
export const isCovered = ({ pages, clean }: Coverage): boolean => pages > 0 && clean === pages;

/** Whose findings are reported: the shard, the list, and where the shard's sources lie by their names. */
export type Found = {
  shard: string;
  list: { name: string; scheme: string };
  findings: readonly ListedWork[];
  files: ReadonlyMap<string, Pick<Source, "path" | "format" | "compression">>;
};

/**
 * The records of findings as a report has them; a file that `files` does not know keeps the name it has in the shard.
 */
export const foundRecords = ({ shard, list, findings, files }: Found): FoundRecord[] =>
  findings.flatMap(({ page, entry, key, label, records }) =>
    records.map(({ source, row }) => ({
      shard,
      file: files.get(source)?.path ?? source,
      row,
      line: lineOf(files.get(source), row),
      list: list.name,
      scheme: list.scheme,
      page,
      entry,
      key,
      reason: label,
    })),
  );

/** Records of CSV may span lines, and the lines of a compressed file are not those that an editor shows. */
function lineOf(file: Pick<Source, "format" | "compression"> | undefined, row: number): number | null {
  if (file?.compression !== "none") return null;
  if (file.format === "jsonl" || file.format === "lines") return row;
  return file.format === "tsv" ? row + 1 : null;
}
