import {
  DISJOINTNESS_PROOF,
  type DisjointnessProof,
  type DisjointnessProofJson,
  disjointnessProofToJson,
} from "../accumulator/proof.ts";
import { type G1, G1_POINT, type G2, G2_POINT, writeG1, writeG2 } from "../groth16/points.ts";
import { POWERS_ID } from "../shared/shape/fields.ts";
import { documentOf, object } from "../shared/shape/object.ts";
import { checked, integer, list, type Shape } from "../shared/shape/shape.ts";
import { COMPARED, type Compared } from "./compared.ts";

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

const STATEMENTS = checked(
  list(
    object({ from: integer(0, MAX_EPOCH - 1), to: integer(1, MAX_EPOCH), list: G2_POINT, proof: DISJOINTNESS_PROOF }),
    1,
    "holds no statement",
  ),
  (reader, statements, path) =>
    statements.forEach(({ from, to }, i) => {
      if (from !== 0 && from !== to - 1) reader.refuse(`${path}[${i}].from`, "is not 0 or the epoch before `to`");
      if (i > 0 && to <= statements[i - 1]!.to)
        reader.refuse(`${path}[${i}].to`, "is not above that of the statement before");
    }),
);

/** A bundle of disjointness proofs as a document. */
export const DISJOINTNESS_BUNDLE: Shape<DisjointnessBundle> = documentOf(DISJOINTNESS_BUNDLE_FORMAT, {
  ...COMPARED,
  powers: POWERS_ID,
  accumulator: G1_POINT,
  statements: STATEMENTS,
});
