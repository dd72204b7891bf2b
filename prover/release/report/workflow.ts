import { printable, quoted } from "../../shared/names.ts";
import type { ReleaseReport } from "./report.ts";
import { describeRecord, describeVerdict } from "./words.ts";

/** GitHub shows ten errors per step; more would only fill the log. */
const SHOWN = 10;

/** A report as workflow commands of GitHub Actions, which become annotations of the files. */
export function toWorkflowCommands(report: ReleaseReport): string {
  const records = report.findings.slice(0, SHOWN).map((found) => {
    const place = `file=${property(found.file)}${found.line === null ? "" : `,line=${found.line}`}`;
    const title = property(`blocklisted by ${quoted(found.list)}`);
    return `::error ${place},title=${title}::${value(describeRecord(found))}`;
  });
  const level = { clean: "notice", behind: "warning", open: "warning", dirty: "error" }[report.verdict];
  return `${[...records, `::${level}::${value(describeVerdict(report))}`].join("\n")}\n`;
}

// How the runner unescapes commands: github.com/actions/toolkit, packages/core/src/command.ts.
const value = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text: string): string => value(printable(text)).replaceAll(":", "%3A").replaceAll(",", "%2C");
