import { randomBytes } from "node:crypto";
import {
  getAddress,
  Signature,
  solidityPackedKeccak256,
  toUtf8Bytes,
  verifyTypedData,
  ZeroAddress,
  ZeroHash,
} from "ethers";
import type { Chain } from "../../rpc/connection.ts";
import { requireSigner } from "../../rpc/contract.ts";
import { type DocumentReader, readDocument } from "../../shared/document.ts";
import { parseJson, stringifyJson } from "../../shared/json.ts";
import { type Claim, encodeClaim } from "./eas.ts";

// An attestation that only its UID brings to the chain, in the second version of the service's off-chain format and its
// interchange form {sig, signer}: github.com/ethereum-attestation-service/eas-sdk, src/offchain/offchain.ts.

const VERSION = 2;

const TYPES = {
  Attest: [
    { name: "version", type: "uint16" },
    { name: "schema", type: "bytes32" },
    { name: "recipient", type: "address" },
    { name: "time", type: "uint64" },
    { name: "expirationTime", type: "uint64" },
    { name: "revocable", type: "bool" },
    { name: "refUID", type: "bytes32" },
    { name: "data", type: "bytes" },
    { name: "salt", type: "bytes32" },
  ],
};

/** The EIP-712 domain of the service. */
export type OffchainDomain = { name: "EAS Attestation"; version: string; chainId: bigint; verifyingContract: string };

/** Times in seconds since 1970; an `expirationTime` of 0 is never. `data`: the claim, ABI-encoded. */
export type OffchainMessage = {
  version: 2;
  schema: string;
  recipient: string;
  time: bigint;
  expirationTime: bigint;
  revocable: boolean;
  refUID: string;
  data: string;
  salt: string;
};

/** A message, its UID, and who signed it. */
export type OffchainAttestation = {
  domain: OffchainDomain;
  message: OffchainMessage;
  uid: string;
  signature: { v: number; r: string; s: string };
  signer: string;
};

/** The UID as the service's tools compute it; the schema goes in as the text of its hexadecimal spelling. */
export const offchainUid = (message: OffchainMessage): string =>
  solidityPackedKeccak256(
    ["uint16", "bytes", "address", "address", "uint64", "uint64", "bool", "bytes32", "bytes", "bytes32", "uint32"],
    [
      ...[message.version, toUtf8Bytes(message.schema), message.recipient, ZeroAddress, message.time],
      ...[message.expirationTime, message.revocable, message.refUID, message.data, message.salt, 0],
    ],
  );

/** Who signed; undefined when nobody can have. */
export function signerOf({ domain, message, signature }: OffchainAttestation): string | undefined {
  try {
    return verifyTypedData(domain, TYPES, message, Signature.from(signature));
  } catch {
    return undefined;
  }
}

/** What an attestation is made for: the service's address and version, and the schema's UID. */
export type EasService = { address: string; version: string; schema: string };

/**
 * Signs a claim with the chain's signer.
 *
 * @param time seconds since 1970
 * @throws usage `chain/no-signer`
 */
export async function signOffchain(
  chain: Chain,
  { address, version, schema }: EasService,
  claim: Claim,
  time: number,
): Promise<OffchainAttestation> {
  const signer = requireSigner(chain);
  const domain: OffchainDomain = {
    ...{ name: "EAS Attestation", version, chainId: BigInt(chain.chainId), verifyingContract: getAddress(address) },
  };
  const message: OffchainMessage = {
    ...{ version: VERSION, schema, recipient: ZeroAddress, time: BigInt(time), expirationTime: 0n, revocable: true },
    ...{ refUID: ZeroHash, data: encodeClaim(claim), salt: `0x${randomBytes(32).toString("hex")}` },
  };
  const { v, r, s } = Signature.from(await signer.signTypedData(domain, TYPES, message));
  const signature = { v, r, s };
  return { domain, message, uid: offchainUid(message), signature, signer: await signer.getAddress() };
}

/** The attestation as a file that the service's own tools read. */
export function writeOffchain({ domain, message, uid, signature, signer }: OffchainAttestation): string {
  const shown = { ...message, time: String(message.time), expirationTime: String(message.expirationTime) };
  const sig = {
    ...{ version: VERSION, uid, primaryType: "Attest", types: TYPES, signature, message: shown },
    domain: { ...domain, chainId: String(domain.chainId) },
  };
  return stringifyJson({ sig, signer }, 2);
}

/**
 * Reads such a file; whether it is true is another question.
 *
 * @throws data `attest/invalid`, `json/*`
 */
export function readOffchain(bytes: Uint8Array, what: string): OffchainAttestation {
  const document = parseJson(bytes, what);
  const hint = "Name a file that `disjoint attest offchain sign` wrote.";
  return readDocument(what, "attest", hint, (reader) => readFields(reader, document));
}

const UINT64 = 1n << 64n;

function readFields(reader: DocumentReader, value: unknown): OffchainAttestation {
  const { sig: found, signer } = reader.object(value, "$", ["sig", "signer"]);
  const parts = ["version", "uid", "domain", "primaryType", "message", "types", "signature"];
  const sig = reader.object(found, "$.sig", parts);
  reader.literal(sig.version, "$.sig.version", VERSION);
  reader.literal(sig.primaryType, "$.sig.primaryType", "Attest");
  if (JSON.stringify(sig.types) !== JSON.stringify(TYPES)) reader.refuse("$.sig.types", "is not that of version 2");
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
    TYPES.Attest.map(({ name }) => name),
  );
  if (typeof message.revocable !== "boolean") reader.refuse(`${at}.revocable`, "is not a boolean");
  return {
    version: reader.literal(message.version, `${at}.version`, VERSION),
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
