import { sha256 } from "../../shared/files.ts";
import { stringifyJson } from "../../shared/json.ts";
import { printable, quoted } from "../../shared/names.ts";
import { coverageOf, type FoundRecord, type ReleaseReport } from "./report.ts";
import { describeRecord, describeVerdict } from "./words.ts";

/** The schema that a report names: the one that OASIS published with the standard. */
const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** GitHub refuses a file with more than 25,000 results per run or 10 MiB, and shows 5,000 results. */
const SARIF_RESULTS = 5_000;

/**
 * A report as SARIF 2.1.0: a rule for each list, a result for each record. A result has the line as its region where
 * records are lines; elsewhere only the message has the record's number. Results beyond the first 5,000 are left out,
 * and a notification says how many.
 */
export function toSarif(report: ReleaseReport, toolVersion: string): string {
  const lists = new Map(coverageOf(report).map((each) => [ruleOf(each), each] as const));
  const ids = [...lists.keys()];
  const rules = [...lists].map(([id, { list, scheme }]) => ({
    id,
    name: "BlocklistedWorkPresent",
    shortDescription: { text: `A record is a work of the blocklist ${quoted(list)} (${scheme}).` },
    help: {
      text: "Remove the record and run the release again. The publisher of the list is responsible for its entries.",
    },
    defaultConfiguration: { level: "error" },
  }));
  const run = {
    tool: { driver: { name: "disjoint", semanticVersion: toolVersion, rules } },
    automationDetails: { id: `disjoint/${encodeURIComponent(report.tag.toWellFormed())}` },
    invocations: [{ executionSuccessful: true, startTimeUtc: report.started, ...notifications(report) }],
    columnKind: "utf16CodeUnits",
    results: withFingerprints(report.findings.slice(0, SARIF_RESULTS)).map(([found, fingerprint]) => ({
      ruleId: ruleOf(found),
      ruleIndex: ids.indexOf(ruleOf(found)),
      level: "error",
      message: { text: `${describeRecord(found)} (${printable(found.file)})` },
      locations: [{ physicalLocation: locationOf(found) }],
      // GitHub only uses the second one.
      partialFingerprints: { "disjointRecord/v1": fingerprint, primaryLocationLineHash: fingerprint },
      properties: { ...found },
    })),
  };
  return stringifyJson({ $schema: SCHEMA, version: "2.1.0", runs: [run] }, 2);
}

/** What the results alone do not show: that some are left out, or that an empty list does not mean clean. */
function notifications(report: ReleaseReport): object {
  const { verdict, findings } = report;
  const more = findings.length - SARIF_RESULTS;
  const text = `${more} of ${findings.length} records are left out here: all of them are in the report as JSON.`;
  const all = [
    ...(more > 0 ? [notification("results-left-out", text)] : []),
    ...(verdict === "behind" || verdict === "open" ? [notification(verdict, describeVerdict(report))] : []),
  ];
  return all.length === 0 ? {} : { toolExecutionNotifications: all };
}

const notification = (id: string, text: string) => ({ level: "warning", descriptor: { id }, message: { text } });

const ruleOf = ({ list, scheme }: { list: string; scheme: string }): string => `${printable(list)}/${scheme}`;

/** Does not depend on other records: made of the work, the file, and which copy in the file it is. */
function withFingerprints(findings: readonly FoundRecord[]): [FoundRecord, string][] {
  const seen = new Map<string, number>();
  return findings.map((found) => {
    const { shard, file, list, scheme, key } = found;
    const place = stringifyJson([shard, file, list, scheme, key]);
    const copy = seen.get(place) ?? 0;
    seen.set(place, copy + 1);
    return [found, sha256(stringifyJson([place, copy]))];
  });
}

/** Relative paths are relative to the repository; absolute paths and URLs stay as they are. */
function locationOf({ file, line }: FoundRecord): unknown {
  const region = line === null ? {} : { region: { startLine: line } };
  if (/^[a-z][a-z0-9+.-]*:\/\//.test(file))
    return { artifactLocation: { uri: encodeURI(file.toWellFormed()) }, ...region };
  const path = file.toWellFormed().split("/").map(encodeURIComponent).join("/");
  if (file.startsWith("/")) return { artifactLocation: { uri: `file://${path}` }, ...region };
  return { artifactLocation: { uri: path, uriBaseId: "%SRCROOT%" }, ...region };
}
