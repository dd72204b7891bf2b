import type { Contract } from "ethers";
import type { Chain } from "../../rpc/connection.ts";
import { openContract, requireSigner, view } from "../../rpc/contract.ts";
import { parseAddress, parseBoolean, parseHash } from "../../rpc/node/decode.ts";
import { isRefusal } from "../../rpc/node/errors.ts";
import { type SentTransaction, send, sendAll } from "../../rpc/transaction.ts";
import { type DocumentReader, readDocument } from "../../shared/document.ts";
import { AbiCoder, encodeBytes32String, keccak256 } from "../../shared/ethers.ts";
import { readInput } from "../../shared/files.ts";
import { type Commitment, type ReleaseId, toCommitment, toReleaseId } from "../../shared/ids.ts";
import { parseJson, stringifyJson } from "../../shared/json.ts";
import { type OnProgress, silent } from "../../shared/progress.ts";
import type { Deployment } from "../deployment/document.ts";

const RELEASE_FORMAT = "disjoint/release/v1";

/** A shard: its commitment, and the schemes of its keys. */
export type ReleaseShard = { commitment: Commitment; schemes: string[]; uri: string };

/**
 * A model version. `weights`: SHA-256 of the weights, or of the manifest of an OpenSSF model signature, 64 hexadecimal
 * digits. `parents`: ids of the releases that it was made from. `terms`: URI of the license.
 */
export type Release = {
  model: string;
  version: string;
  weights: string;
  shards: ReleaseShard[];
  parents: string[];
  terms: string;
};

const RELEASE_TYPE =
  "tuple(string model, string version, bytes32 weights, uint256[] shards, bytes32[] parents, string terms)";

const struct = ({ shards, weights, ...rest }: Release) => ({
  ...rest,
  weights: `0x${weights}`,
  shards: shards.map(({ commitment }) => commitment),
});

/** The id that `Releases.register` assigns: keccak256(abi.encode(vendor, release)). */
export const releaseIdOf = (vendor: string, release: Release): ReleaseId =>
  toReleaseId(keccak256(AbiCoder.defaultAbiCoder().encode(["address", RELEASE_TYPE], [vendor, struct(release)])));

/**
 * Reads a release's document.
 *
 * @throws data `release/not-found`, `release/invalid`, `json/*`
 */
export async function readRelease(path: string): Promise<Release> {
  const hint = `Write a document of format ${RELEASE_FORMAT}.`;
  const document = parseJson(await readInput(path, "release/not-found", hint), path);
  return readDocument(path, "release/invalid", hint, (reader) => readFields(reader, document));
}

/** The document of a release, as `readRelease` reads it. */
export const writeRelease = ({ shards, ...release }: Release): string =>
  stringifyJson(
    {
      format: RELEASE_FORMAT,
      ...release,
      shards: shards.map(({ commitment, ...shard }) => ({ ...shard, commitment: String(commitment) })),
    },
    2,
  );

function readFields(reader: DocumentReader, value: unknown): Release {
  const names = ["format", "model", "version", "weights", "shards", "parents", "terms"];
  const fields = reader.object(value, "$", names);
  const text = (of: unknown, path: string) => reader.text(of, path, /^\P{Cc}{0,512}$/u, "a text of one line");
  reader.literal(fields.format, "$.format", RELEASE_FORMAT);
  const shards = reader.array(fields.shards, "$.shards").map((entry, i): ReleaseShard => {
    const at = `$.shards[${i}]`;
    const shard = reader.object(entry, at, ["commitment", "schemes", "uri"]);
    const schemes = reader.array(shard.schemes, `${at}.schemes`);
    if (schemes.length === 0) reader.refuse(`${at}.schemes`, "is empty");
    return {
      commitment: toCommitment(reader.decimal(shard.commitment, `${at}.commitment`)),
      schemes: schemes.map((name, j) => reader.text(name, `${at}.schemes[${j}]`, /^[a-z][a-z0-9-]{0,30}$/, "a scheme")),
      uri: text(shard.uri, `${at}.uri`),
    };
  });
  if (shards.length === 0) reader.refuse("$.shards", "is empty");
  return {
    model: text(fields.model, "$.model"),
    version: text(fields.version, "$.version"),
    weights: reader.text(fields.weights, "$.weights", /^[0-9a-f]{64}$/, "a SHA-256 in lower-case hex"),
    shards,
    parents: reader
      .array(fields.parents, "$.parents")
      .map((id, i) => reader.text(id, `$.parents[${i}]`, /^0x[0-9a-f]{64}$/, "a release id")),
    terms: text(fields.terms, "$.terms"),
  };
}

