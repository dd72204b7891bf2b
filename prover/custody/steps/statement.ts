import { STATEMENT_TYPE } from "../../bundle/statement.ts";
import { areSameBytes } from "../../shared/collections.ts";
import { type InspectedDocument, inspectJson } from "../../shared/document.ts";
import { stringifyJson } from "../../shared/json.ts";
import { object } from "../../shared/shape/object.ts";
import { either, type Infer, list, literal, type Shape } from "../../shared/shape/shape.ts";
import {
  COMMAND,
  ENVIRONMENT,
  MATERIAL,
  ORIGIN,
  PRODUCT_FIELDS,
  type Product,
  ROLE,
  STEP_NAME,
  type Step,
  type StepSource,
  TIME,
  WEAK,
} from "./step.ts";

/** SLSA's provenance, for steps that were run and watched here. */
export const PROVENANCE_TYPE = "https://slsa.dev/provenance/v1";

/** The predicate of a step that another tool recorded, which SLSA has none for: nobody watched it. */
export const IMPORT_TYPE = "urn:disjoint:imported-step:v1";

const BUILD_TYPE = "urn:disjoint:step:v1";
const BUILDER = "urn:disjoint:step-runner:v1";

const DEPENDENCY = object({ ...PRODUCT_FIELDS, annotations: object({ role: ROLE }) });
const STATEMENT = { _type: literal(STATEMENT_TYPE), subject: list(object(PRODUCT_FIELDS), 1, "names no product") };

/** A step that was run here. */
export const RUN_STATEMENT = object({
  ...STATEMENT,
  predicateType: literal(PROVENANCE_TYPE),
  predicate: object({
    buildDefinition: object({
      buildType: literal(BUILD_TYPE),
      externalParameters: object({ step: STEP_NAME, run: COMMAND }),
      internalParameters: object({ environment: ENVIRONMENT }),
      resolvedDependencies: list(DEPENDENCY),
    }),
    runDetails: object({
      builder: object({ id: literal(BUILDER) }),
      metadata: object({ startedOn: TIME, finishedOn: TIME }),
    }),
  }),
});

/** A step that another tool recorded. */
export const IMPORT_STATEMENT = object({
  ...STATEMENT,
  predicateType: literal(IMPORT_TYPE),
  predicate: object({
    step: STEP_NAME,
    origin: ORIGIN,
    materials: list(MATERIAL),
    weak: list(WEAK),
    startedOn: TIME,
    finishedOn: TIME,
  }),
});

const isImport = (value: unknown) => (value as { predicateType?: unknown } | null)?.predicateType === IMPORT_TYPE;

/** The statement about a step, of either kind. */
const STEP_STATEMENT = either<Shape<Infer<typeof RUN_STATEMENT> | Infer<typeof IMPORT_STATEMENT>>>(
  [RUN_STATEMENT, IMPORT_STATEMENT],
  (value) => (isImport(value) ? IMPORT_STATEMENT : RUN_STATEMENT),
);

/**
 * The in-toto statement about a step, as canonical JSON: SLSA provenance v1 for a step that was run here.
 *
 * @example
 * const payload = makeStepStatement({
 *   name: "train",
 *   source: { kind: "import", tool: "mlflow", run: "1", status: "FINISHED" },
 *   materials: [],
 *   products: [{ name: "model", digest: { sha256: "ab".repeat(32) } }],
 *   weak: [],
 *   started: "2026-01-31T12:00:00.000Z",
 *   finished: "2026-01-31T12:00:01.000Z",
 * });
 * console.log(inspectStep(payload).issues.length); // 0
 */
export const makeStepStatement = (step: Step): Uint8Array =>
  new TextEncoder().encode(stringifyJson(statementOf(step, step.source)));

function statementOf(step: Step, source: StepSource) {
  const subject: Product[] = step.products;
  if (source.kind === "import") {
    const { kind: _, ...origin } = source;
    return {
      _type: STATEMENT_TYPE,
      subject,
      predicateType: IMPORT_TYPE,
      predicate: {
        step: step.name,
        origin,
        materials: step.materials,
        weak: step.weak,
        startedOn: step.started,
        finishedOn: step.finished,
      },
    };
  }
  return {
    _type: STATEMENT_TYPE,
    subject,
    predicateType: PROVENANCE_TYPE,
    predicate: {
      buildDefinition: {
        buildType: BUILD_TYPE,
        externalParameters: { step: step.name, run: source.command },
        internalParameters: { environment: source.environment },
        resolvedDependencies: step.materials.map(({ name, digest, role }) => ({ name, digest, annotations: { role } })),
      },
      runDetails: {
        builder: { id: BUILDER },
        metadata: { startedOn: step.started, finishedOn: step.finished },
      },
    },
  };
}

/** Reads the statement about a step: only the one spelling that `makeStepStatement` writes. */
export function inspectStep(payload: Uint8Array): InspectedDocument<Step> {
  const read = inspectJson(payload, "the step", (reader, value) => STEP_STATEMENT.read(reader, value, "$"));
  if (!("value" in read)) return read;
  const step = stepOf(read.value);
  if (areSameBytes(makeStepStatement(step), payload)) return { value: step, issues: [] };
  return { issues: [{ path: "$", reason: "is not in canonical JSON" }] };
}

function stepOf(statement: Infer<typeof STEP_STATEMENT>): Step {
  if ("step" in statement.predicate) {
    const { step, origin, materials, weak, startedOn, finishedOn } = statement.predicate;
    return {
      name: step,
      source: { kind: "import", ...origin },
      materials,
      products: statement.subject,
      weak,
      started: startedOn,
      finished: finishedOn,
    };
  }
  const { buildDefinition, runDetails } = statement.predicate;
  const { externalParameters, internalParameters, resolvedDependencies } = buildDefinition;
  return {
    name: externalParameters.step,
    source: { kind: "run", command: externalParameters.run, environment: internalParameters.environment },
    materials: resolvedDependencies.map(({ name, digest, annotations }) => ({ name, digest, role: annotations.role })),
    products: statement.subject,
    weak: [],
    started: runDetails.metadata.startedOn,
    finished: runDetails.metadata.finishedOn,
  };
}
