import type { Contract } from "ethers";
import { g2Words, listAccumulatorHash } from "../../accumulator/hashes.ts";
import type { G2 } from "../../groth16/points.ts";
import { atBlock, type BlockRef } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { view } from "../../rpc/contract.ts";
import { parseCount, parseHash } from "../../rpc/node/decode.ts";
import { isRefusal } from "../../rpc/node/errors.ts";
import { DisjointError, dataError } from "../../shared/errors.ts";
import { ZeroHash } from "../../shared/ethers.ts";
import type { ListId } from "../../shared/ids.ts";
import { mapConcurrently } from "../../shared/promises.ts";
import type { Deployment } from "../deployment/document.ts";
import { readListState } from "./access.ts";

/**
 * The accumulators of a list's newest epoch, for the powers of tau with this id: of the whole list, and of the entries
 * that were added since what was published before.
 */
export type AccumulatorsToPublish = { powers: string; whole?: G2; added?: G2 };

/**
 * Accumulators that were computed from the entries. `base`: the content hash of the root document that the entries of
 * `added` were added to.
 */
export type RecomputedAccumulators = AccumulatorsToPublish & { base?: string };

/**
 * The hashes of the accumulators of an epoch, as `listAccumulatorHash` computes them. `since`: the epoch after which
 * the entries of `added` were added; 0 without one.
 */
export type PublishedAccumulators = { whole?: string; added?: string; since: number };

const NO_POINT = [0n, 0n, 0n, 0n];

/** Accumulators as the contract takes them. `added` covers what follows the list's last epoch. */
export const accumulatorsStruct = ({ powers, whole, added }: AccumulatorsToPublish, epochs: number) => ({
  powers,
  whole: whole ? g2Words(whole) : NO_POINT,
  added: added && epochs > 0 ? g2Words(added) : NO_POINT,
  since: added && epochs > 0 ? epochs : 0,
});

/** The hashes of accumulators once they are published for what follows the list's last epoch. */
export const hashesOf = ({ powers, whole, added }: AccumulatorsToPublish, epochs: number): PublishedAccumulators => ({
  ...(whole && { whole: listAccumulatorHash(powers, whole) }),
  ...(added && epochs > 0 && { added: listAccumulatorHash(powers, added) }),
  since: added && epochs > 0 ? epochs : 0,
});

/**
 * The accumulators of an epoch, now or in the state after a block.
 *
 * @throws chain `chain/unknown-epoch`, `chain/bad-answer`, `chain/unreachable`
 */
export async function readAccumulators(
  blocklists: Contract,
  list: ListId,
  epoch: number,
  blockRef?: BlockRef,
): Promise<PublishedAccumulators> {
  const at = blockRef === undefined ? [] : [atBlock(blockRef)];
  const found = (await view(blocklists, "accumulatorsOf", list, epoch, ...at)) as Record<string, unknown>;
  const whole = parseHash(found.whole, "whole");
  const added = parseHash(found.added, "added");
  return {
    ...(whole !== ZeroHash && { whole }),
    ...(added !== ZeroHash && { added }),
    since: parseCount(found.since, "since"),
  };
}

/**
 * The accumulators of the first epochs of a list, in order.
 *
 * @param count of epochs
 */
export const readAllAccumulators = (
  blocklists: Contract,
  list: ListId,
  count: number,
  blockRef?: BlockRef,
): Promise<PublishedAccumulators[]> => {
  const epochs = Array.from({ length: count }, (_, i) => i + 1);
  return mapConcurrently(epochs, (epoch) => readAccumulators(blocklists, list, epoch, blockRef));
};

/** The first of a list's epochs that has an accumulator, counted from 1; undefined if none has. */
export function epochWith(
  published: readonly PublishedAccumulators[],
  kind: "whole" | "added",
  powers: string,
  accumulator: G2,
): number | undefined {
  const hash = listAccumulatorHash(powers, accumulator);
  const index = published.findIndex((epoch) => epoch[kind] === hash);
  return index < 0 ? undefined : index + 1;
}

/**
 * The accumulators of a list's newest epoch to publish. That of what was added is published only if the chain has
 * exactly what it was added to.
 */
export async function accumulatorsToPublish(
  chain: Chain,
  deployment: Deployment,
  list: ListId,
  { powers, whole, added, base }: RecomputedAccumulators,
): Promise<AccumulatorsToPublish> {
  const isBased = base !== undefined && (await lastContent(chain, deployment, list)) === base;
  return { powers, ...(whole && { whole }), ...(isBased && added && { added }) };
}

async function lastContent(chain: Chain, deployment: Deployment, list: ListId): Promise<string | undefined> {
  try {
    return (await readListState(chain, deployment, list)).epochs.at(-1)?.contentHash;
  } catch (error) {
    if (error instanceof DisjointError && error.code === "chain/unknown-list") return undefined;
    throw error;
  }
}

/** Whether the list's last epoch is of this root document and has these accumulators. */
export async function isPublished(
  blocklists: Contract,
  list: ListId,
  epochs: number,
  contentHash: string,
  { powers, whole, added }: AccumulatorsToPublish,
): Promise<boolean> {
  if (epochs === 0) return false;
  const content = (await view(blocklists, "epochOf", list, epochs)) as { contentHash: unknown };
  if (parseHash(content.contentHash, "contentHash") !== contentHash) return false;
  const there = await readAccumulators(blocklists, list, epochs);
  const isThere = (point: G2 | undefined, hash: string | undefined) =>
    point === undefined || hash === listAccumulatorHash(powers, point);
  return isThere(whole, there.whole) && (there.since === 0 || isThere(added, there.added));
}

/**
 * Refuses accumulators that would need an epoch of their own in a list with pages: shards with page proofs could never
 * be clean up to an epoch without pages.
 *
 * @param pages how many pages the document has
 * @throws data `chain/no-new-epoch`
 */
export async function requireWithoutPages(blocklists: Contract, list: ListId, pages: number): Promise<void> {
  if (pages === 0 && !(await hasPages(blocklists, list))) return;
  throw dataError(
    "chain/no-new-epoch",
    `list ${list} has no new pages that its accumulators could be published with`,
    "Publish the accumulators with the next entries. Or publish them as another list.",
  );
}

/** Whether the first epoch of a list has pages. */
async function hasPages(blocklists: Contract, list: ListId): Promise<boolean> {
  try {
    await view(blocklists, "pageOf", list, 0);
    return true;
  } catch (error) {
    if (isRefusal(error, "chain/unknown-page")) return false;
    throw error;
  }
}
