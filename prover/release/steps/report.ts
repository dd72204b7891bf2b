import type { Deployment } from "../../chain/deployment/document.ts";
import type { ReleaseId } from "../../shared/ids.ts";
import type { UpTo } from "../../shared/verdict.ts";
import {
  type Coverage,
  decideVerdict,
  type FoundRecord,
  REPORT_FORMAT,
  type ReleaseMode,
  type ReleaseReport,
} from "../report/report.ts";
import { comparedShards, coverageOfPairs, type EndedPair } from "./coverage.ts";
import { isPagePair, type ReleasePair } from "./prove.ts";
import type { RunLog } from "./runLog.ts";

/** What is known when a run ends. `behind`: ancestors that violate the policy. */
export type Ended = {
  pairs: readonly EndedPair[];
  findings?: readonly FoundRecord[];
  behind?: readonly Coverage[];
  release?: ReleaseId;
  /** How much of the lists that have grown the registered release covers. */
  upTo?: readonly UpTo[];
  evidence?: { cid: string; path: string };
};

/** Whether a proof depends on a key or on powers of tau for development. */
const isDevelopment = ({ circuits, powers }: Deployment, pairs: readonly ReleasePair[]): boolean =>
  (pairs.some(isPagePair) && circuits.some(({ setup }) => setup === "development")) ||
  (!pairs.every(isPagePair) && powers?.setup === "development");

/** The report of a run. */
export function reportOf(
  { tag, mode = "run" }: { tag: string; mode?: ReleaseMode },
  account: RunLog,
  deployment: Deployment,
  ended: Ended,
): ReleaseReport {
  const { pairs, findings = [], behind = [], release = null, evidence = null } = ended;
  const coverage = [...coverageOfPairs(pairs), ...behind];
  const verdict = decideVerdict({ coverage, findings, upTo: ended.upTo ?? [] });
  const upTo = verdict === "behind" ? (ended.upTo ?? []) : [];
  const { started, transactions, seconds } = account;
  return {
    format: REPORT_FORMAT,
    tag,
    mode,
    verdict,
    upTo,
    coverage,
    findings,
    shards: comparedShards(pairs),
    development: isDevelopment(deployment, pairs),
    chainId: deployment.chainId,
    transactions,
    release,
    evidence,
    started,
    seconds,
  };
}
