import type { ShardCoverage } from "../../shared/coverage.ts";
import type { CrowdedRecords } from "../../shared/crowds.ts";
import type { UpTo } from "../../shared/verdict.ts";
import type { Source } from "../../source/records/row.ts";
import type { ListedWork } from "../../statements/findings.ts";

/** Version of the report in JSON. */
export const REPORT_FORMAT = "disjoint/report/v3";

/** How far a run goes (see `release`). */
export type ReleaseMode = "run" | "dry-run" | "plan-only";

/**
 * `clean`: every page is accounted for. `dirty`: something blocklisted is present. `behind`: the registered release is
 * clean up to an earlier epoch of a list that has grown since. `open`: proofs are missing, and nothing is claimed.
 */
export type ReleaseVerdict = "clean" | "dirty" | "behind" | "open";

/** One shard against one list. */
export type Coverage = {
  shard: string;
  /** Decimal. */
  commitment: string;
  list: string;
  scheme: string;
  /** The list's id on the chain and the epoch of the run; null if the list was only read from files. */
  listId: string | null;
  epoch: number | null;
  /** The number of pages of the list, and of those that the shard is known to be clean of when the run ends. */
  pages: number;
  clean: number;
  /** Proofs that this run made, and pages whose proof or acceptance is from an earlier run. */
  made: number;
  reused: number;
};

/**
 * What of a shard's sources is compared with the lists and what is not; null if an older version read them.
 * `passedOver`: files that were not read, relative to their sources; names of folders end in `/`. `crowds`: records
 * that make the shard's tree deeper than is common, if the run has read the sources.
 */
export type ComparedShard = {
  shard: string;
  coverage: ShardCoverage | null;
  passedOver: readonly string[];
  crowds: readonly CrowdedRecords[];
};

/** A record of a shard that matches an entry of a list. */
export type FoundRecord = {
  shard: string;
  /** The file's path, relative to the working directory if it is inside, or its URL; with "/" between names. */
  file: string;
  /** The number of the record, from 1, and its line in the file if the format has one record a line. */
  row: number;
  line: number | null;
  list: string;
  scheme: string;
  /** The entry's page and its position on it, both from 0. */
  page: number;
  entry: number;
  /** The entry's key, 62 hexadecimal digits, and the publisher's note about it ("" if there is none). */
  key: string;
  reason: string;
};

/** What a run of `release` found and did. It holds no secrets. */
export type ReleaseReport = {
  format: typeof REPORT_FORMAT;
  tag: string;
  mode: ReleaseMode;
  verdict: ReleaseVerdict;
  /** For the verdict `behind`: how much of each list that has grown is covered. Otherwise empty. */
  upTo: readonly UpTo[];
  coverage: readonly Coverage[];
  shards: readonly ComparedShard[];
  /** One for each record, in the order of shards, lists, entries and records. */
  findings: readonly FoundRecord[];
  /** Whether a proof depends on a development key, whose maker can prove anything. */
  development: boolean;
  chainId: number | null;
  /** The transactions of this run; gas in decimal, null if another transaction had the same effect first. */
  transactions: readonly { hash: string; what: string; gasUsed: string | null }[];
  /** The release's id on the chain. */
  release: string | null;
  /** The evidence pack: its content identifier, and the path that it was written to. */
  evidence: { cid: string; path: string } | null;
  /** ISO 8601, UTC. */
  started: string;
  /** The duration of each stage in seconds, in the order in which they began. */
  seconds: readonly { stage: string; seconds: number }[];
};

/** The verdict of a run: `clean` only if nothing is open and there was something to prove. */
export function decideVerdict(report: Pick<ReleaseReport, "coverage" | "findings" | "upTo">): ReleaseVerdict {
  const { coverage, findings, upTo } = report;
  if (findings.length > 0) return "dirty";
  if (coverage.length > 0 && coverage.every(isCovered)) return "clean";
  return upTo.length > 0 ? "behind" : "open";
}

/**
 * The coverage, with an empty pair added for every finding that has none, so that formats that go by shard and list
 * lose no record.
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

/** The records of a shard that match entries of a list. */
export const recordsOf = ({ findings }: ReleaseReport, pair: Coverage): FoundRecord[] =>
  findings.filter((found) => pairOf(found) === pairOf(pair));

const pairOf = ({ shard, list, scheme }: Pick<Coverage, "shard" | "list" | "scheme">): string =>
  JSON.stringify([shard, list, scheme]);

/** Whether the shard is known to be clean of the whole list. False for a list without pages. */
export const isCovered = ({ pages, clean }: Coverage): boolean => pages > 0 && clean === pages;

/** The shard and the list of findings, and the paths of the shard's sources by name. */
type Found = {
  shard: string;
  list: { name: string; scheme: string };
  findings: readonly ListedWork[];
  files: ReadonlyMap<string, Pick<Source, "path" | "format" | "compression">>;
};

/**
 * The records of findings for a report. A file that is not in `files` keeps the name it has in the shard.
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

/** CSV records may span lines, and an editor shows other lines for a compressed file. */
function lineOf(file: Pick<Source, "format" | "compression"> | undefined, row: number): number | null {
  if (file?.compression !== "none") return null;
  if (file.format === "jsonl" || file.format === "lines") return row;
  return file.format === "tsv" ? row + 1 : null;
}
