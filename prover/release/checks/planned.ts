import type { Expected } from "../../chain/cost/gas.ts";
import { once } from "../../shared/once.ts";
import type { ArtefactSource } from "../steps/proofs.ts";
import { expectedOfPlan, type PlannedWork } from "./transactions.ts";

/** What a run is about once its shards are committed, and what it is going to send. */
export type Planned = PlannedWork & { artefacts: ArtefactSource; transactions(): Promise<Expected[]> };

export const plannedOf = (work: PlannedWork & { artefacts: ArtefactSource }): Planned => ({
  ...work,
  transactions: once(() => expectedOfPlan(work)),
});
