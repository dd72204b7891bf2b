import { DISJOINTNESS_PROOF } from "../../prover/accumulator/proof.ts";
import { ACCUMULATOR_DISCLOSURE, CIRCUIT_DISCLOSURE } from "../../prover/bundle/disclosure.ts";
import { DISJOINTNESS_BUNDLE } from "../../prover/bundle/disjointness.ts";
import { PAGE_BUNDLE } from "../../prover/bundle/document.ts";
import { LISTING, LISTING_DOCUMENT } from "../../prover/bundle/listing.ts";
import { PREDICATE_TYPE, PREDICATE_TYPE_V2 } from "../../prover/bundle/statement.ts";
import { DEPLOYMENT } from "../../prover/chain/deployment/document.ts";
import { OUTPUT_PROOF } from "../../prover/custody/outputs/batch.ts";
import { OUTPUT_KEYS_STATEMENT, OUTPUT_KEYS_TYPE } from "../../prover/custody/outputs/keys.ts";
import { OUTPUT_STATEMENT, OUTPUT_TYPE } from "../../prover/custody/outputs/output.ts";
import { IMPORT_STATEMENT, IMPORT_TYPE, PROVENANCE_TYPE, RUN_STATEMENT } from "../../prover/custody/steps/statement.ts";
import { STORAGE_ANCHORS } from "../../prover/custody/storage/anchors.ts";
import { CERTIFICATE_FORMATS, CERTIFICATES } from "../../prover/evidence/certificate.ts";
import { PROVED_CHAIN, STATED_CHAIN } from "../../prover/evidence/chain/document.ts";
import { DECLARATION, DECLARATION_DOCUMENT } from "../../prover/evidence/facts.ts";
import { G1_POINT, G2_POINT } from "../../prover/groth16/points.ts";
import { PROOF } from "../../prover/groth16/proof.ts";
import { REACHED, SNAPSHOT } from "../../prover/registry/snapshotShape.ts";
import { configSchema } from "../../prover/release/config/shape.ts";
import { LOCK } from "../../prover/setup/lock.ts";
import { POWERS_LOCK_SHAPE } from "../../prover/setup/powers/lock.ts";
import { PUBLIC_MANIFESTS } from "../../prover/shared/publicManifest.ts";
import { toJsonSchema } from "../../prover/shared/shape/jsonSchema.ts";
import type { JsonSchema, Shape } from "../../prover/shared/shape/shape.ts";
import { FACTS, FACTS_NAMES, STATEMENTS } from "./facts.ts";
import { REPORT } from "./report.ts";

const DIALECT = "https://json-schema.org/draft/2020-12/schema";

/** What documents have in several places: written once, and referred to by name. */
const NAMES = new Map<Shape<unknown>, string>([
  [G1_POINT, "g1"],
  [G2_POINT, "g2"],
  [PROOF, "proof"],
  [DISJOINTNESS_PROOF, "disjointnessProof"],
  [DECLARATION, "declaration"],
  [LISTING, "listing"],
  [PROVED_CHAIN, "chain"],
  [REACHED, "reached"],
  ...FACTS_NAMES,
]);

/** A schema with what people have to know beside it. */
const shapeOf = (document: Shape<unknown>, description: string): JsonSchema => ({
  description: `${description} (docs/formats.md).`,
  ...toJsonSchema(document, new Map([...NAMES].filter(([shape]) => shape !== document))),
});

const POINTS = "A verifier checks that points are on their curves";
const VALUES = `${POINTS} and values below their orders`;

const CERTIFICATE =
  "Shape of an exclusion certificate. A verifier checks that proofs, declared shards and blocks belong together";

/** What the versions of the facts say, from the first. */
const FACTS_SAY = [
  "an evidence pack says about a release",
  "an evidence pack says about a release",
  "an evidence pack with blocks that are only stated says about a release",
  "an evidence pack says about a release, without any number about its shards",
  "an evidence pack says about a release with disjointness proofs",
  "an evidence pack with signed steps says about a release",
];

