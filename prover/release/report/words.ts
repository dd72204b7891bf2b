import { coverageLines, UNKNOWN_COVERAGE } from "../../shared/coverageWords.ts";
import { describeCrowds } from "../../shared/crowds.ts";
import { count } from "../../shared/format.ts";
import { labelled, printable, quoted } from "../../shared/names.ts";
import { describeUpTo, type UpTo } from "../../shared/verdict.ts";
import type { Coverage, FoundRecord, ReleaseMode, ReleaseReport } from "./report.ts";

/** The parts of a report that have the same wording in every format. */
export const describeRecord = ({ row, list, page, entry, key, reason }: FoundRecord): string =>
  `record ${row} is blocklisted by ${quoted(list)}: entry ${entry} of page ${page}, ${printable(reason) || key}`;

/** The verdict in one line. */
export function describeVerdict({ tag, mode, verdict, upTo, findings, coverage, release }: ReleaseReport): string {
  const name = labelled(tag);
  if (verdict === "behind") return `${name} is behind: ${upTo.map(describeBehind).join("; ")}${UNPROVED[mode]}`;
  if (verdict === "clean") return `${name} is clean: its shards hold no entry of ${namesOf(coverage)}`;
  if (verdict === "open")
    return `${name} is open: ${count(openPages(coverage), "page")} not proved yet${UNPROVED[mode]}`;
  const works = new Set(findings.map(({ list, key }) => `${key} ${list}`)).size;
  const present = `${count(findings.length, "record")} of ${count(works, "blocklisted work")} present`;
  if (release === null) return `${name} is NOT clean: ${present}`;
  return (
    `${name} stays registered as ${release}, and is NOT clean of ` + `${provedUpTo({ coverage, findings })}: ${present}`
  );
}

/** How much of a list that has grown is covered. */
const describeBehind = (upTo: UpTo): string => `of ${quoted(upTo.list)} ${describeUpTo(upTo)}`;

/** What a dry run has not done, so that no one takes it for a release. */
const UNPROVED: Record<ReleaseMode, string> = {
  run: "",
  "dry-run": "; a dry run has looked for blocklisted records and found none, and proves nothing",
  "plan-only": "; a plan looks for nothing and proves nothing",
};

/** For lists with findings, how much was proved before they grew. */
function provedUpTo({ coverage, findings }: Pick<ReleaseReport, "coverage" | "findings">): string {
  const dirty = new Set(findings.map(({ list }) => list));
  const pages = new Map<string, { clean: number; pages: number }>();
  for (const { list, clean, pages: all } of coverage)
    if (dirty.has(list)) pages.set(list, { clean: Math.min(clean, pages.get(list)?.clean ?? clean), pages: all });
  const parts = [...pages].map(([list, { clean, pages: all }]) =>
    clean === 0 ? quoted(list) : `${quoted(list)} beyond page ${clean} of ${all}`,
  );
  return parts.length > 3 ? `${parts.length} lists` : new Intl.ListFormat("en").format(parts);
}

/** What of each shard is compared and what is not, and which records crowd its tree, one line each. */
export const comparedLines = ({ shards }: Pick<ReleaseReport, "shards">): string[] =>
  shards.flatMap(({ shard, coverage, passedOver, crowds }) => {
    const compared = coverage === null ? [UNKNOWN_COVERAGE] : coverageLines(coverage, passedOver);
    return [...compared, ...describeCrowds(crowds)].map((line) => printable(`${labelled(shard)}: ${line}`));
  });

/** Lists by name, if that fits on a line. */
function namesOf(coverage: readonly Coverage[]): string {
  const names = [...new Set(coverage.map(({ list }) => quoted(list)))];
  return names.length > 3 ? `${names.length} lists` : new Intl.ListFormat("en").format(names);
}

const openPages = (coverage: readonly Coverage[]): number =>
  coverage.reduce((sum, { pages, clean }) => sum + pages - clean, 0);

/** Notes beside the verdict: what it depends on, or what to do about it. */
export function remarks({ verdict, development, release }: ReleaseReport): string[] {
  if (verdict === "dirty" && release !== null)
    return [
      "No proof was made. What was registered cannot change: release data without these records under a new tag.",
    ];
  if (verdict === "dirty") return ["No proof was made. Remove these records and run the release again."];
  return [...(verdict === "clean" ? [STATED] : []), ...(development ? [DEVELOPMENT] : [])];
}

const STATED =
  "Proved: the committed shards hold no entry of these lists. Only stated: that the model was trained on these shards.";
const DEVELOPMENT =
  "Made with a development key, whose maker can prove anything. This is not evidence for anyone else.";
