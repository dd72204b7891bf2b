import type { ExpectedTransaction } from "../../chain/cost/gas.ts";
import { once } from "../../shared/promises.ts";
import type { ArtifactSource } from "../steps/proofs.ts";
import { expectedOfPlan, type PlannedWork } from "./transactions.ts";

/** What a run is about once its shards are committed, and the transactions that it will send. */
export type Planned = PlannedWork & { artifacts: ArtifactSource; transactions(): Promise<ExpectedTransaction[]> };

export const plannedOf = (work: PlannedWork & { artifacts: ArtifactSource }): Planned => ({
  ...work,
  transactions: once(() => expectedOfPlan(work)),
});
