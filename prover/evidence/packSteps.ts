import { readSteps, type SignedStep, type StepGraph } from "../custody/lineage/graph.ts";
import { walkLineage } from "../custody/lineage/verify.ts";
import { dataError } from "../shared/errors.ts";
import type { ReleaseFacts } from "./facts.ts";

/** A signed step of a pack: the DSSE envelope, and the id of its statement. */
type StepFile = Pick<SignedStep, "id"> & { file: Uint8Array };

/**
 * Signed steps, each once, sorted by their ids.
 *
 * @throws data `evidence/invalid`
 */
export function sortedSteps(files: readonly Uint8Array[]): StepFile[] {
  const steps = files.map((file): StepFile => {
    const { checks, steps } = readSteps([file], []);
    const problem = checks.find(({ id, ok }) => id === "format" && !ok);
    if (problem !== undefined)
      throw dataError("evidence/invalid", `a step: ${problem.detail}`, "Make it again with the command that wrote it.");
    return { file, id: steps[0]!.id };
  });
  return [...new Map(steps.map((step) => [step.id, step])).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * Walks the steps of a pack from the declared weights to the declared shards: it needs all of the steps, and reaches
 * all of the shards. The steps behind a parent may lead to the shards of the parent as well.
 *
 * @returns undefined for a pack without steps
 */
export const walkSteps = ({ declared, steps }: ReleaseFacts, graph: StepGraph) =>
  steps &&
  walkLineage(declared.weights.digest, graph, {
    shards: declared.shards.map(({ commitment }) => BigInt(commitment)),
    hasParents: declared.parents.length > 0,
    root: steps.root,
  });

/**
 * Refuses steps that no verifier could accept, even one who trusts all signers.
 *
 * @throws data `evidence/lineage`
 */
export function requireLineage(facts: ReleaseFacts, steps: readonly StepFile[]): void {
  const graph = readSteps(
    steps.map(({ file }) => file),
    [],
  );
  const failed = walkSteps(facts, graph)?.checks.find(({ ok }) => !ok);
  if (failed !== undefined)
    throw dataError(
      "evidence/lineage",
      `the steps do not lead from the weights to the shards: ${failed.name}: ${failed.detail}`,
      "Give every step between the declared weights and shards, and no other.",
    );
}
