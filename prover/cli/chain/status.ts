import type { Deployment } from "../../chain/deployment/document.ts";
import { readShardStatus } from "../../chain/ledger/status.ts";
import { readUpTo } from "../../chain/releases/reach.ts";
import { type BorrowedShard, readBorrowedShards, readFirstRegistration } from "../../chain/releases/registrations.ts";
import { readCleanStatus } from "../../chain/releases/status.ts";
import { readReleaseVerdict, readShardVerdict } from "../../chain/releases/verdict.ts";
import { describeVerdict, toIsoTime } from "../../registry/describe.ts";
import type { RegistryVerdict } from "../../registry/verdict.ts";
import { type BlockRef, readConfirmedBlock } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { parseField } from "../../shared/field.ts";
import { type Commitment, type ListId, toCommitment } from "../../shared/ids.ts";
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
    return commitment === undefined
      ? statusOfRelease(chain, deployment, values, blockRef)
      : statusOfShard(chain, deployment, listIdIn(values), commitment, blockRef);
  });
};

async function statusOfShard(
  chain: Chain,
  deployment: Deployment,
  list: ListId,
  commitment: Commitment,
  blockRef: BlockRef,
): Promise<Outcome> {
  const found = await readShardStatus(chain, deployment, list, commitment, blockRef);
  const firstRegistered = await readFirstRegistration(chain, deployment, commitment, blockRef);
  const verdict = await readShardVerdict(chain, deployment, list, commitment, blockRef);
  return toOutcome(chain, deployment, list, verdict, { ...found, commitment, firstRegistered }, []);
}

async function statusOfRelease(
  chain: Chain,
  deployment: Deployment,
  values: Values,
  blockRef: BlockRef,
): Promise<Outcome> {
  const list = listIdIn(values);
  const release = releaseIdIn(values);
  const verdict = await readReleaseVerdict(chain, deployment, list, release, blockRef);
  if (verdict.state === "unknown") return toOutcome(chain, deployment, list, verdict, {}, []);
  const found = await readCleanStatus(chain, deployment, list, release, blockRef);
  const borrowed = await readBorrowedShards(chain, deployment, release, blockRef);
  const lines = borrowed?.map(notTheFirst) ?? [UNKNOWN_FIRST];
  return toOutcome(chain, deployment, list, verdict, { ...found, borrowed }, lines);
}

/** What is unknown is neither true nor false, whatever was proved. */
export const endingOfVerdict = ({ state, proved }: RegistryVerdict): "true" | "behind" | "open" =>
  state === "unknown" || proved === "never-proved" ? "open" : proved === "behind" ? "behind" : "true";

async function toOutcome(
  chain: Chain,
  deployment: Deployment,
  list: ListId,
  verdict: RegistryVerdict,
  found: Record<string, unknown>,
  lines: readonly string[],
): Promise<Outcome> {
  const outcome = endingOfVerdict(verdict);
  const upTo =
    outcome === "behind"
      ? [await readUpTo(chain, deployment, { id: list, name: list }, verdict, verdict.at)]
      : undefined;
  return {
    verdict: outcome === "true",
    outcome,
    json: { ...verdict, ...found, verdict: outcome === "true", outcome, ...(upTo && { upTo }) },
    text: [...describeVerdict(verdict), ...lines].join("\n"),
  };
}

/** Facts are about the data behind a commitment, regardless of who names it. */
const notTheFirst = ({ release, vendor, shard, first }: BorrowedShard): string =>
  `shard ${shard} of release ${release}, whose vendor is ${vendor}, was registered first by ${first.vendor} at ` +
  toIsoTime(first.time);

const UNKNOWN_FIRST = "the first registration is unknown: the contract is of an earlier version";
