import {
  type DisjointnessProof,
  type DisjointnessProofJson,
  disjointnessProofToJson,
  readDisjointnessProof,
} from "../accumulator/proof.ts";
import { type G1, type G2, readG1, readG2, writeG1, writeG2 } from "../groth16/points.ts";
import type { DocumentReader } from "../shared/document.ts";
import { type Compared, readCompared } from "./compared.ts";
import { FIELD } from "./fields.ts";

/** The format of a bundle of disjointness proofs. */
export const DISJOINTNESS_BUNDLE_FORMAT = "disjoint/disjointness-bundle/v1";

const MAX_EPOCH = 2 ** 32 - 1;

/**
 * A bundle of disjointness proofs, about a shard that is committed to by an accumulator. `powers`: the id of the powers
 * of tau; `commitment` is the hash of both.
 */
export type DisjointnessBundle = Compared & {
  powers: string;
  accumulator: G1;
  /** At least one, sorted by epoch, at most one that ends at each epoch. */
  statements: DisjointnessStatement[];
};

/**
 * The claim that a shard holds none of the entries that a list got after epoch `from`, up to epoch `to`, and its proof.
 * Epochs are counted from 1. `from` is 0 for the whole list, or the epoch before `to`; `list`: the accumulator of those
 * entries.
 */
export type DisjointnessStatement = { from: number; to: number; list: G2; proof: DisjointnessProof };

/** A bundle of disjointness proofs in the form of its file. */
export type DisjointnessBundleJson = {
  format: typeof DISJOINTNESS_BUNDLE_FORMAT;
  commitment: string;
  powers: string;
  accumulator: string[];
  scheme: string;
  blocklist: { name: string; root: string };
  statements: { from: number; to: number; list: string[][]; proof: DisjointnessProofJson }[];
};

/** A bundle in the form of its file. */
export function disjointnessBundleToJson(bundle: DisjointnessBundle): DisjointnessBundleJson {
  return {
    format: DISJOINTNESS_BUNDLE_FORMAT,
    commitment: String(bundle.commitment),
    powers: bundle.powers,
    accumulator: writeG1(bundle.accumulator),
    scheme: bundle.scheme,
    blocklist: bundle.blocklist,
    statements: bundle.statements.map(({ from, to, list, proof }) => ({
      from,
      to,
      list: writeG2(list),
      proof: disjointnessProofToJson(proof),
    })),
  };
}

/** Validates a bundle of disjointness proofs. */
export function readDisjointnessBundle(reader: DocumentReader, value: unknown): DisjointnessBundle {
  const names = ["format", "commitment", "powers", "accumulator", "scheme", "blocklist", "statements"];
  const fields = reader.object(value, "$", names);
  reader.literal(fields.format, "$.format", DISJOINTNESS_BUNDLE_FORMAT);
  return {
    ...readCompared(reader, fields),
    powers: FIELD.powers(reader, fields.powers, "$.powers"),
    accumulator: readG1(reader, fields.accumulator, "$.accumulator"),
    statements: readDisjointnessStatements(reader, fields.statements),
  };
}

function readDisjointnessStatements(reader: DocumentReader, value: unknown): DisjointnessStatement[] {
  const entries = reader.array(value, "$.statements");
  if (entries.length === 0) reader.refuse("$.statements", "holds no statement");
  const statements = entries.map((entry, i): DisjointnessStatement => {
    const path = `$.statements[${i}]`;
    const fields = reader.object(entry, path, ["from", "to", "list", "proof"]);
    return {
      from: reader.integer(fields.from, `${path}.from`, 0, MAX_EPOCH - 1),
      to: reader.integer(fields.to, `${path}.to`, 1, MAX_EPOCH),
      list: readG2(reader, fields.list, `${path}.list`),
      proof: readDisjointnessProof(reader, fields.proof, `${path}.proof`),
    };
  });
  statements.forEach(({ from, to }, i) => {
    if (from !== 0 && from !== to - 1) reader.refuse(`$.statements[${i}].from`, "is not 0 or the epoch before `to`");
    if (i > 0 && to <= statements[i - 1]!.to)
      reader.refuse(`$.statements[${i}].to`, "is not above that of the statement before");
  });
  return statements;
}
