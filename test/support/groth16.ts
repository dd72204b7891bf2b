import { join } from "node:path";
import { curves } from "snarkjs";
import { prove } from "../../prover/groth16/prover/prove.ts";
import { ensureArtifacts } from "../../prover/setup/artifacts.ts";
import { FIELD_ORDER } from "../../prover/shared/field.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";

/** A circuit of 22 constraints with two public signals, like this project's circuits: right = left² · secret². */
export const PRODUCT = join(PROJECT_ROOT, "test/prover/setup/circuits/product.circom");

export const productArtifacts = () => ensureArtifacts(PRODUCT);

export const productInput = (left: bigint, secret = 5n) => ({
  left,
  right: (left * left * secret * secret) % FIELD_ORDER,
  secret,
});

export async function proveProduct(left: bigint) {
  const artifacts = await productArtifacts();
  return { artifacts, ...(await prove(artifacts, productInput(left))) };
}

/** Ends the workers that a direct call to snarkjs has started. */
export const endSnarkjs = async () => (await curves.getCurveFromName("bn128")).terminate();
