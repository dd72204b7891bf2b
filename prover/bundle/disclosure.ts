import { DISJOINTNESS_PROOF, type DisjointnessProof, disjointnessProofToJson } from "../accumulator/proof.ts";
import type { Tau } from "../accumulator/verify.ts";
import { type G1, G1_POINT, G2_POINT, writeG1, writeG2 } from "../groth16/points.ts";
import { PROOF, type Proof, proofToJson } from "../groth16/proof.ts";
import type { DocumentReader } from "../shared/document.ts";
import type { CircuitId, Commitment } from "../shared/ids.ts";
import { stringifyJson } from "../shared/json.ts";
import { CIRCUIT_ID, COMMITMENT, KEY, SCHEME } from "../shared/shape/fields.ts";
import { documentOf, object } from "../shared/shape/object.ts";
import { either, literal, oneOf, type Shape } from "../shared/shape/shape.ts";

/** Formats of a disclosure: about a shard with a Merkle tree, and about one with an accumulator. */
export const DISCLOSURE_FORMATS = ["disjoint/disclosure/v1", "disjoint/disclosure/v2"] as const;

/** What every disclosure says. */
export type Answered = {
  /** 62 hexadecimal digits. Who knows the work computes it with the scheme. */
  key: string;
  scheme: string;
  commitment: Commitment;
  answer: "present" | "absent";
};

/**
 * A disclosure about a shard with a Merkle tree. `present` is proved by the inclusion circuit, `absent` by exclusion of
 * the page that has this key alone.
 */
export type CircuitDisclosure = Answered & { circuitId: CircuitId; proof: Proof };

/**
 * A disclosure about a shard with an accumulator. `powers`: [tau]_1 and [tau]_2, from which the id of the powers of tau
 * follows. `witness` of presence: the accumulator without the key; of absence: a disjointness proof against the list
 * that has the key alone.
 */
export type AccumulatorDisclosure = Answered & { powers: Tau; accumulator: G1 } & (
    | { answer: "present"; witness: G1 }
    | { answer: "absent"; witness: DisjointnessProof }
  );

/**
 * Whether a committed shard has the key of one work, and a proof of that. It reveals nothing else about the shard.
 */
export type Disclosure = CircuitDisclosure | AccumulatorDisclosure;

/** Whether a disclosure is proved by a circuit. */
export const isCircuitDisclosure = (disclosure: Disclosure): disclosure is CircuitDisclosure =>
  "circuitId" in disclosure;

/** The text of a disclosure's file. */
export const writeDisclosure = (disclosure: Disclosure): string =>
  stringifyJson(isCircuitDisclosure(disclosure) ? circuitToJson(disclosure) : accumulatorToJson(disclosure), 2);

const circuitToJson = ({ commitment, proof, ...disclosure }: CircuitDisclosure) => ({
  format: DISCLOSURE_FORMATS[0],
  ...disclosure,
  commitment: String(commitment),
  proof: proofToJson(proof),
});

const accumulatorToJson = ({ key, scheme, commitment, powers, accumulator, ...answered }: AccumulatorDisclosure) => ({
  format: DISCLOSURE_FORMATS[1],
  key,
  scheme,
  commitment: String(commitment),
  answer: answered.answer,
  powers: { g1: writeG1(powers.g1), g2: writeG2(powers.g2) },
  accumulator: writeG1(accumulator),
  witness: answered.answer === "present" ? writeG1(answered.witness) : disjointnessProofToJson(answered.witness),
});

const ANSWERED = { key: KEY, scheme: SCHEME, commitment: COMMITMENT };

/** A disclosure about a shard with a Merkle tree as a document. */
export const CIRCUIT_DISCLOSURE: Shape<CircuitDisclosure> = documentOf(DISCLOSURE_FORMATS[0], {
  ...ANSWERED,
  answer: oneOf(["present", "absent"]),
  circuitId: CIRCUIT_ID,
  proof: PROOF,
});

const ACCUMULATED = { powers: object({ g1: G1_POINT, g2: G2_POINT }), accumulator: G1_POINT };

const PRESENT = documentOf(DISCLOSURE_FORMATS[1], {
  ...ANSWERED,
  answer: literal("present"),
  ...ACCUMULATED,
  witness: G1_POINT,
});

const ABSENT = documentOf(DISCLOSURE_FORMATS[1], {
  ...ANSWERED,
  answer: literal("absent"),
  ...ACCUMULATED,
  witness: DISJOINTNESS_PROOF,
});

/** A disclosure about a shard with an accumulator as a document. */
export const ACCUMULATOR_DISCLOSURE: Shape<AccumulatorDisclosure> = either<typeof PRESENT | typeof ABSENT>(
  [PRESENT, ABSENT],
  (value) => ((value as { answer?: unknown } | null)?.answer === "present" ? PRESENT : ABSENT),
);

/** Validates a disclosure. */
export function readDisclosure(reader: DocumentReader, value: unknown): Disclosure {
  const isSecond = (value as { format?: unknown } | null)?.format === DISCLOSURE_FORMATS[1];
  return isSecond ? ACCUMULATOR_DISCLOSURE.read(reader, value, "$") : CIRCUIT_DISCLOSURE.read(reader, value, "$");
}
