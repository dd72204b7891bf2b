import { createRequire } from "node:module";
import { join } from "node:path";
import { Contract, getBytes, hexlify, id, Signature, toBeHex, Wallet } from "ethers";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { MerkleShard } from "../../../prover/commitment/shard/readShard.ts";
import { type Chain, developmentAccount, openChain } from "../../../prover/rpc/connection.ts";
import { sha256 } from "../../../prover/shared/files.ts";
import { stringifyJson } from "../../../prover/shared/json.ts";
import { temporaryFolder } from "../../support/chain.ts";
import { commitFiles, someFiles } from "../../support/shard.ts";
import { deployCompiled } from "../../support/solidity.ts";

/** A contract of Ocean's as it is published, with the bytecode that the package brings. */
const published = (path: string) =>
  createRequire(import.meta.url)(
    `@oceanprotocol/contracts/artifacts/contracts/${path}.sol/${path.slice(path.lastIndexOf("/") + 1)}.json`,
  );

const NOBODY = `0x${"00".repeat(20)}`;
const SOMEBODY = `0x${"11".repeat(20)}`;
const ACTIVE = 0;
const validator = new Wallet(id("validator"));

let chain: Chain;
let factory: Contract;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let shards: [MerkleShard, MerkleShard];
let nft: Contract;

const send = async (contract: Contract, method: string, ...args: unknown[]) =>
  (await contract.getFunction(method)(...args)).wait();

/** A data NFT, as Ocean's factory makes them. */
async function newNft(): Promise<Contract> {
  const owner = await chain.signer!.getAddress();
  const args = ["data", "DATA", 1, NOBODY, NOBODY, "https://example.org", true, owner];
  const { logs } = await send(factory, "deployERC721Contract", ...args);
  const events = logs.map((log: { topics: string[]; data: string }) => factory.interface.parseLog(log));
  const created = events.find((event: { name: string } | null) => event?.name === "NFTCreated");
  return new Contract(created.args.newTokenAddress, published("templates/ERC721Template").abi, chain.signer!);
}

/** The document of an asset (DDO) whose data are a shard. */
const documentOf = async (of: Contract, { manifest: { commitment } }: MerkleShard): Promise<string> =>
  stringifyJson({
    version: "4.1.0",
    chainId: chain.chainId,
    nftAddress: await of.getAddress(),
    metadata: { type: "dataset", name: "data", additionalInformation: { commitment } },
  });

/** The validator's signature of a hash, as `setMetaData` takes it. */
function proofOf(hash: string, by = validator) {
  const { v, r, s } = Signature.from(by.signMessageSync(getBytes(hash)));
  return { validatorAddress: validator.address, v, r, s };
}

/** Ocean's hash of a document: SHA-256. */
const hashOf = (document: string): string => `0x${sha256(document)}`;

/** The arguments of `setMetaData` for a document. */
const metadata = (document: string, { hash = hashOf(document), proofs = [] as unknown[] } = {}) =>
  [ACTIVE, "", "", "0x00", hexlify(Buffer.from(document)), hash, proofs] as const;

const publish = (of: Contract, ...args: Parameters<typeof metadata>) => send(of, "setMetaData", ...metadata(...args));

/**
 * The commitment in the newest document of a data NFT, for someone who knows only its address. Ocean's contract
 * compares neither document and hash nor document and NFT, so readers do.
 */
async function commitmentIn(of: Contract): Promise<bigint> {
  const names = ["MetadataCreated", "MetadataUpdated"];
  const logs = await chain.provider.getLogs({ address: await of.getAddress(), fromBlock: 0 });
  const newest = logs.map((log) => of.interface.parseLog(log)).findLast((event) => names.includes(event?.name ?? ""));
  const { data, metaDataHash } = newest!.args;
  const document = Buffer.from(getBytes(data)).toString();
  if (hashOf(document) !== metaDataHash) throw new Error("the document does not have the hash of its event");
  const { nftAddress, chainId, metadata } = JSON.parse(document);
  if (nftAddress !== (await of.getAddress()) || chainId !== chain.chainId)
    throw new Error("the document of another NFT");
  return BigInt(metadata.additionalInformation.commitment);
}

beforeAll(async () => {
  chain = await openChain({});
  folder = await temporaryFolder();
  const shardOf = (name: string) => commitFiles(join(folder.path, name), someFiles(3, name));
  shards = [await shardOf("one"), await shardOf("other")];
  const deploy = async (path: string, ...args: unknown[]) => deployCompiled(published(path), chain.signer!, ...args);
  const owner = await chain.signer!.getAddress();
  const router = await deploy("pools/FactoryRouter", owner, SOMEBODY, SOMEBODY, SOMEBODY, []);
  const templates = [await deploy("templates/ERC721Template"), await deploy("templates/ERC20Template"), router];
  factory = await deploy("ERC721Factory", ...(await Promise.all(templates.map((each) => each.getAddress()))));
});
afterAll(async () => {
  await chain?.close();
  await folder?.remove();
});
beforeEach(async () => {
  nft = await newNft();
});

test("the hash in a data NFT's event is of a document that names the shard", async () => {
  const document = await documentOf(nft, shards[0]);
  await publish(nft, document, { proofs: [proofOf(hashOf(document))] });
  expect(await commitmentIn(nft)).toBe(shards[0].commitment);
});

test("forged documents and validations are refused", async () => {
  const document = await documentOf(nft, shards[0]);
  const stranger = nft.connect(developmentAccount(1).connect(chain.provider)) as Contract;
  await expect(publish(stranger, document)).rejects.toMatchObject({ reason: "ERC721Template: NOT METADATA_ROLE" });
  const forged = proofOf(hashOf(document), new Wallet(id("stranger")));
  await expect(publish(nft, document, { proofs: [forged] })).rejects.toMatchObject({ reason: "Invalid proof signer" });
  const edited = document.replace(String(shards[0].commitment), String(shards[1].commitment));
  const old = proofOf(hashOf(document));
  await expect(publish(nft, edited, { proofs: [old] })).rejects.toMatchObject({ reason: "Invalid proof signer" });
});

test("Ocean's contract takes a document with another hash, and a reader does not", async () => {
  const document = await documentOf(nft, shards[0]);
  const edited = document.replace(String(shards[0].commitment), String(shards[1].commitment));
  await publish(nft, edited, { hash: hashOf(document), proofs: [proofOf(hashOf(document))] });
  await expect(commitmentIn(nft)).rejects.toThrow("does not have the hash");
});

test("a stale document is not read once it was updated", async () => {
  await publish(nft, await documentOf(nft, shards[0]));
  await publish(nft, await documentOf(nft, shards[1]));
  expect(await commitmentIn(nft)).toBe(shards[1].commitment);
});

test("Ocean's contract takes another NFT's document with its validation, and a reader does not", async () => {
  const document = await documentOf(nft, shards[0]);
  const other = await newNft();
  await publish(other, document, { proofs: [proofOf(hashOf(document))] });
  await expect(commitmentIn(other)).rejects.toThrow("of another NFT");
});

/** `getMetaData` has no hash. The store of ERC-725 is what a contract can read. */
test("no function returns the hash, and the key-value store returns a commitment", async () => {
  const document = await documentOf(nft, shards[0]);
  await publish(nft, document);
  expect([...(await nft.getFunction("getMetaData")())]).toEqual(["", "", BigInt(ACTIVE), true]);
  const key = id("disjoint.commitment");
  const value = toBeHex(shards[0].commitment, 32);
  await send(nft, "setNewData", key, value);
  expect(await nft.getFunction("getData")(key)).toBe(value);
});
