import type { Scheme } from "../../fingerprint/scheme.ts";
import { appendAll } from "../../shared/collections.ts";
import { DisjointError, dataError, usageError } from "../../shared/errors.ts";
import { readInput } from "../../shared/files.ts";
import { type Json, parseJson } from "../../shared/json.ts";
import { listSources } from "../../source/walk.ts";
import { sortEntries } from "../columns.ts";
import type { BlocklistEntry } from "../entry.ts";
import { digestOf } from "../importDenylist.ts";
import type { ImportedEntries, LeftOutEntry } from "../imported.ts";
import { entriesOfWork, entryOf } from "../lines.ts";
import { evaluateConsent, isObject } from "./evaluateConsent.ts";

/** The fields of ERC-721 and ERC-1155 metadata that hold the asset itself. */
const ASSETS = ["image", "animation_url"] as const;

/** Number of metadata files, by what they say. Every file is counted once. */
type ConsentCounts = { files: number; listed: number; passedOver: number; leftOut: number };

/**
 * The assets whose creators do not consent to training, from metadata files of tokens (a JSON file, or every file of a
 * folder): their `dataMiningPreference` (ERC-7517). With the scheme `sha256`, an asset is named by the CID of a raw
 * block with SHA-256 (`ipfs://CID`); with `url` and `url-v2`, by its address. Files that are not understood, whose
 * preference is not decided, or whose asset has no such name, are left out and reported.
 *
 * @throws data `blocklist/not-found`, `blocklist/empty`; usage `blocklist/other-scheme`
 */
export async function importConsent(path: string, scheme: Scheme): Promise<ImportedEntries> {
  if (!["sha256", "url", "url-v2"].includes(scheme.name))
    throw usageError(
      "blocklist/other-scheme",
      `metadata of tokens names no values of the scheme ${scheme.name}`,
      "Use sha256 for assets on IPFS, or url for their addresses.",
    );
  const counts: ConsentCounts = { files: 0, listed: 0, passedOver: 0, leftOut: 0 };
  const entries: BlocklistEntry[] = [];
  const leftOut: LeftOutEntry[] = [];
  for (const { path: file, name } of listSources([{ path, format: "files" }])) {
    const found = await readMetadata(file, name, scheme);
    counts.files++;
    counts[found.entries.length > 0 ? "listed" : found.reasons.length > 0 ? "leftOut" : "passedOver"]++;
    appendAll(entries, found.entries);
    appendAll(
      leftOut,
      found.reasons.map((reason) => ({ name, reason })),
    );
  }
  if (entries.length > 0) return { entries: sortEntries(entries), leftOut, counts };
  const examples = leftOut.slice(0, 5).map(({ name, reason }) => `${name}: ${reason}`);
  throw dataError(
    "blocklist/empty",
    `${path} names no asset whose creator refuses training (${counts.files} files)`,
    `A list needs at least one entry.${examples.length === 0 ? "" : ` Left out: ${examples.join("; ")}`}`,
  );
}

/** The entries of a metadata file, and why something of it is left out. */
type Found = { entries: BlocklistEntry[]; reasons: string[] };

async function readMetadata(file: string, name: string, scheme: Scheme): Promise<Found> {
  const nothing = (...reasons: string[]): Found => ({ entries: [], reasons });
  let metadata: Json;
  try {
    metadata = parseJson(await readInput(file, "blocklist/not-found", "Give metadata files of tokens."), name);
  } catch (error) {
    if (error instanceof DisjointError && error.kind === "data") return nothing(`could not be read: ${error.message}`);
    throw error;
  }
  const finding = evaluateConsent(metadata);
  if (finding === undefined) return nothing();
  if (finding.verdict === "unreadable") return nothing(`could not be read: ${finding.reason}`);
  if (finding.verdict === "undecided") return nothing(`not decided: ${finding.reason}`);
  const assets = ASSETS.map((field) => (isObject(metadata) ? metadata[field] : undefined));
  const found = assets
    .filter((asset) => typeof asset === "string")
    .map((asset) => entriesOfAsset(asset, scheme, `${name}: ${finding.reason}`));
  if (found.length === 0) return nothing(`reserved, but names no asset: ${finding.reason}`);
  return { entries: found.flatMap(({ entries }) => entries), reasons: found.flatMap(({ reasons }) => reasons) };
}

function entriesOfAsset(asset: string, scheme: Scheme, label: string): Found {
  try {
    if (scheme.name !== "sha256") return { entries: entriesOfWork(scheme, Buffer.from(asset), label), reasons: [] };
    const cid = /^ipfs:\/\/(?:ipfs\/)?([a-zA-Z0-9]+)$/.exec(asset)?.[1];
    if (cid !== undefined) return { entries: [entryOf(scheme, digestOf(cid), label)], reasons: [] };
    return { entries: [], reasons: [`reserved, but ${asset.slice(0, 80)} names no digest`] };
  } catch (error) {
    if (!(error instanceof DisjointError) || error.kind !== "data") throw error;
    return { entries: [], reasons: [`reserved, but cannot be listed: ${error.message}`] };
  }
}
