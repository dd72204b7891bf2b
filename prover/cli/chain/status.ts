import type { Deployment } from "../../chain/deployment/document.ts";
import { type AtBlock, isCleanNow, readShardStatus } from "../../chain/ledger/status.ts";
import { classifyReach, type EpochRange, readUpTo } from "../../chain/releases/reach.ts";
import { type BorrowedShard, readFirstRegistration } from "../../chain/releases/registrations.ts";
import { readReleaseStatus } from "../../chain/releases/status.ts";
import { type BlockRef, readConfirmedBlock } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import type { Registration } from "../../rpc/node/decode.ts";
import { parseField } from "../../shared/field.ts";
import { count } from "../../shared/format.ts";
import { type ListId, toCommitment } from "../../shared/ids.ts";
import { describeUpTo } from "../../shared/verdict.ts";
import type { Run, Values } from "../commands/definition.ts";
import type { Outcome } from "../outcome.ts";
import { exactly } from "../values.ts";
import { confirmationsIn, listIdIn, releaseIdIn, withDeployment } from "./where.ts";

export const runStatus: Run = async ({ positionals, values }) => {
  const [text] = exactly(positionals, values["release-id"] === undefined ? ["COMMITMENT"] : []);
  const commitment = text === undefined ? undefined : toCommitment(parseField(text, "COMMITMENT"));
  const confirmations = confirmationsIn(values);
  return withDeployment(values, async (chain, deployment) => {
    const blockRef = await readConfirmedBlock(chain, confirmations);
    if (commitment === undefined) return statusOfRelease(chain, deployment, values, blockRef);
    const list = listIdIn(values);
    const found = await readShardStatus(chain, deployment, list, commitment, blockRef);
    const pages = `${Math.min(found.cleanPages, found.pageCount)} of ${count(found.pageCount, "page")} accepted`;
    const firstRegistered = await readFirstRegistration(chain, deployment, commitment, blockRef);
    const status = { ...found, commitment, firstRegistered };
    return toOutcome(chain, deployment, list, status, [pages, firstOf(firstRegistered)]);
  });
};

async function statusOfRelease(
  chain: Chain,
  deployment: Deployment,
  values: Values,
  blockRef: BlockRef,
): Promise<Outcome> {
  const list = listIdIn(values);
  const found = await readReleaseStatus(chain, deployment, list, releaseIdIn(values), blockRef);
  const behind = `shard ${found.laggingShard} of release ${found.laggingRelease}`;
  const lagging = `${count(found.lag, "page")} not accepted of ${behind}`;
  const pages = isCleanNow(found) ? "every page accepted" : lagging;
  return toOutcome(chain, deployment, list, found, [pages, ...(found.borrowed?.map(notTheFirst) ?? [UNKNOWN_FIRST])]);
}

/** The outcome of a status, in the words of every verdict. */
async function toOutcome(
  chain: Chain,
  deployment: Deployment,
  list: ListId,
  found: AtBlock<EpochRange> & Record<string, unknown>,
  [pages, ...lines]: string[],
): Promise<Outcome> {
  const outcome = classifyReach(found);
  const { cleanEpoch, currentEpoch, at: blockRef } = found;
  const upTo =
    outcome === "behind" ? await readUpTo(chain, deployment, { id: list, name: list }, found, blockRef) : undefined;
  const sentences = {
    true: () => `clean: epoch ${cleanEpoch} of ${currentEpoch}`,
    behind: () => `behind: ${describeUpTo(upTo!)}`,
    open: () => `open: not clean up to any of ${count(currentEpoch, "epoch")}`,
  };
  const verdict = outcome === "true";
  return {
    verdict,
    outcome,
    json: { ...found, verdict, outcome, ...(upTo && { upTo: [upTo] }) },
    text: [`${sentences[outcome]()}; ${pages}`, ...lines, readAt(blockRef)].join("\n"),
  };
}

/** Facts are about the data behind a commitment, regardless of who names it. */
const notTheFirst = ({ release, vendor, shard, first }: BorrowedShard): string =>
  `shard ${shard} of release ${release}, whose vendor is ${vendor}, was registered first by ${by(first)}`;

const UNKNOWN_FIRST = "the first registration is unknown: the contract is of an earlier version";

const firstOf = (first: Registration | null | undefined): string =>
  first === undefined ? UNKNOWN_FIRST : first === null ? "not registered" : `registered first by ${by(first)}`;

const by = ({ vendor, time }: Registration): string => `${vendor} at ${new Date(time * 1000).toISOString()}`;

const readAt = ({ number, hash, time }: BlockRef): string =>
  `read at block ${number} ${hash} of ${new Date(time * 1000).toISOString()}`;
