import { atBlock, type BlockRef, findBlockAtTime, readConfirmedBlock } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { openContract, view } from "../../rpc/contract.ts";
import { parseAddress, parseBoolean, parseCount } from "../../rpc/node/decode.ts";
import { isRefusal } from "../../rpc/node/errors.ts";
import type { CheckId } from "../../shared/checks.ts";
import { type Check, check } from "../../shared/verdict.ts";
import type { Deployment } from "../deployment/document.ts";
import {
  ATTESTATION_SCHEMA,
  type CleanAttestation,
  decodeAttestation,
  openEas,
  readEasVersion,
  readSchema,
  readTimestamp,
} from "./eas.ts";
import { type OffchainAttestation, offchainUid, signerOf } from "./offchain.ts";

/** `stamped`: the block of the timestamp, in whose state the claim is checked. `at`: the block for everything else. */
export type OffchainVerdict = {
  verdict: boolean;
  checks: Check[];
  claim: CleanAttestation;
  signer: string;
  stamped?: BlockRef;
  at: BlockRef;
};

/**
 * Verifies an off-chain attestation: it is signed and of the schema, the service timestamped it at a block at which the
 * ledger said the same, and it is neither expired nor revoked.
 *
 * @param service address of the attestation service that is trusted to keep time
 * @throws chain `chain/bad-answer`, `chain/unreachable`, `chain/nodes-disagree`
 */
export async function verifyOffchain(
  chain: Chain,
  deployment: Deployment,
  service: string,
  attestation: OffchainAttestation,
): Promise<OffchainVerdict> {
  const { domain, message, uid, signer } = attestation;
  const contract = openEas(chain, service);
  const now = await readConfirmedBlock(chain);
  const signed = signerOf(attestation);
  const version = await readEasVersion(contract);
  const schema = await readSchema(chain, contract, message.schema, now);
  const time = await readTimestamp(contract, uid, now);
  const revoked = parseCount(await view(contract, "getRevokeOffchain", signer, uid, atBlock(now)), "getRevokeOffchain");
  const stamped = time === 0 ? undefined : await findBlockAtTime(chain, time);
  const claim = decodeAttestation(message.data);
  const { expirationTime } = message;
  const checks: Check[] = [
    found("signature", signed === parseAddress(signer, "signer"), signed ?? "nobody's"),
    found("uid", offchainUid(message) === uid, uid),
    found("node-chain", domain.chainId === BigInt(chain.chainId), String(domain.chainId), "chain"),
    found(
      "service",
      parseAddress(domain.verifyingContract, "service") === parseAddress(service, "service") &&
        domain.version === version,
      `${domain.verifyingContract}, version ${domain.version}`,
    ),
    found("schema", schema === ATTESTATION_SCHEMA, schema || "unknown to the service"),
    found("timestamp", stamped !== undefined, time === 0 ? "none" : iso(time)),
    found("timestamp", time !== 0 && message.time <= BigInt(time), iso(message.time), "signed before its timestamp"),
    check("expiry", expirationTime === 0n || expirationTime > BigInt(now.time), iso(expirationTime), "not expired"),
    check("revocation", revoked === 0, iso(revoked), "not revoked"),
    await ofLedger(chain, deployment, claim, stamped),
  ];
  const verdict = checks.every(({ ok }) => ok);
  return { verdict, checks, claim, signer, ...(stamped && { stamped }), at: now };
}

/** A check whose detail says what was found, even if it passed. */
const found = (id: CheckId, ok: boolean, detail: string, name: string = id): Check => ({ id, name, ok, detail });

/** What the ledger says about the claim in the state of the timestamp's block. */
async function ofLedger(
  chain: Chain,
  deployment: Deployment,
  { release, list, epoch }: CleanAttestation,
  blockRef: BlockRef | undefined,
): Promise<Check> {
  const name = "the ledger said so at that moment";
  if (blockRef === undefined) return check("node-release", false, "there is no such moment", name);
  const releases = await openContract(chain, "Releases", deployment.releases);
  const answer = view(releases, "isClean", release, list, epoch, atBlock(blockRef)).then((ok) =>
    parseBoolean(ok, "isClean"),
  );
  const ok = await answer.catch((error) => {
    if (UNKNOWN.some((refusal) => isRefusal(error, refusal))) return false;
    throw error;
  });
  return found("node-release", ok, `block ${blockRef.number}`, name);
}

/** False for a release, list or epoch that does not exist. */
const UNKNOWN = ["chain/unknown-release", "chain/unknown-list", "chain/unknown-epoch"] as const;

/** A time of any size as text. */
const iso = (seconds: number | bigint): string =>
  seconds < 253_402_300_800 ? new Date(Number(seconds) * 1000).toISOString() : `${seconds} s`;
