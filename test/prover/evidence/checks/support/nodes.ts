import {
  deployResolver,
  openEas,
  readEasVersion,
  timestampDigest,
} from "../../../../../prover/chain/attestation/eas.ts";
import { type OffchainAttestation, signOffchain } from "../../../../../prover/chain/attestation/offchain.ts";
import { verifyOffchain } from "../../../../../prover/chain/attestation/verifyOffchain.ts";
import { checkOnChain } from "../../../../../prover/chain/releases/confirm.ts";
import { readConfirmedBlock } from "../../../../../prover/rpc/block.ts";
import { view } from "../../../../../prover/rpc/contract.ts";
import { send } from "../../../../../prover/rpc/transaction.ts";
import { type ReleaseId, toReleaseId } from "../../../../../prover/shared/ids.ts";
import { deployEas } from "../../../../support/eas.ts";
import { type Json, listId, on, type Subject, set, ZEROS } from "./scene.ts";

let service: string;
let schema: string | undefined;
let signed: OffchainAttestation;

/** Deploys an attestation service, and attests the scene's release. */
export async function makeAttestation(): Promise<void> {
  service = await deployEas(on.chain.signer!);
  signed = await attest(on.made.subjects.release);
}

const ofNode = async (changed: (facts: Json) => void = () => {}) => {
  const told = structuredClone(on.facts);
  changed(told);
  return checkOnChain(on.chain, told, await readConfirmedBlock(on.chain));
};

/** A clean release attested, and known to the service. */
async function attest(release: ReleaseId, stamped = true): Promise<OffchainAttestation> {
  const contract = openEas(on.chain, service);
  schema ??= (await deployResolver(on.chain, on.made.deployment, contract)).schema;
  const own = { address: service, version: await readEasVersion(contract), schema };
  const claim = { release, list: listId(on.scene.policy.lists[0]!.root), epoch: 1 };
  const made = await signOffchain(on.chain, own, claim, (await readConfirmedBlock(on.chain)).time);
  if (stamped) await timestampDigest(on.chain, contract, made.uid);
  return made;
}
const ofAttestation = async (changed: Partial<OffchainAttestation> = {}) =>
  (await verifyOffchain(on.chain, on.made.deployment, service, { ...signed, ...changed })).checks;
const ofMessage = (fields: object) => ofAttestation({ message: { ...signed.message, ...fields } });

export const node: Subject = {
  good: () => ofNode(),
  refusals: {
    "node-chain": () => ofNode((f) => set(f.chain, { chainId: 1 })),
    "node-epoch": () => ofNode((f) => set(f.lists[0], { root: ZEROS })),
    "node-shard": () => ofNode((f) => set(f.shards[0], { commitment: "5" })),
    "node-release": () => ofNode((f) => set(f.chain, { release: `0x${ZEROS}` })),
  },
};

export const attestation: Subject = {
  good: () => ofAttestation(),
  refusals: {
    signature: () => ofAttestation({ signer: `0x${"1".repeat(40)}` }),
    "node-chain": () => ofAttestation({ domain: { ...signed.domain, chainId: 1n } }),
    "node-release": () => attest(toReleaseId(`0x${ZEROS}`)).then((bad) => ofAttestation(bad)),
    uid: () => ofAttestation({ uid: `0x${ZEROS}` }),
    service: () => ofAttestation({ domain: { ...signed.domain, verifyingContract: `0x${"1".repeat(40)}` } }),
    schema: () => ofMessage({ schema: `0x${ZEROS}` }),
    timestamp: async () => ofAttestation(await attest(on.made.subjects.release, false)),
    expiry: () => ofMessage({ expirationTime: 1n }),
    revocation: async () => {
      const revoked = await attest(on.made.subjects.release);
      const contract = openEas(on.chain, service);
      const isRevoked = async () => (await view(contract, "getRevokeOffchain", revoked.signer, revoked.uid)) !== 0n;
      await send(on.chain, contract, "revokeOffchain", [revoked.uid], isRevoked);
      return ofAttestation(revoked);
    },
  },
};
