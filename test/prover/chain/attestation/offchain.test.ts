import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ATTESTATION_SCHEMA,
  type CleanAttestation,
  computeSchemaUid,
  decodeAttestation,
  deployResolver,
  encodeAttestation,
  openEas,
  readEasVersion,
  readSchema,
  timestampDigest,
} from "../../../../prover/chain/attestation/eas.ts";
import {
  type OffchainAttestation,
  offchainUid,
  signerOf,
  signOffchain,
} from "../../../../prover/chain/attestation/offchain.ts";
import { readOffchain, writeOffchain } from "../../../../prover/chain/attestation/offchainFile.ts";
import { verifyOffchain } from "../../../../prover/chain/attestation/verifyOffchain.ts";
import { deployContracts, NO_ROLES } from "../../../../prover/chain/deployment/deploy.ts";
import type { Deployment } from "../../../../prover/chain/deployment/document.ts";
import { submitProofs } from "../../../../prover/chain/ledger/submit.ts";
import { findBlockAtTime, readConfirmedBlock } from "../../../../prover/rpc/block.ts";
import { type Chain, openChain } from "../../../../prover/rpc/connection.ts";
import { openContract, view } from "../../../../prover/rpc/contract.ts";
import { send } from "../../../../prover/rpc/transaction.ts";
import { type ListId, type ReleaseId, toListId, toReleaseId } from "../../../../prover/shared/ids.ts";
import { PROJECT_ROOT } from "../../../../prover/shared/root.ts";
import { proved, simulatedCircuit, somePages } from "../../../support/chain.ts";
import { cleanAndDirty } from "../../../support/cleanRelease.ts";
import { deployEas } from "../../../support/eas.ts";

const pages = somePages(3);
const RESOLVER = "0x00000000000000000000000000000000000000AA";

let chain: Chain;
let deployment: Deployment;
let service: string;
let resolver: string;
let schema: string;
let list: ListId;
let clean: ReleaseId;
let dirty: ReleaseId;

beforeAll(async () => {
  chain = await openChain({});
  const guardian = await chain.signer!.getAddress();
  ({ deployment } = await deployContracts(chain, [simulatedCircuit()], { roles: { ...NO_ROLES, guardian } }));
  service = await deployEas(chain.signer!);
  ({ resolver, schema } = await deployResolver(chain, deployment, openEas(chain, service)));
  ({ list, clean, dirty } = await cleanAndDirty(chain, deployment));
});
afterAll(() => chain?.close());

/** Signs a claim now. */
async function signed(claim: Partial<CleanAttestation> = {}, schemaUid = schema): Promise<OffchainAttestation> {
  const version = await readEasVersion(openEas(chain, service));
  const whole = { release: clean, list, epoch: 1, ...claim };
  const { time } = await readConfirmedBlock(chain);
  return signOffchain(chain, { address: service, version, schema: schemaUid }, whole, time);
}

const stamp = (uid: string) => timestampDigest(chain, openEas(chain, service), uid);

/** The names of the checks that fail. */
async function failing(attestation: OffchainAttestation): Promise<string[]> {
  const { verdict, checks } = await verifyOffchain(chain, deployment, service, attestation);
  const failed = checks.filter(({ ok }) => !ok).map(({ name }) => name);
  expect(verdict).toBe(failed.length === 0);
  return failed;
}

