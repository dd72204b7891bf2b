import { stringifyJson } from "../../shared/json.ts";
import { toEnvironment } from "./environment.ts";
import { toJunit } from "./junit.ts";
import { toMarkdown } from "./markdown.ts";
import type { ReleaseReport } from "./report.ts";
import { toSarif } from "./sarif.ts";
import { toText } from "./text.ts";
import { toWorkflowCommands } from "./workflow.ts";

/** The formats of a report: for people, programs, code scanning and CI systems. */
export const REPORT_KINDS = ["text", "json", "sarif", "junit", "markdown", "github", "env"] as const;

/** One of `REPORT_KINDS`. */
export type ReportKind = (typeof REPORT_KINDS)[number];

/**
 * Renders a report in a format; ends with a line feed. `version`: of this program.
 *
 * @example
 * const { verdict } = JSON.parse(renderReport(report, "json", "0.1.0"));
 * console.log(verdict); // clean
 */
export function renderReport(report: ReleaseReport, kind: ReportKind, version: string): string {
  switch (kind) {
    case "text":
      return `${toText(report)}\n`;
    case "json":
      return stringifyJson(report, 2);
    case "sarif":
      return toSarif(report, version);
    case "junit":
      return toJunit(report);
    case "markdown":
      return toMarkdown(report);
    case "github":
      return toWorkflowCommands(report);
    case "env":
      return toEnvironment(report);
  }
}
