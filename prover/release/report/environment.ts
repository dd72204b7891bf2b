import { printable } from "../../shared/names.ts";
import type { ReleaseReport } from "./report.ts";

/**
 * A report as lines of `name=value`: what GitHub takes as the outputs of a step and GitLab as a dotenv report. The last
 * value is a path, whose signs are anybody's: the lines are to be read, not to be run by a shell.
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
