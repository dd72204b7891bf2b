/** Releases: the configuration, the run that completes a release, and its reports. */
export type { QueueSource } from "./fleet/coordinator/address.ts";
export type { FleetConfig } from "./fleet/coordinator/fleet.ts";
export type { CheckResult } from "./release/checks/checklist.ts";
export {
  type BlocklistConfig,
  type ChainConfig,
  COMMITMENT_KINDS,
  CONFIG_FORMAT,
  type Config,
  type Policy,
  type ShardConfig,
  type WeightsSource,
} from "./release/config/config.ts";
export { UNDECIDED } from "./release/config/fields.ts";
export { CONFIG_FILES, loadConfig } from "./release/config/load.ts";
export type { Forecast } from "./release/init/forecast.ts";
export { type InitOptions, initConfig, type ProposedConfig } from "./release/init/init.ts";
export type { ConfigProposal, ProposedShard, ShardProposal } from "./release/init/propose.ts";
export type { ProposedScheme } from "./release/init/schemes.ts";
export { type ReleaseOptions, type ReleaseResult, runRelease } from "./release/release.ts";
export { REPORT_KINDS, type ReportKind, renderReport } from "./release/report/render.ts";
export {
  type ComparedShard,
  type Coverage,
  decideVerdict,
  type FoundRecord,
  REPORT_FORMAT,
  type ReleaseMode,
  type ReleaseReport,
  type ReleaseVerdict,
} from "./release/report/report.ts";
export {
  type CommitWork,
  estimateRelease,
  type ReleaseEstimate,
  type ReleaseWork,
} from "./release/steps/estimate.ts";
export type { DisjointnessWork, PlanTotals } from "./release/steps/plan.ts";
export type { MachineTime } from "./release/steps/price.ts";
export { CIRCUIT_CHOICES, type CircuitChoice } from "./shared/circuit.ts";
export type { ComparedField, LeftOutCount, ShardCoverage, UncountedCoverage } from "./shared/coverage.ts";
export type { OnProgress, Progress } from "./shared/progress.ts";
