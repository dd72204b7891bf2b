import { proofToWords } from "../groth16/proof.ts";
import { readDocument } from "../shared/document.ts";
import { parseJson } from "../shared/json.ts";
import { type Bundle, readBundle } from "./document.ts";

/**
 * Reads a bundle's file. This checks its form and that its points are on the curve; `verifyBundle` checks the proofs.
 *
 * @throws data `bundle/invalid` with every bad field, and those of `parseJson`
 * @example
 * const { commitment, statements } = parseBundle(bundle);
 * console.log(commitment === shard.commitment, statements.length); // true 1
 */
export function parseBundle(file: Uint8Array, name = "the bundle"): Bundle {
  const document = parseJson(file, name);
  return readDocument(name, "bundle/invalid", "Pass a bundle.json that a prover wrote.", (reader) =>
    readBundle(reader, document),
  );
}

/**
 * The proofs of a bundle as the ledger takes them.
 *
 * @example
 * await submitProofs(chain, deployment, published.list, toProvedPages(parseBundle(bundle)));
 */
export const toProvedPages = ({ commitment, statements }: Bundle) =>
  statements.map(({ pageDigest, circuitId, proof }) => ({
    commitment,
    pageDigest,
    circuitId,
    proof: proofToWords(proof),
  }));
