import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Deployment } from "../../chain/deployment/document.ts";
import {
  type Release,
  readRelease,
  readReleaseByTag,
  releaseIdOf,
  writeRelease,
} from "../../chain/releases/release.ts";
import { readManifest } from "../../commitment/shard/readShard.ts";
import type { Chain } from "../../rpc/connection.ts";
import { appendAll } from "../../shared/collections.ts";
import { readDocument } from "../../shared/document.ts";
import { DisjointError, dataError, usageError } from "../../shared/errors.ts";
import { readInput, sha256File, writeFileAtomic } from "../../shared/files.ts";
import type { ReleaseId } from "../../shared/ids.ts";
import { parseJson, stringifyJson } from "../../shared/json.ts";
import { reasonOf } from "../../shared/storage.ts";
import { expectContent } from "../../shared/stub.ts";
import type { Config, WeightsSource } from "../config/config.ts";
import { type CommittedShard, labelled } from "./shards.ts";

/** The content of a tag, recorded in the output folder so that it never changes. */
export type TagRecord = { release: Release; shards: CommittedShard[] };

const SHARDS_FORMAT = "disjoint/release-shards/v1";
const HINT = "Restore the output folder, or release under another tag.";

export const tagFolder = ({ output }: Config, tag: string): string => join(output, "releases", tag);

/** @throws usage `release/bad-tag` */
export function requireTag(tag: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9._+-]{0,127}$/.test(tag)) return;
  throw usageError("release/bad-tag", `${JSON.stringify(tag)} is not a tag`, "Use letters, digits and . _ + -");
}

/**
 * The release under a tag, made of the configuration and these shards.
 *
 * @throws data `release/not-found` for weights that cannot be read
 */
export async function describeRelease({ model }: Config, tag: string, shards: CommittedShard[]): Promise<TagRecord> {
  const { name, weights, parents, terms } = model;
  const release = {
    model: name,
    version: tag,
    parents,
    terms,
    weights: await digestOf(weights),
    shards: shards.map(({ commitment, manifest }) => ({
      commitment,
      uri: "",
      schemes: [...new Set(manifest.schemes.map(({ scheme }) => scheme))],
    })),
  };
  return { release, shards };
}

async function digestOf(weights: WeightsSource): Promise<string> {
  if (!("file" in weights)) return "sha256" in weights ? weights.sha256 : weights.modelSigning;
  const { file } = weights;
  try {
    await expectContent(file);
    return await sha256File(file);
  } catch (error) {
    if (error instanceof DisjointError) throw error;
    const hint = "Give their file as $.model.weights.file.";
    throw dataError("release/not-found", `the weights ${file} cannot be read: ${reasonOf(error)}`, hint, error);
  }
}

/**
 * The record of a released tag.
 *
 * @throws usage `release/unknown-tag`; data `release/invalid` and others when the record is damaged
 */
export async function readTag(config: Config, tag: string): Promise<TagRecord> {
  const folder = tagFolder(config, tag);
  if (!existsSync(join(folder, "release.json")))
    throw usageError(
      "release/unknown-tag",
      `${tag} has not been released from here`,
      `Release ${tag} first, without \`refresh\`.`,
    );
  const path = join(folder, "shards.json");
  const document = parseJson(await readInput(path, "release/not-found", HINT), path);
  const entries = readDocument(path, "release/invalid", HINT, (reader) => {
    const fields = reader.object(document, "$", ["format", "shards"]);
    reader.literal(fields.format as string, "$.format", SHARDS_FORMAT);
    return reader.array(fields.shards, "$.shards").map((value, i) => {
      const {
        shard,
        folder: place,
        commitment,
      } = reader.object(value, `$.shards[${i}]`, ["shard", "folder", "commitment"]);
      return {
        shard: reader.text(shard, `$.shards[${i}].shard`, /^.+$/, "a name"),
        folder: reader.text(
          place,
          `$.shards[${i}].folder`,
          /^shards\/[a-z0-9][a-z0-9._-]*\/[0-9a-f]{16}$/,
          "a shard's folder",
        ),
        commitment: reader.decimal(commitment, `$.shards[${i}].commitment`),
      };
    });
  });
  const shards: CommittedShard[] = [];
  for (const [shard, layers] of Map.groupBy(entries, (entry) => entry.shard)) {
    const read = layers.map(async ({ folder: place, commitment }) => {
      const manifest = await readManifest(join(config.output, place));
      if (BigInt(manifest.commitment) === commitment) return { folder: place, manifest };
      throw dataError("release/other-shard", `${place} is not the shard that ${tag} was released with`, HINT);
    });
    appendAll(shards, labelled(shard, await Promise.all(read)));
  }
  return { release: await readRelease(join(folder, "release.json")), shards };
}

/**
 * The release that this signer has registered under a tag of this model, if any. It takes precedence over the output
 * folder.
 *
 * @throws data `release/state-lost` when the output folder does not know it
 */
export async function readTagged(
  config: Config,
  tag: string,
  vendor: string,
  chain: Chain,
  deployment: Deployment,
): Promise<ReleaseId | undefined> {
  const version = { model: config.model.name, version: tag };
  const registered = await readReleaseByTag(chain, deployment, vendor, version);
  if (registered === undefined) return undefined;
  const path = join(tagFolder(config, tag), "release.json");
  if (existsSync(path) && releaseIdOf(vendor, await readRelease(path)) === registered) return registered;
  throw dataError(
    "release/state-lost",
    `${config.model.name} ${tag} is registered by ${vendor} as release ` +
      `${registered}, and ${config.output} does not have it`,
    "Restore the output folder, which holds the salts of its shards, from a backup or a cache; or release under a " +
      "new tag.",
  );
}

/**
 * Refuses other content for a tag that is registered on the chain.
 *
 * @throws usage `release/tag-taken`
 */
export async function requireSame(config: Config, tag: string, { release }: TagRecord): Promise<void> {
  const known = await readRelease(join(tagFolder(config, tag), "release.json"));
  if (writeRelease(known) === writeRelease(release)) return;
  throw usageError(
    "release/tag-taken",
    `${tag} is on the chain with other content: ${differences(known, release).join(", ")} differ`,
    "Release under a new tag. Or prove what was released under this one against grown lists by `refresh`.",
  );
}

/** Records the content of a tag. */
export async function keepTag(config: Config, tag: string, { release, shards }: TagRecord): Promise<void> {
  const folder = tagFolder(config, tag);
  const entries = shards.map(({ shard, folder: place, commitment }) => ({
    shard,
    folder: place,
    commitment: String(commitment),
  }));
  await writeFileAtomic(join(folder, "shards.json"), stringifyJson({ format: SHARDS_FORMAT, shards: entries }, 2));
  await writeFileAtomic(join(folder, "release.json"), writeRelease(release));
}

const differences = (a: Release, b: Release): string[] => {
  const plain = (release: Release) => JSON.parse(writeRelease(release)) as Record<string, unknown>;
  const one = plain(a);
  const other = plain(b);
  return Object.keys(one).filter((field) => stringifyJson(one[field]) !== stringifyJson(other[field]));
};
