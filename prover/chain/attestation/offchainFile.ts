import { type DocumentReader, readDocument } from "../../shared/document.ts";
import { parseJson, stringifyJson } from "../../shared/json.ts";
import {
  OFFCHAIN_TYPES,
  OFFCHAIN_VERSION,
  type OffchainAttestation,
  type OffchainDomain,
  type OffchainMessage,
} from "./offchain.ts";

/** Writes an attestation as a file that the service's own tools read. */
export function writeOffchain({ domain, message, uid, signature, signer }: OffchainAttestation): string {
  const shown = { ...message, time: String(message.time), expirationTime: String(message.expirationTime) };
  const sig = {
    version: OFFCHAIN_VERSION,
    uid,
    primaryType: "Attest",
    types: OFFCHAIN_TYPES,
    signature,
    message: shown,
    domain: { ...domain, chainId: String(domain.chainId) },
  };
  return stringifyJson({ sig, signer }, 2);
}

/**
 * Reads such a file. Does not verify it.
 *
 * @throws data `attest/invalid`, `json/*`
 */
export function readOffchain(bytes: Uint8Array, what: string): OffchainAttestation {
  const document = parseJson(bytes, what);
  const hint = "Give the file of an off-chain attestation.";
  return readDocument(what, "attest/invalid", hint, (reader) => readFields(reader, document));
}

const UINT64 = 1n << 64n;

function readFields(reader: DocumentReader, value: unknown): OffchainAttestation {
  const { sig: found, signer } = reader.object(value, "$", ["sig", "signer"]);
  const parts = ["version", "uid", "domain", "primaryType", "message", "types", "signature"];
  const sig = reader.object(found, "$.sig", parts);
  reader.literal(sig.version, "$.sig.version", OFFCHAIN_VERSION);
  reader.literal(sig.primaryType, "$.sig.primaryType", "Attest");
  if (JSON.stringify(sig.types) !== JSON.stringify(OFFCHAIN_TYPES))
    reader.refuse("$.sig.types", "is not that of version 2");
  const { r, s, v } = reader.object(sig.signature, "$.sig.signature", ["r", "s", "v"]);
  return {
    domain: readDomain(reader, sig.domain),
    message: readMessage(reader, sig.message),
    uid: hash(reader, sig.uid, "$.sig.uid"),
    signature: {
      v: reader.integer(v, "$.sig.signature.v", 27, 28),
      r: hash(reader, r, "$.sig.signature.r"),
      s: hash(reader, s, "$.sig.signature.s"),
    },
    signer: address(reader, signer, "$.signer"),
  };
}

function readDomain(reader: DocumentReader, value: unknown): OffchainDomain {
  const at = "$.sig.domain";
  const domain = reader.object(value, at, ["name", "version", "chainId", "verifyingContract"]);
  return {
    name: reader.literal(domain.name, `${at}.name`, "EAS Attestation"),
    version: reader.text(domain.version, `${at}.version`, /^[0-9.]{1,20}$/, "a version"),
    chainId: reader.decimal(domain.chainId, `${at}.chainId`, UINT64),
    verifyingContract: address(reader, domain.verifyingContract, `${at}.verifyingContract`),
  };
}

function readMessage(reader: DocumentReader, value: unknown): OffchainMessage {
  const at = "$.sig.message";
  const message = reader.object(
    value,
    at,
    OFFCHAIN_TYPES.Attest.map(({ name }) => name),
  );
  if (typeof message.revocable !== "boolean") reader.refuse(`${at}.revocable`, "is not a boolean");
  return {
    version: reader.literal(message.version, `${at}.version`, OFFCHAIN_VERSION),
    schema: hash(reader, message.schema, `${at}.schema`),
    recipient: address(reader, message.recipient, `${at}.recipient`),
    time: reader.decimal(message.time, `${at}.time`, UINT64),
    expirationTime: reader.decimal(message.expirationTime, `${at}.expirationTime`, UINT64),
    revocable: message.revocable === true,
    refUID: hash(reader, message.refUID, `${at}.refUID`),
    data: reader.text(message.data, `${at}.data`, /^0x[0-9a-f]{192}$/, "a claim"),
    salt: hash(reader, message.salt, `${at}.salt`),
  };
}

const hash = (reader: DocumentReader, value: unknown, path: string): string =>
  reader.text(value, path, /^0x[0-9a-f]{64}$/, "32 bytes");

const address = (reader: DocumentReader, value: unknown, path: string): string =>
  reader.text(value, path, /^0x[0-9a-fA-F]{40}$/, "an address");
