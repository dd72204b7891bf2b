import { printable } from "../../shared/names.ts";
import type { ReleaseReport } from "./report.ts";

/**
 * A report as lines of `name=value`, for the outputs of a GitHub step or a GitLab dotenv report. The last value is a
 * path and may hold any character: parse the lines, never run them in a shell.
 */
export function toEnvironment({ verdict, coverage, findings, release, evidence }: ReleaseReport): string {
  const sum = (name: "made" | "reused") => coverage.reduce((total, pair) => total + pair[name], 0);
  const values = {
    status: verdict,
    release: release ?? "",
    evidence: evidence?.cid ?? "",
    findings: findings.length,
    made: sum("made"),
    reused: sum("reused"),
    evidence_path: printable(evidence?.path ?? ""),
  };
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}
