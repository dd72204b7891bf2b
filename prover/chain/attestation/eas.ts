import { atBlock, type BlockRef } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { view } from "../../rpc/contract.ts";
import { badAnswer, parseAddress, parseCount, parseHash } from "../../rpc/node/decode.ts";
import { send } from "../../rpc/transaction.ts";
import { chainError } from "../../shared/errors.ts";
import { AbiCoder, Contract, solidityPackedKeccak256 } from "../../shared/ethers.ts";
import { type ListId, type ReleaseId, toListId, toReleaseId } from "../../shared/ids.ts";
import { deployContract } from "../deployment/deploy.ts";
import type { Deployment } from "../deployment/document.ts";

// The parts of the Ethereum Attestation Service that attestations need:
// github.com/ethereum-attestation-service/eas-contracts.

/** The schema of the attestations, the same as in contracts/attestations/CleanAttestation.sol. */
export const ATTESTATION_SCHEMA = "bytes32 release,bytes32 list,uint64 epoch";

/** "The release and all its ancestors exclude every page of the list up to the epoch." */
export type CleanAttestation = { release: ReleaseId; list: ListId; epoch: number };

const ATTESTATION_TYPES = ["bytes32", "bytes32", "uint64"];

export const encodeAttestation = ({ release, list, epoch }: CleanAttestation): string =>
  AbiCoder.defaultAbiCoder().encode(ATTESTATION_TYPES, [release, list, epoch]);

/** @throws chain `chain/bad-answer` when the data is not an attestation */
export function decodeAttestation(data: string): CleanAttestation {
  if (!/^0x[0-9a-f]{192}$/i.test(data)) throw badAnswer("attestation", data);
  const [release, list, epoch] = AbiCoder.defaultAbiCoder().decode(ATTESTATION_TYPES, data);
  return {
    release: toReleaseId(parseHash(release, "release")),
    list: toListId(parseHash(list, "list")),
    epoch: parseCount(epoch, "epoch"),
  };
}

/** The UID of the schema with a resolver, revocable: keccak256(schema ‖ resolver ‖ true), packed. */
export const computeSchemaUid = (resolver: string): string =>
  solidityPackedKeccak256(["string", "address", "bool"], [ATTESTATION_SCHEMA, resolver, true]);

const SERVICE = [
  "function version() view returns (string)",
  "function VERSION() view returns (string)",
  "function getSchemaRegistry() view returns (address)",
  "function timestamp(bytes32 data) returns (uint64)",
  "function getTimestamp(bytes32 data) view returns (uint64)",
  "function revokeOffchain(bytes32 data) returns (uint64)",
  "function getRevokeOffchain(address revoker, bytes32 data) view returns (uint64)",
];

const REGISTRY = [
  "function register(string schema, address resolver, bool revocable) returns (bytes32)",
  "function getSchema(bytes32 uid) view returns (tuple(bytes32 uid, address resolver, bool revocable, string schema))",
];

/** The attestation service at an address. */
export const openEas = (chain: Chain, address: string): Contract =>
  new Contract(address, SERVICE, chain.signer ?? chain.provider);

/** The text of a schema that the service knows; empty if it does not know it. */
export async function readSchema(chain: Chain, service: Contract, uid: string, blockRef?: BlockRef): Promise<string> {
  const registry = await registryOf(chain, service);
  const found = (await view(registry, "getSchema", uid, ...(blockRef ? [atBlock(blockRef)] : []))) as {
    schema: unknown;
  };
  return String(found.schema);
}

async function registryOf(chain: Chain, service: Contract): Promise<Contract> {
  const address = parseAddress(await view(service, "getSchemaRegistry"), "getSchemaRegistry");
  return new Contract(address, REGISTRY, chain.signer ?? chain.provider);
}

/**
 * Deploys a resolver and registers the schema with it. From then on the service makes no false attestation of it.
 */
export async function deployResolver(
  chain: Chain,
  deployment: Deployment,
  service: Contract,
): Promise<{ resolver: string; schema: string }> {
  const args = [await service.getAddress(), deployment.releases];
  const { address: resolver } = await deployContract(chain, "EasResolver", args);
  const schema = computeSchemaUid(resolver);
  const isThere = async () => (await readSchema(chain, service, schema)) === ATTESTATION_SCHEMA;
  await send(chain, await registryOf(chain, service), "register", [ATTESTATION_SCHEMA, resolver, true], isThere);
  return { resolver, schema };
}

/** When the service first saw a UID, in seconds since 1970; 0 if it never did. */
export const readTimestamp = async (service: Contract, uid: string, blockRef?: BlockRef): Promise<number> =>
  parseCount(await view(service, "getTimestamp", uid, ...(blockRef ? [atBlock(blockRef)] : [])), "getTimestamp");

/** Timestamps a UID with the service. Nothing is sent for a UID that it has already seen. */
export async function timestampDigest(chain: Chain, service: Contract, uid: string): Promise<number> {
  const isThere = async () => (await readTimestamp(service, uid)) !== 0;
  if (!(await isThere()))
    await send(chain, service, "timestamp", [uid], isThere).catch(async (error) => {
      // Someone else may have timestamped it meanwhile; then the service refuses this transaction.
      if (!(await isThere())) throw error;
    });
  return readTimestamp(service, uid);
}

/**
 * The version of the service's EIP-712 domain, which is the contract's. From 1.0 on it is named `version`; 0.26
 * and 0.27, which Ethereum, Sepolia and Arbitrum One have, name it `VERSION` (eas-contracts, contracts/eip712/proxy
 * and EAS.sol).
 */
export async function readEasVersion(service: Contract): Promise<string> {
  const version = String(await view(service, "version").catch(() => view(service, "VERSION")));
  if (/^[0-9]+(\.[0-9]+){0,3}$/.test(version)) return version;
  throw chainError("chain/bad-answer", `version ${version.slice(0, 40)}`, "Check the address of the service.");
}
