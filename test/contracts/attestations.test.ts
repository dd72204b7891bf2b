import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import {
  AbiCoder,
  Contract,
  ContractFactory,
  Interface,
  type InterfaceAbi,
  solidityPackedKeccak256,
  ZeroAddress,
  ZeroHash,
} from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deployContracts } from "../../prover/chain/deployment/deploy.ts";
import type { Deployment } from "../../prover/chain/deployment/document.ts";
import { type Chain, openChain } from "../../prover/rpc/connection.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { simulatedCircuit } from "../support/chain.ts";
import { cleanAndDirty } from "../support/cleanRelease.ts";
import { EAS_VERSIONS, easArtifact } from "../support/eas.ts";

const require = createRequire(import.meta.url);
const SCHEMA = "bytes32 release,bytes32 list,uint64 epoch";

type Artifact = { abi: InterfaceAbi; bytecode: string };
const verax = (name: string): Artifact => require(`@verax-attestation-registry/verax-contracts/build/${name}.json`);
const own = (file: string): Artifact =>
  JSON.parse(
    readFileSync(join(PROJECT_ROOT, `build/contracts/contracts/attestations/${file}.sol/${file}.json`), "utf8"),
  );

let chain: Chain;
let deployment: Deployment;
let list: string;
let clean: string;
let dirty: string;

async function put({ abi, bytecode }: Artifact, ...args: unknown[]): Promise<Contract> {
  const contract = await new ContractFactory(abi, bytecode, chain.signer).deploy(...args);
  await contract.waitForDeployment();
  return contract as Contract;
}

/** Deploys a contract behind a minimal proxy (EIP-1167), as Verax's contracts require. */
async function proxied(artifact: Artifact, ...args: unknown[]): Promise<Contract> {
  const code = String(await (await put(artifact, ...args)).getAddress()).slice(2);
  const bytecode = `0x3d602d80600a3d3981f3363d3d373d3d3d363d73${code}5af43d82803e903d91602b57fd5bf3`;
  const abi = (artifact.abi as { type: string }[]).filter(({ type }) => type !== "constructor");
  const proxy = await put({ abi, bytecode });
  await (await proxy.getFunction("initialize")()).wait();
  return proxy;
}

const call = async (contract: Contract, method: string, ...args: unknown[]) =>
  (await contract.getFunction(method)(...args)).wait();

const ERRORS = new Interface([
  "error AttestationIsFalse(bytes32 release, bytes32 list, uint64 epoch)",
  "error InvalidAttestation()",
  "error WrongSchema(bytes32 schema)",
  "error OnlyEas(address caller)",
  "error NoValue()",
  "error UnknownRelease(bytes32 release)",
  "error UnknownList(bytes32 list)",
  "error UnknownEpoch(bytes32 list, uint256 epoch)",
]);

/** Returns the name of the error that a call reverts with, or "none" if there is no revert data. */
async function refusal(calling: Promise<unknown>): Promise<string> {
  const error = await calling.then(
    () => undefined,
    (reason) => reason as { code: string; data: string | null },
  );
  expect(error?.code).toBe("CALL_EXCEPTION");
  const { data } = error!;
  return data === null || data === "0x" ? "none" : (ERRORS.parseError(data)?.name ?? data);
}

const claim = (release: string, epoch: number, of = list): string =>
  AbiCoder.defaultAbiCoder().encode(["bytes32", "bytes32", "uint64"], [release, of, epoch]);

beforeAll(async () => {
  chain = await openChain({});
  ({ deployment } = await deployContracts(chain, [simulatedCircuit()]));
  ({ list, clean, dirty } = await cleanAndDirty(chain, deployment));
});
afterAll(() => chain?.close());

/** Attestations that every service must refuse. */
const FALSE_CLAIMS: [string, () => string, string][] = [
  ["of a dirty release", () => claim(dirty, 1), "AttestationIsFalse"],
  ["of a stale release", () => claim(clean, 2), "AttestationIsFalse"],
  ["of an unknown release", () => claim(ZeroHash, 1), "UnknownRelease"],
  ["of an epoch that is not there", () => claim(clean, 3), "UnknownEpoch"],
  ["of epoch 0", () => claim(clean, 0), "UnknownEpoch"],
  ["of an unknown list", () => claim(clean, 1, ZeroHash), "UnknownList"],
  ["that is too short", () => claim(clean, 1).slice(0, -64), "InvalidAttestation"],
  ["that is too long", () => `${claim(clean, 1)}00`, "InvalidAttestation"],
];

