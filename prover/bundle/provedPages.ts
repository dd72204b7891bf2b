import { proofToWords } from "../groth16/proof.ts";
import { readDocument } from "../shared/document.ts";
import { dataError } from "../shared/errors.ts";
import { parseJson } from "../shared/json.ts";
import { type Bundle, isPageBundle, readBundle } from "./document.ts";

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
 * The proofs of a bundle by page as the ledger takes them.
 *
 * @throws data `bundle/disjointness` for a bundle of disjointness proofs
 * @example
 * await submitProofs(chain, deployment, published.list, toProvedPages(parseBundle(bundle)));
 */
export function toProvedPages(bundle: Bundle) {
  if (!isPageBundle(bundle))
    throw dataError(
      "bundle/disjointness",
      "the bundle has disjointness proofs, and none by page",
      "Submit it as proofs of epochs.",
    );
  const { commitment, statements } = bundle;
  return statements.map(({ pageDigest, circuitId, proof }) => ({
    commitment,
    pageDigest,
    circuitId,
    proof: proofToWords(proof),
  }));
}
