import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { computeKeyId, isSignedBy, readEnvelope, type Signer } from "../bundle/envelope.ts";
import { readStated } from "../bundle/statement.ts";
import { inspectJson } from "../shared/document.ts";
import { type Check, check, documentCheck } from "../shared/verdict.ts";
import { readArchive } from "./car.ts";
import { type Declaration, readDeclared } from "./facts.ts";
import { ENVELOPE, FACTS } from "./pack.ts";

/**
 * What the vendor of a pack declares, and whether a trusted signer signed it. Nothing else of the pack is verified.
 *
 * @param archive the pack
 */
export function readSignedDeclaration(
  archive: Uint8Array,
  signers: readonly Signer[],
): { checks: Check[]; declared?: Declaration } {
  const files = readArchive(archive)?.files;
  const facts = files?.get(FACTS);
  const file = files?.get(ENVELOPE);
  const isPack = facts !== undefined && file !== undefined;
  const archived = check("archive", isPack, "it is not an evidence pack, or it is damaged");
  if (!isPack) return { checks: [archived] };
  const envelope = inspectJson(file, "the envelope", readEnvelope);
  const declared = inspectJson(facts, "the facts", readDeclared);
  const checks = [archived, documentCheck("envelope", envelope.issues), documentCheck("facts", declared.issues)];
  if (!("value" in envelope) || !("value" in declared)) return { checks };
  const { payload, signatures } = envelope.value;
  const isTrusted = signatures.every(({ keyid, signature }) =>
    signers.some((signer) => computeKeyId(signer.publicKey) === keyid && isSignedBy(signature, payload, signer)),
  );
  const stated = inspectJson(payload, "the statement", readStated);
  const digest = bytesToHex(sha256(facts));
  const isStated = "value" in stated && stated.value.some(({ name, sha256: own }) => name === FACTS && own === digest);
  checks.push(check("signature", isTrusted, "no trusted signer made it", "signature-pack"));
  checks.push(check("signed", isStated, "the signed statement does not name the facts", `signed-${FACTS}`));
  return { checks, declared: declared.value };
}
