import { hashes, verify } from "@noble/ed25519";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, hexToBytes } from "@noble/hashes/utils.js";
import type { DocumentReader } from "../shared/document.ts";
import { stringifyJson } from "../shared/json.ts";
import { SHA256 } from "../shared/shape/fields.ts";
import { object } from "../shared/shape/object.ts";
import { list, literal, mapped, type Shape } from "../shared/shape/shape.ts";

export const PAYLOAD_TYPE = "application/vnd.in-toto+json";

/** A signed statement (DSSE 1.0.0, https://github.com/secure-systems-lab/dsse), its parts decoded. */
export type Envelope = { payload: Uint8Array; signatures: { keyid: string; signature: Uint8Array }[] };

/** A trusted signer: an Ed25519 public key, 32 bytes in hex, and the name of its owner. */
export type Signer = { name: string; publicKey: string };

/** The bytes that are signed: DSSE's pre-authentication encoding. */
export function encodeForSigning(payload: Uint8Array, payloadType = PAYLOAD_TYPE): Uint8Array {
  const text = (value: string) => new TextEncoder().encode(value);
  const type = text(payloadType);
  return concatBytes(text(`DSSEv1 ${type.length} `), type, text(` ${payload.length} `), payload);
}

/** SubjectPublicKeyInfo of an Ed25519 key up to its 32 bytes (RFC 8410). */
const SPKI_PREFIX = hexToBytes("302a300506032b6570032100");

/** The id of a key: the SHA-256 of its SubjectPublicKeyInfo. In DSSE it is only a hint; here it must match the key. */
export const computeKeyId = (publicKey: string): string =>
  bytesToHex(sha256(concatBytes(SPKI_PREFIX, hexToBytes(publicKey))));

// The library has no synchronous hash of its own.
hashes.sha512 = sha512;

export const isSignedBy = (signature: Uint8Array, payload: Uint8Array, { publicKey }: Signer): boolean => {
  try {
    return verify(signature, encodeForSigning(payload), hexToBytes(publicKey), { zip215: false });
  } catch {
    return false;
  }
};

/**
 * The envelope as JSON: keys sorted, base64 with padding, several lines.
 *
 * @example
 * const payload = new TextEncoder().encode("{}");
 * console.log(writeEnvelope({ payload, signatures: [] }).includes("in-toto")); // true
 */
export const writeEnvelope = ({ payload, signatures }: Envelope): string =>
  stringifyJson(
    {
      payload: toBase64(payload),
      payloadType: PAYLOAD_TYPE,
      signatures: signatures.map(({ keyid, signature }) => ({ keyid, sig: toBase64(signature) })),
    },
    2,
  );

const toBase64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));

/** Only the canonical encoding, the one that `toBase64` gives. */
const BASE64: Shape<Uint8Array> = {
  read(reader, value, path) {
    const text = reader.text(value, path, BASE64_TEXT, "base64");
    try {
      const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
      if (toBase64(bytes) === text) return bytes;
    } catch {
      // atob refuses text that is not a whole number of bytes
    }
    reader.refuse(path, "is not canonical base64");
    return new Uint8Array();
  },
  schema: () => ({ type: "string", pattern: BASE64_TEXT }),
};
const BASE64_TEXT = /^[A-Za-z0-9+/]+={0,2}$/;

const SIGNATURE = mapped(object({ keyid: SHA256, sig: BASE64 }), ({ keyid, sig }) => ({ keyid, signature: sig }));

const ENVELOPE: Shape<Envelope> = mapped(
  object({
    payload: BASE64,
    payloadType: literal(PAYLOAD_TYPE),
    signatures: list(SIGNATURE, 1, "holds no signature"),
  }),
  ({ payload, signatures }) => ({ payload, signatures }),
);

/**
 * Validates an envelope, more strictly than DSSE: base64 with padding, no unknown field, at least one signature.
 */
export const readEnvelope = (reader: DocumentReader, value: unknown): Envelope => ENVELOPE.read(reader, value, "$");