/** The schemas that are generated from the shapes of the documents, by format. */
const SCHEMAS: Record<string, JsonSchema> = {
  "bundle/v1": shapeOf(PAGE_BUNDLE, `Shape of a bundle. ${POINTS}, values below their orders and pages in order`),
  "disjointness-bundle/v1": shapeOf(
    DISJOINTNESS_BUNDLE,
    `Shape of a bundle of disjointness proofs. ${POINTS}, values below their orders and epochs in order`,
  ),
  "listing/v1": shapeOf(LISTING_DOCUMENT, `Shape of a listing. ${VALUES}`),
  "disclosure/v1": shapeOf(CIRCUIT_DISCLOSURE, `Shape of a disclosure. ${VALUES}`),
  "disclosure/v2": shapeOf(
    ACCUMULATOR_DISCLOSURE,
    `Shape of a disclosure about a shard that is committed to by an accumulator. ${VALUES}`,
  ),
  "declaration/v1": shapeOf(DECLARATION_DOCUMENT, "Shape of what a vendor declares about a release"),
  "chain/v1": shapeOf(
    PROVED_CHAIN,
    "Shape of the document that says where a release's facts are on a chain, with receipts",
  ),
  "chain/v2": shapeOf(
    STATED_CHAIN,
    "Shape of the document that says where a release's facts are on a chain, with blocks that are only stated",
  ),
  ...Object.fromEntries(
    CERTIFICATE_FORMATS.map((format, i) => [format.replace("disjoint/", ""), shapeOf(CERTIFICATES[i]!, CERTIFICATE)]),
  ),
  ...Object.fromEntries(
    PUBLIC_MANIFESTS.map((shape, i) => [
      `shard/v${i + 1}`,
      shapeOf(shape, `Shape of a manifest as it may be shown${i === 2 ? ", without any number" : ""}`),
    ]),
  ),
  "artefact/v1": shapeOf(LOCK, "Shape of an artifact lock"),
  "powers-lock/v1": shapeOf(POWERS_LOCK_SHAPE, "Shape of the lock of powers of tau"),
  "deployment/v1": shapeOf(DEPLOYMENT, "Shape of the file that says where contracts were deployed"),
  ...Object.fromEntries(
    FACTS.map((shape, i) => [`facts/v${i + 1}`, shapeOf(shape, `Shape of everything ${FACTS_SAY[i]}`)]),
  ),
  "statement/v1": { title: PREDICATE_TYPE, ...shapeOf(STATEMENTS[0]!, "Shape of an in-toto statement about bundles") },
  "statement/v2": {
    title: PREDICATE_TYPE_V2,
    ...shapeOf(STATEMENTS[1]!, "Shape of an in-toto statement about bundles of which one has disjointness proofs"),
  },
  "step/v1": { title: PROVENANCE_TYPE, ...shapeOf(RUN_STATEMENT, "Shape of an in-toto statement about a step") },
  "imported-step/v1": {
    title: IMPORT_TYPE,
    ...shapeOf(IMPORT_STATEMENT, "Shape of an in-toto statement about a step that another tool recorded"),
  },
  "output/v1": {
    title: OUTPUT_TYPE,
    ...shapeOf(OUTPUT_STATEMENT, "Shape of an in-toto statement about an output of a release"),
  },
  "output-keys/v1": {
    title: OUTPUT_KEYS_TYPE,
    ...shapeOf(OUTPUT_KEYS_STATEMENT, "Shape of an in-toto statement about the keys that sign outputs of a release"),
  },
  "output-proof/v1": shapeOf(OUTPUT_PROOF, "Shape of the proof that a batch has an output. A verifier hashes its way"),
  "storage/v1": shapeOf(STORAGE_ANCHORS, "Shape of what storage networks call a file. A verifier computes it again"),
  "report/v3": {
    description:
      "What a run of a release found and did. It is for the machine that ran it and proves nothing to others.",
    ...toJsonSchema(REPORT),
  },
  "config/v1": configSchema(1),
  "config/v2": configSchema(2),
  "registry-snapshot/v1": shapeOf(
    SNAPSHOT,
    "Shape of a snapshot of a registry. A reader checks that positions exist, and compares it with the contracts",
  ),
};

/** The generated schemas by the names of their files in schema/. */
export const PUBLISHED: Record<string, JsonSchema> = Object.fromEntries(
  Object.entries(SCHEMAS).map(([format, schema]) => [
    `${format.replace("/", ".")}.json`,
    {
      $schema: DIALECT,
      $id: `urn:disjoint:schema:${format.replace("/", ":")}`,
      title: `disjoint/${format}`,
      ...schema,
    },
  ]),
);
