import { findDoubtfulKeys } from "../../registry/judge.ts";
import {
  type DoubtfulKeys,
  decideRegistryVerdict,
  type Lagging,
  type ListSubject,
  type RegistryVerdict,
  type ReleaseSubject,
  type ShardSubject,
} from "../../registry/verdict.ts";
import { atBlock, type BlockRef, readConfirmedBlock } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { openContract, view } from "../../rpc/contract.ts";
import { badAnswer, parseAddress, parseHash, parseText } from "../../rpc/node/decode.ts";
import { isRefusal } from "../../rpc/node/errors.ts";
import type { Commitment, ListId, ReleaseId } from "../../shared/ids.ts";
import { readCircuitStates } from "../deployment/circuits.ts";
import type { Deployment } from "../deployment/document.ts";
import { readShardStatus } from "../ledger/status.ts";
import { readListState } from "../lists/access.ts";
import { readSameNames } from "../lists/sameName.ts";
import { readFirstRegistration } from "./registrations.ts";
import { readCleanStatus } from "./status.ts";

/**
 * The verdict on a release against a list, by asking the contracts. It reads the events of lists' creation as well, to
 * find lists with an equal name. A release that is not registered is unknown.
 *
 * @param blockRef default: the newest block
 * @throws chain `chain/unknown-list`, `chain/bad-answer`, `chain/unreachable`
 * @example
 * const verdict = await readReleaseVerdict(chain, deployment, published.list, release);
 * console.log(describeState(verdict).endsWith("clean up to epoch 1 of 1")); // true
 */
export async function readReleaseVerdict(
  chain: Chain,
  deployment: Deployment,
  list: ListId,
  release: ReleaseId,
  blockRef?: BlockRef,
): Promise<RegistryVerdict> {
  const at = blockRef ?? (await readConfirmedBlock(chain));
  const subject = await readReleaseSubject(chain, deployment, release, at);
  const status = subject.vendor === null ? null : await readCleanStatus(chain, deployment, list, release, at);
  const lagging = status && { release: status.laggingRelease, shard: String(status.laggingShard) };
  return readVerdict(chain, deployment, list, { subject, cleanPages: status?.cleanPages ?? 0, lagging, at });
}

/**
 * The verdict on a shard against a list, by asking the contracts, as `readReleaseVerdict`. A commitment that no vendor
 * has registered is unknown.
 *
 * @param blockRef default: the newest block
 * @throws chain `chain/unknown-list`, `chain/bad-answer`, `chain/unreachable`
 * @example
 * const verdict = await readShardVerdict(chain, deployment, published.list, toCommitment(123n));
 * console.log(describeState(verdict)); // unknown: no vendor has registered this shard
 */
export async function readShardVerdict(
  chain: Chain,
  deployment: Deployment,
  list: ListId,
  commitment: Commitment,
  blockRef?: BlockRef,
): Promise<RegistryVerdict> {
  const at = blockRef ?? (await readConfirmedBlock(chain));
  const first = await readFirstRegistration(chain, deployment, commitment, at);
  const { cleanPages } = await readShardStatus(chain, deployment, list, commitment, at);
  const subject: ShardSubject = {
    kind: "shard",
    commitment: String(commitment),
    isRegistered: first === undefined ? null : first !== null,
    vendor: first?.vendor ?? null,
    time: first?.time ?? null,
  };
  return readVerdict(chain, deployment, list, { subject, cleanPages, lagging: null, at });
}

type Found = { subject: ReleaseSubject | ShardSubject; cleanPages: number; lagging: Lagging | null; at: BlockRef };

/** Adds what the verdict says of the list, its epochs and the keys of the ledger. */
async function readVerdict(chain: Chain, deployment: Deployment, list: ListId, found: Found): Promise<RegistryVerdict> {
  const state = await readListState(chain, deployment, list, found.at);
  const subject: ListSubject = {
    list,
    name: state.metadata,
    owner: state.owner,
    scheme: state.scheme,
    reviewers: state.reviewers,
    threshold: state.threshold,
    sameName: await readSameNames(chain, deployment, list, found.at),
  };
  const epochs = state.epochs.slice(0, state.currentEpoch);
  const keys = await readDoubtfulKeys(chain, deployment, found.at);
  return decideRegistryVerdict({ ...found, list: subject, epochs, keys, chainId: chain.chainId });
}

async function readDoubtfulKeys(chain: Chain, deployment: Deployment, blockRef: BlockRef): Promise<DoubtfulKeys> {
  const setups = new Map<string, "ceremony" | "development">(
    deployment.circuits.map(({ circuitId, setup }) => [circuitId, setup]),
  );
  if (deployment.powers !== undefined) setups.set(deployment.powers.id, deployment.powers.setup);
  const states = await readCircuitStates(await openContract(chain, "Ledger", deployment.ledger), blockRef);
  const circuits = states.map(({ circuitId, status }) => {
    if (status === "unknown") throw badAnswer(`status of circuit ${circuitId}`, status);
    return { circuit: circuitId, status, setup: setups.get(circuitId) ?? ("unknown" as const) };
  });
  return findDoubtfulKeys(circuits);
}

async function readReleaseSubject(
  chain: Chain,
  { releases }: Deployment,
  release: ReleaseId,
  at: BlockRef,
): Promise<ReleaseSubject> {
  const contract = await openContract(chain, "Releases", releases);
  const ask = (method: string) => view(contract, method, release, atBlock(at));
  try {
    const content = (await ask("releaseOf")) as Record<string, unknown>;
    const time = await ask("timeOf");
    if (typeof time !== "bigint" || time >> 48n !== 0n) throw badAnswer("timeOf", time);
    return {
      kind: "release",
      release,
      model: parseText(content, 0, "model"),
      version: parseText(content, 1, "version"),
      vendor: parseAddress(await ask("vendorOf"), "vendorOf"),
      weights: parseHash(content.weights, "weights").slice(2),
      time: Number(time),
    };
  } catch (error) {
    if (!isRefusal(error, "chain/unknown-release")) throw error;
    return { kind: "release", release, model: null, version: null, vendor: null, weights: null, time: null };
  }
}
