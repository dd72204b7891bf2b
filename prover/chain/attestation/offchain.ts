import { randomBytes } from "node:crypto";
import type { Chain } from "../../rpc/connection.ts";
import { requireSigner } from "../../rpc/contract.ts";
import {
  getAddress,
  Signature,
  solidityPackedKeccak256,
  toUtf8Bytes,
  verifyTypedData,
  ZeroAddress,
  ZeroHash,
} from "../../shared/ethers.ts";
import { type CleanAttestation, encodeAttestation } from "./eas.ts";

// An attestation that only its UID brings to the chain, in the second version of the service's off-chain format and its
// interchange form {sig, signer}: github.com/ethereum-attestation-service/eas-sdk, src/offchain/offchain.ts.

/** Version of the off-chain format. */
export const OFFCHAIN_VERSION = 2;

/** The message as EIP-712 types. */
export const OFFCHAIN_TYPES = {
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

/** A message, its UID, and the signer's address. */
export type OffchainAttestation = {
  domain: OffchainDomain;
  message: OffchainMessage;
  uid: string;
  signature: { v: number; r: string; s: string };
  signer: string;
};

/** The UID as the service's tools compute it, with the schema's UID as hexadecimal text. */
export const offchainUid = (message: OffchainMessage): string =>
  solidityPackedKeccak256(
    ["uint16", "bytes", "address", "address", "uint64", "uint64", "bool", "bytes32", "bytes", "bytes32", "uint32"],
    [
      message.version,
      toUtf8Bytes(message.schema),
      message.recipient,
      ZeroAddress,
      message.time,
      message.expirationTime,
      message.revocable,
      message.refUID,
      message.data,
      message.salt,
      0,
    ],
  );

/** The signer's address; undefined if the signature is invalid. */
export function signerOf({ domain, message, signature }: OffchainAttestation): string | undefined {
  try {
    return verifyTypedData(domain, OFFCHAIN_TYPES, message, Signature.from(signature));
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
  claim: CleanAttestation,
  time: number,
): Promise<OffchainAttestation> {
  const signer = requireSigner(chain);
  const domain: OffchainDomain = {
    name: "EAS Attestation",
    version,
    chainId: BigInt(chain.chainId),
    verifyingContract: getAddress(address),
  };
  const message: OffchainMessage = {
    version: OFFCHAIN_VERSION,
    schema,
    recipient: ZeroAddress,
    time: BigInt(time),
    expirationTime: 0n,
    revocable: true,
    refUID: ZeroHash,
    data: encodeAttestation(claim),
    salt: `0x${randomBytes(32).toString("hex")}`,
  };
  const { v, r, s } = Signature.from(await signer.signTypedData(domain, OFFCHAIN_TYPES, message));
  const signature = { v, r, s };
  return { domain, message, uid: offchainUid(message), signature, signer: await signer.getAddress() };
}
