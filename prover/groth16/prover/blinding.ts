import { createHash, createHmac } from "node:crypto";
import { bytesToBigIntBE, FIELD_ORDER } from "../../shared/field.ts";
import { stringifyJson } from "../../shared/json.ts";
import type { VerificationKey } from "../verificationKey.ts";

/** The two field elements that hide the witness in a Groth16 proof. */
export type Blinding = { r: bigint; s: bigint };

/**
 * Blinding factors that follow from a secret, the key and the whole witness, as RFC 6979 derives the nonce of a
 * signature: the same proof comes out each time, and without the secret the factors cannot be told from random ones. No
 * other witness, and no other key, ever has the same factors.
 *
 * @param secret at least 32 random bytes
 * @param witness wtns bytes
 */
export function deriveBlinding(secret: Uint8Array, key: VerificationKey, witness: Uint8Array): Blinding {
  const about = createHash("sha256").update(textOf(key)).update(createHash("sha256").update(witness).digest()).digest();
  // 512 bits reduced by a prime of 254: no bias that counts.
  const factor = (name: string) =>
    bytesToBigIntBE(createHmac("sha512", secret).update(`disjoint/blinding/v1/${name}`).update(about).digest()) %
    FIELD_ORDER;
  return { r: factor("r"), s: factor("s") };
}

const textOf = (key: VerificationKey): string =>
  stringifyJson(JSON.parse(JSON.stringify(key, (_, value) => (typeof value === "bigint" ? String(value) : value))));
