import { type DisjointnessProof, disjointnessProofToJson, readDisjointnessProof } from "../accumulator/proof.ts";
import type { Tau } from "../accumulator/verify.ts";
import { type G1, readG1, readG2, writeG1, writeG2 } from "../groth16/points.ts";
import { type Proof, proofToJson, readProof } from "../groth16/proof.ts";
import type { DocumentReader } from "../shared/document.ts";
import type { CircuitId, Commitment } from "../shared/ids.ts";
import { stringifyJson } from "../shared/json.ts";
import { FIELD } from "./fields.ts";

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

/** Validates a disclosure. */
export function readDisclosure(reader: DocumentReader, value: unknown): Disclosure {
  const isSecond = (value as { format?: unknown } | null)?.format === DISCLOSURE_FORMATS[1];
  return isSecond ? readAccumulatorDisclosure(reader, value) : readCircuitDisclosure(reader, value);
}

function readCircuitDisclosure(reader: DocumentReader, value: unknown): CircuitDisclosure {
  const names = ["format", "key", "scheme", "commitment", "answer", "circuitId", "proof"];
  const fields = reader.object(value, "$", names);
  reader.literal(fields.format, "$.format", DISCLOSURE_FORMATS[0]);
  return {
    ...readAnswered(reader, fields),
    circuitId: FIELD.circuitId(reader, fields.circuitId, "$.circuitId"),
    proof: readProof(reader, fields.proof, "$.proof"),
  };
}

function readAccumulatorDisclosure(reader: DocumentReader, value: unknown): AccumulatorDisclosure {
  const names = ["format", "key", "scheme", "commitment", "answer", "powers", "accumulator", "witness"];
  const fields = reader.object(value, "$", names);
  reader.literal(fields.format, "$.format", DISCLOSURE_FORMATS[1]);
  const { answer, ...answered } = readAnswered(reader, fields);
  const tau = reader.object(fields.powers, "$.powers", ["g1", "g2"]);
  const shared = {
    ...answered,
    powers: { g1: readG1(reader, tau.g1, "$.powers.g1"), g2: readG2(reader, tau.g2, "$.powers.g2") },
    accumulator: readG1(reader, fields.accumulator, "$.accumulator"),
  };
  return answer === "present"
    ? { ...shared, answer, witness: readG1(reader, fields.witness, "$.witness") }
    : { ...shared, answer, witness: readDisjointnessProof(reader, fields.witness, "$.witness") };
}

const readAnswered = (reader: DocumentReader, fields: Record<string, unknown>): Answered => ({
  key: FIELD.key(reader, fields.key, "$.key"),
  scheme: FIELD.scheme(reader, fields.scheme, "$.scheme"),
  commitment: FIELD.commitment(reader, fields.commitment, "$.commitment"),
  answer: reader.text(fields.answer, "$.answer", /^(present|absent)$/, "present or absent") as Answered["answer"],
});
