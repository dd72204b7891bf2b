import { type Proof, proofToJson, readProof } from "../groth16/proof.ts";
import type { DocumentReader } from "../shared/document.ts";
import type { CircuitId, Commitment } from "../shared/ids.ts";
import { stringifyJson } from "../shared/json.ts";
import { FIELD } from "./fields.ts";

/** The format of a disclosure. */
export const DISCLOSURE_FORMAT = "disjoint/disclosure/v1";

/**
 * Whether a committed shard has the key of one work, and a proof of that. It reveals nothing else about the shard.
 */
export type Disclosure = {
  /** 62 hexadecimal digits. Who knows the work computes it with the scheme. */
  key: string;
  scheme: string;
  commitment: Commitment;
  /** `present`: proved by the inclusion circuit. `absent`: by exclusion of the page that has this key alone. */
  answer: "present" | "absent";
  circuitId: CircuitId;
  proof: Proof;
};

/** The text of a disclosure's file. */
export const writeDisclosure = ({ commitment, proof, ...disclosure }: Disclosure): string =>
  stringifyJson(
    { format: DISCLOSURE_FORMAT, ...disclosure, commitment: String(commitment), proof: proofToJson(proof) },
    2,
  );

/** Validates a disclosure. */
export function readDisclosure(reader: DocumentReader, value: unknown): Disclosure {
  const names = ["format", "key", "scheme", "commitment", "answer", "circuitId", "proof"];
  const fields = reader.object(value, "$", names);
  reader.literal(fields.format, "$.format", DISCLOSURE_FORMAT);
  return {
    key: FIELD.key(reader, fields.key, "$.key"),
    scheme: FIELD.scheme(reader, fields.scheme, "$.scheme"),
    commitment: FIELD.commitment(reader, fields.commitment, "$.commitment"),
    answer: reader.text(fields.answer, "$.answer", /^(present|absent)$/, "present or absent") as Disclosure["answer"],
    circuitId: FIELD.circuitId(reader, fields.circuitId, "$.circuitId"),
    proof: readProof(reader, fields.proof, "$.proof"),
  };
}
