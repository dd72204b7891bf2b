/** The trusted setup: circuits, their artifacts, and ceremonies. */
export { type Engine, type EngineRun, openEngine } from "./accumulator/engine.ts";
export type { Powers } from "./accumulator/powers.ts";
export type { PowersHeader } from "./accumulator/powersFile.ts";
export { keyToWords } from "./groth16/verificationKey.ts";
export { type AnyCircuit, CIRCUITS, type Circuit, INCLUSION, LISTINGS } from "./plan/circuits.ts";
export { type ArtifactOptions, ensureArtifacts } from "./setup/artifacts.ts";
export { type CeremonyOptions, finishCeremony, startCeremony } from "./setup/ceremony.ts";
export { applyBeacon, contributeToCeremony } from "./setup/contribute.ts";
export { ARTIFACT_FILES, type ArtifactLock, LOCK_FORMAT } from "./setup/lock.ts";
export { type BuiltInCircuit, readPinnedCircuits, toCircuitToDeploy } from "./setup/pinned.ts";
export { POWERS_LOCK_FORMAT, type PowersLock } from "./setup/powers/lock.ts";
export { type MakePowersOptions, makeDevelopmentPowers, makePowers, type PowersSize } from "./setup/powers/make.ts";
export { openPowers } from "./setup/powers/open.ts";
export type { PowersOfTau } from "./setup/powersOfTau.ts";
export { type Artifacts, loadVerifiedArtifacts } from "./setup/verifiedArtifacts.ts";
export type { Contribution } from "./setup/zkey.ts";
export { CIRCUIT_CHOICES, type CircuitChoice } from "./shared/circuit.ts";
export type { OnProgress, Progress } from "./shared/progress.ts";