describe.each(EAS_VERSIONS)("the Ethereum Attestation Service %s", (version) => {
  let service: Contract;
  let resolver: Contract;
  let uid: string;

  const request = (data: string, schema = uid) => ({
    schema,
    data: { recipient: ZeroAddress, expirationTime: 0, revocable: true, refUID: ZeroHash, data, value: 0 },
  });

  beforeAll(async () => {
    const schemas = await put(easArtifact("SchemaRegistry", version));
    service = await put(easArtifact("EAS", version), await schemas.getAddress());
    resolver = await put(own("EasResolver"), await service.getAddress(), deployment.releases);
    await call(schemas, "register", SCHEMA, await resolver.getAddress(), true);
    uid = await resolver.getFunction("schemaUID")();
    expect(uid).toBe(
      solidityPackedKeccak256(["string", "address", "bool"], [SCHEMA, await resolver.getAddress(), true]),
    );
    await call(schemas, "register", "bool other", await resolver.getAddress(), true);
  });

  it("attests what is true, and lets its attester revoke it", async () => {
    const { logs } = await call(service, "attest", request(claim(clean, 1)));
    const attested = service.interface.parseLog(logs[0])!.args.uid;
    expect(await service.getFunction("isAttestationValid")(attested)).toBe(true);
    await call(service, "revoke", { schema: uid, data: { uid: attested, value: 0 } });
    expect((await service.getFunction("getAttestation")(attested)).revocationTime).toBeGreaterThan(0n);
  });

  it("attests many at once, all or none", async () => {
    const many = (...data: string[]) => [{ schema: uid, data: data.map((each) => request(each).data) }];
    const uids = await service.getFunction("multiAttest").staticCall(many(claim(clean, 1), claim(clean, 1)));
    expect(uids).toHaveLength(2);
    expect(await refusal(call(service, "multiAttest", many(claim(clean, 1), claim(dirty, 1))))).toBe(
      "AttestationIsFalse",
    );
  });

  it.each(FALSE_CLAIMS)("attests nothing %s", async (_, data, name) => {
    expect(await refusal(call(service, "attest", request(data())))).toBe(name);
  });

  it("attests nothing under another schema with the same resolver", async () => {
    const types = ["string", "address", "bool"];
    const other = solidityPackedKeccak256(types, ["bool other", await resolver.getAddress(), true]);
    expect(await refusal(call(service, "attest", request(claim(clean, 1), other)))).toBe("WrongSchema");
  });

  it("refuses a call that sends value", async () => {
    const paid = { ...request(claim(clean, 1)), data: { ...request(claim(clean, 1)).data, value: 1 } };
    await expect(service.getFunction("attest")(paid, { value: 1 })).rejects.toMatchObject({ code: "CALL_EXCEPTION" });
    expect(await resolver.getFunction("isPayable")()).toBe(false);
  });

  it("is the only caller that the resolver accepts", async () => {
    const attestation = {
      uid: ZeroHash,
      schema: uid,
      time: 0,
      expirationTime: 0,
      revocationTime: 0,
      refUID: ZeroHash,
      recipient: ZeroAddress,
      attester: ZeroAddress,
      revocable: true,
      data: claim(clean, 1),
    };
    const calls = [
      ["attest", attestation],
      ["revoke", attestation],
      ["multiAttest", [attestation], [0]],
      ["multiRevoke", [attestation], [0]],
    ] as const;
    for (const [method, ...args] of calls)
      expect(await refusal(resolver.getFunction(method).staticCall(...args))).toBe("OnlyEas");
  });
});

describe("Verax", () => {
  let portal: Contract;
  let registry: Contract;
  let schemaId: string;

  const payload = (attestationData: string, id = schemaId) => ({
    schemaId: id,
    expirationDate: 0,
    subject: deployment.ledger,
    attestationData,
  });

  beforeAll(async () => {
    const router = await proxied(verax("Router"));
    const portals = await proxied(verax("PortalRegistry"), true);
    registry = await proxied(verax("AttestationRegistry"));
    const modules = await proxied(verax("ModuleRegistry"));
    const schemas = await proxied(verax("SchemaRegistry"));
    for (const each of [portals, registry, modules, schemas])
      await call(each, "updateRouter", await router.getAddress());
    await call(router, "updatePortalRegistry", await portals.getAddress());
    await call(router, "updateAttestationRegistry", await registry.getAddress());
    await call(router, "updateModuleRegistry", await modules.getAddress());
    await call(router, "updateSchemaRegistry", await schemas.getAddress());
    await call(portals, "setIsTestnet", true);
    for (const schema of [SCHEMA, "bool other"]) await call(schemas, "createSchema", "name", "text", "context", schema);
    const module = await put(own("VeraxModule"), deployment.releases);
    schemaId = await module.getFunction("SCHEMA_ID")();
    expect(schemaId).toBe(await schemas.getFunction("getIdFromSchemaString")(SCHEMA));
    await call(modules, "register", "clean", "text", await module.getAddress());
    const deployed = await call(
      portals,
      "deployDefaultPortal",
      [await module.getAddress()],
      "clean",
      "text",
      true,
      "us",
    );
    const at = portals.interface.parseLog(deployed.logs.at(-1))!.args.portalAddress;
    portal = new Contract(at, verax("DefaultPortal").abi, chain.signer);
  });

  it("attests what is true", async () => {
    await call(portal, "attestV2", payload(claim(clean, 1)), ["0x"]);
    expect(await registry.getFunction("getAttestationIdCounter")()).toBe(1n);
  });

  it.each(FALSE_CLAIMS)("attests nothing %s", async (_, data, name) => {
    expect(await refusal(call(portal, "attestV2", payload(data()), ["0x"]))).toBe(name);
  });

  it("attests nothing under another schema, or in the portal's older format", async () => {
    const other = solidityPackedKeccak256(["string"], ["bool other"]);
    expect(await refusal(call(portal, "attestV2", payload(claim(clean, 1), other), ["0x"]))).toBe("WrongSchema");
    expect(await refusal(call(portal, "attest", payload(claim(clean, 1)), ["0x"]))).toBe("none");
  });
});