/**
 * Registers a release and its shards, except those that are registered already.
 *
 * @example
 * const { release } = await registerRelease(chain, deployment, {
 *   model: "poet",
 *   version: "1.1.0",
 *   weights: "cd".repeat(32),
 *   parents: [],
 *   terms: "https://example.org/license",
 *   shards: [{ commitment: shard.commitment, schemes: ["text"], uri: "" }],
 * });
 * console.log(release === toReleaseId(release)); // true
 */
export async function registerRelease(
  chain: Chain,
  deployment: Deployment,
  release: Release,
  { onProgress = silent }: { onProgress?: OnProgress } = {},
): Promise<{ release: ReleaseId; transactions: SentTransaction[] }> {
  const releases = await openContract(chain, "Releases", deployment.releases);
  const vendor = await requireSigner(chain).getAddress();
  const id = releaseIdOf(vendor, release);
  const isThere = () => exists(releases, id);
  const [known, missing] = await Promise.all([isThere(), readUnregistered(chain, deployment, vendor, release.shards)]);
  onProgress({ stage: "chain", done: 0, total: missing.length, what: "registering shards" });
  const calls = missing.map((shard) => ({
    method: "registerShard",
    args: [shard.commitment, { schemes: shard.schemes.map(encodeBytes32String), uri: shard.uri }],
    isDone: () => isRegistered(releases, vendor, shard),
  }));
  const transactions: SentTransaction[] = await sendAll(chain, releases, calls);
  if (!known) transactions.push(await send(chain, releases, "register", [struct(release)], isThere));
  return { release: id, transactions };
}

/** The shards that a vendor has not registered yet. */
export async function readUnregistered(
  chain: Chain,
  { releases }: Deployment,
  vendor: string,
  shards: readonly ReleaseShard[],
): Promise<ReleaseShard[]> {
  const contract = await openContract(chain, "Releases", releases);
  const there = await Promise.all(shards.map((shard) => isRegistered(contract, vendor, shard)));
  return shards.filter((_, i) => !there[i]);
}

const isRegistered = async (
  releases: Contract,
  vendor: string,
  { commitment, schemes: [scheme] }: ReleaseShard,
): Promise<boolean> =>
  parseBoolean(await view(releases, "hasScheme", vendor, commitment, encodeBytes32String(scheme!)), "hasScheme");

/** The release that a vendor has registered as a version of a model, if any. */
export async function readReleaseByTag(
  chain: Chain,
  { releases }: Deployment,
  vendor: string,
  { model, version }: Pick<Release, "model" | "version">,
): Promise<ReleaseId | undefined> {
  const contract = await openContract(chain, "Releases", releases);
  const release = parseHash(await view(contract, "releaseTagged", vendor, model, version), "releaseTagged");
  return BigInt(release) === 0n ? undefined : toReleaseId(release);
}

async function exists(releases: Contract, id: ReleaseId): Promise<boolean> {
  try {
    parseAddress(await view(releases, "vendorOf", id), "vendorOf");
    return true;
  } catch (error) {
    if (isRefusal(error, "chain/unknown-release")) return false;
    throw error;
  }
}
