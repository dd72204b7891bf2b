import type { Signer } from "../../bundle/envelope.ts";
import { appendAll } from "../../shared/collections.ts";
import { type Check, check, toVerdict, type Verdict } from "../../shared/verdict.ts";
import { commitmentDigest, type Digest, referenceOf } from "../steps/step.ts";
import { readSteps, type SignedStep, type StepGraph, stepsRoot } from "./graph.ts";

/**
 * What the steps of a lineage must lead to. `shards`: the commitments that the weights may come from, all of which must
 * be reached; missing: any. `hasParents`: other shards may be reached as well, those of releases that this one was made
 * from; default: no. `root`: the root of the steps, 64 hexadecimal digits, as it was published.
 */
export type LineageClaims = { shards?: readonly bigint[]; hasParents?: boolean; root?: string };

/** What a verifier of a lineage accepts. `signers`: whose steps count. */
export type LineagePolicy = LineageClaims & { signers: readonly Signer[] };

/**
 * What steps lead to. `shards`: the commitments that were reached, in decimal; `code`: what was taken as a program and
 * is not walked back; `steps`: those that were walked, from the weights back; `unused`: names of the others; `root`: of
 * the walked steps.
 */
export type Lineage = {
  shards: string[];
  code: { name: string; digest: Digest }[];
  steps: SignedStep[];
  unused: string[];
  root?: string;
};

/** The verdict on a lineage. */
export type LineageVerdict = Verdict & Lineage;

/**
 * Walks from weights back to committed shards, offline. Every material that is data must be a product of a signed step
 * or the commitment to a shard; every gap is a failed check of its own. A step's signer is believed: that a command
 * read nothing else is not proved.
 *
 * @param weights SHA-256 of the weights, or of a model as OpenSSF model signing has it, 64 hexadecimal digits
 * @param files signed steps, DSSE envelopes
 * @example
 * const { outcome } = verifyLineage("ab".repeat(32), [], { signers: [] });
 * console.log(outcome); // false
 */
export function verifyLineage(weights: string, files: readonly Uint8Array[], policy: LineagePolicy): LineageVerdict {
  const graph = readSteps(files, policy.signers);
  const { checks, lineage } = walkLineage(weights, graph, policy);
  return { ...toVerdict([...graph.checks, ...checks]), ...lineage };
}

/** The same for steps that were read, without the checks of their formats and signatures. */
export function walkLineage(
  weights: string,
  graph: StepGraph,
  claims: LineageClaims,
): { checks: Check[]; lineage: Lineage } {
  const start = graph.producers.get(referenceOf({ sha256: weights })) ?? [];
  const walked = walk(graph, start);
  const checks = [
    check("weights", start.length > 0, `no step has the weights ${weights} as its product`),
    ...walked.flatMap((each) => stepChecks(each, graph)),
    check("cycle", !hasCycle(walked, graph), "a step uses what was made from its own product"),
  ];
  const shards = new Set(
    walked.flatMap(({ step }) => step.materials.flatMap(({ digest }) => commitmentIn(digest) ?? [])),
  );
  appendAll(checks, shardChecks(shards, claims));
  const root = stepsRoot(walked);
  if (claims.root !== undefined)
    checks.push(check("steps-root", root === claims.root, `the steps have the root ${root ?? "of no step"}`));
  const lineage = {
    shards: [...shards].map((hex) => BigInt(`0x${hex}`).toString()),
    code: walked.flatMap(({ step }) => step.materials.filter(({ role }) => role === "code")),
    steps: walked,
    unused: graph.steps.filter((each) => !walked.includes(each)).map(({ label }) => label),
    ...(root !== undefined && { root }),
  };
  return { checks, lineage };
}

const commitmentIn = (digest: Digest): string | undefined =>
  "disjointCommitmentV1" in digest ? digest.disjointCommitmentV1 : undefined;

/** Everything that a step's data was made by. */
const makersOf = ({ step }: SignedStep, { producers }: StepGraph): SignedStep[] =>
  step.materials
    .filter(({ role }) => role === "data")
    .flatMap(({ digest }) => producers.get(referenceOf(digest)) ?? []);

/** All steps behind some, each once, nearest first. */
function walk(graph: StepGraph, start: readonly SignedStep[]): SignedStep[] {
  const found = new Set(start);
  for (const each of found) for (const maker of makersOf(each, graph)) found.add(maker);
  return [...found];
}

function stepChecks({ step, label }: SignedStep, { producers }: StepGraph): Check[] {
  const data = step.materials.filter(({ role }) => role === "data");
  const strong = new Set(data.map(({ name }) => name));
  const weak = step.weak.filter(({ name, role }) => role === "material" && !strong.has(name));
  const isLate = (maker: SignedStep) =>
    maker.step.source.kind === "run" && step.source.kind === "run" && maker.step.finished > step.started;
  return [
    check("material", data.length + weak.length > 0, "it names no data that it used", `material-${label}`),
    ...data.map(({ name, digest }) => {
      const isKnown = commitmentIn(digest) !== undefined || producers.has(referenceOf(digest));
      return check(
        "material",
        isKnown,
        `${name} is neither a product nor a committed shard`,
        `material-${label}-${name}`,
      );
    }),
    ...data.map(({ name, digest }) =>
      check(
        "chronology",
        !(producers.get(referenceOf(digest)) ?? []).some(isLate),
        `${name} was made after the step had begun`,
        `chronology-${label}-${name}`,
      ),
    ),
    check(
      "weak-digest",
      weak.length === 0,
      weak.map(({ name, reason }) => `${name}: ${reason}`).join("; "),
      `weak-digest-${label}`,
    ),
  ];
}

function hasCycle(steps: readonly SignedStep[], graph: StepGraph): boolean {
  const done = new Set<SignedStep>();
  // A step is done once all that made its data is; what is never done is on a cycle, or comes after one.
  for (let before = -1; done.size > before; ) {
    before = done.size;
    for (const each of steps) if (makersOf(each, graph).every((maker) => done.has(maker))) done.add(each);
  }
  return done.size < steps.length;
}

function shardChecks(reached: ReadonlySet<string>, { shards, hasParents = false }: LineageClaims): Check[] {
  if (shards === undefined) return [check("source-shards", reached.size > 0, "no committed shard is reached")];
  const known = new Set(shards.map((commitment) => commitmentIn(commitmentDigest(commitment))!));
  const foreign = hasParents ? [] : [...reached].filter((shard) => !known.has(shard));
  const missing = [...known].filter((shard) => !reached.has(shard));
  const decimal = (some: string[]) => some.map((hex) => BigInt(`0x${hex}`)).join(", ");
  return [
    check("source-shards", foreign.length === 0, `not of the release: ${decimal(foreign)}`, "source-shards-declared"),
    check(
      "source-shards",
      missing.length === 0 && known.size > 0,
      known.size === 0 ? "the release has no shard" : `not reached: ${decimal(missing)}`,
      "source-shards-reached",
    ),
  ];
}