describe("the format", () => {
  const vector = readFileSync(join(PROJECT_ROOT, "test/vectors/eas-offchain.json"));

  it("is the one that the service's own tools write", () => {
    const attestation = readOffchain(vector, "vector");
    expect(offchainUid(attestation.message)).toBe(attestation.uid);
    expect(signerOf(attestation)).toBe(attestation.signer);
    expect(JSON.parse(writeOffchain(attestation))).toEqual(JSON.parse(vector.toString()));
    expect(decodeAttestation(attestation.message.data)).toEqual({
      release: `0x${"11".repeat(32)}`,
      list: `0x${"22".repeat(32)}`,
      epoch: 7,
    });
  });

  it.each<[string, string | RegExp, string]>([
    ["another version", '"version": 2,\n    "uid"', '"version": 1, "uid"'],
    ["another type", '"type": "uint16"', '"type": "uint8"'],
    ["data that is no claim", /"data": "0x11/, '"data": "0x'],
    ["a number that is not canonical", '"time": "1800000000"', '"time": "01800000000"'],
    ["half a signature", '"v": 28', '"v": 2'],
    ["another domain", '"EAS Attestation"', '"EAS"'],
    ["a field more", '"signer"', '"more": 1, "signer"'],
  ])("is refused with %s", (_, from, to) => {
    const text = vector.toString();
    const changed = text.replace(from, to);
    expect(changed).not.toBe(text);
    expect(() => readOffchain(Buffer.from(changed), "file")).toThrow(
      expect.objectContaining({ code: "attest/invalid", exitCode: 3 }),
    );
  });
});

describe("our schema", () => {
  it("is registered with our resolver under the UID that anyone can compute", async () => {
    expect(schema).toBe(computeSchemaUid(resolver));
    expect(await readSchema(chain, openEas(chain, service), schema)).toBe(ATTESTATION_SCHEMA);
    const contract = await openContract(chain, "EasResolver", resolver);
    expect(await view(contract, "schemaUID")).toBe(schema);
    expect(await readSchema(chain, openEas(chain, service), computeSchemaUid(RESOLVER))).toBe("");
  });
});

describe("an off-chain attestation", () => {
  it("is true from its timestamp on", async () => {
    const attestation = await signed();
    const late = "the ledger said so at that moment";
    expect(await failing(attestation)).toEqual(["timestamp", "signed before its timestamp", late]);
    const time = await stamp(attestation.uid);
    expect(await failing(attestation)).toEqual([]);
    expect(await stamp(attestation.uid)).toBe(time);
    const { stamped } = await verifyOffchain(chain, deployment, service, attestation);
    expect(stamped).toEqual(await findBlockAtTime(chain, time));
    expect(stamped?.time).toBe(time);
    expect(await failing(readOffchain(Buffer.from(writeOffchain(attestation)), "file"))).toEqual([]);
  });

  it.each<[string, () => Partial<CleanAttestation>]>([
    ["a dirty release", () => ({ release: dirty })],
    ["a stale release", () => ({ epoch: 2 })],
    ["an unknown release", () => ({ release: toReleaseId(`0x${"00".repeat(32)}`) })],
    ["an unknown list", () => ({ list: toListId(`0x${"00".repeat(32)}`) })],
    ["an epoch that is not there", () => ({ epoch: 3 })],
    ["epoch 0", () => ({ epoch: 0 })],
  ])("of %s is false although it is signed and timestamped", async (_, claim) => {
    const attestation = await signed(claim());
    await stamp(attestation.uid);
    expect(await failing(attestation)).toEqual(["the ledger said so at that moment"]);
  });

  it("that was timestamped too early does not become true later", async () => {
    const early = await signed({ epoch: 2 });
    await stamp(early.uid);
    await submitProofs(chain, deployment, list, [proved(1n, pages[2]!)]);
    expect(await failing(early)).toEqual(["the ledger said so at that moment"]);
    const late = await signed({ epoch: 2 });
    await stamp(late.uid);
    expect(await failing(late)).toEqual([]);
  });

  it("is refused with a changed claim, signer, signature or UID", async () => {
    const attestation = await signed();
    await stamp(attestation.uid);
    const { message, signature } = attestation;
    const other = { ...message, data: encodeAttestation({ release: dirty, list, epoch: 1 }) };
    expect(await failing({ ...attestation, message: other })).toEqual([
      "signature",
      "uid",
      "the ledger said so at that moment",
    ]);
    expect(await failing({ ...attestation, message: other, uid: offchainUid(other) })).toContain("signature");
    expect(await failing({ ...attestation, signer: RESOLVER })).toEqual(["signature"]);
    const flipped = { ...signature, v: 55 - signature.v };
    expect(await failing({ ...attestation, signature: flipped })).toEqual(["signature"]);
    const uid = (await signed()).uid;
    await stamp(uid);
    expect(await failing({ ...attestation, uid })).toEqual(["uid"]);
  });

  it("of another schema, service or chain is refused", async () => {
    const attestation = await signed({}, computeSchemaUid(RESOLVER));
    await stamp(attestation.uid);
    expect(await failing(attestation)).toEqual(["schema"]);
    const { domain } = await signed();
    for (const [change, check] of [
      [{ chainId: 1n }, "chain"],
      [{ verifyingContract: RESOLVER }, "service"],
      [{ version: "1.3.0" }, "service"],
    ] as const) {
      const good = await signed();
      await stamp(good.uid);
      expect(await failing({ ...good, domain: { ...domain, ...change } })).toEqual(["signature", check]);
    }
  });

  it("can be revoked by its signer, and expires", async () => {
    const attestation = await signed();
    await stamp(attestation.uid);
    const contract = openEas(chain, service);
    const isRevoked = async () =>
      (await view(contract, "getRevokeOffchain", attestation.signer, attestation.uid)) !== 0n;
    await send(chain, contract, "revokeOffchain", [attestation.uid], isRevoked);
    expect(await failing(attestation)).toEqual(["not revoked"]);
    const message = { ...(await signed()).message, expirationTime: 1n };
    expect(await failing({ ...attestation, message })).toContain("not expired");
  });
});
