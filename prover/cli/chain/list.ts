import { readBlocklist } from "../../blocklist/read.ts";
import {
  acceptOwnership,
  dropEpochs,
  type ListState,
  readListState,
  setPublisher,
  transferOwnership,
} from "../../chain/lists/access.ts";
import { reviewEpoch } from "../../chain/lists/review.ts";
import { readSameNames } from "../../chain/lists/sameName.ts";
import { loadPoseidon } from "../../native/poseidon.ts";
import { describeAddress, describeSameNames, toIsoTime } from "../../registry/describe.ts";
import { usageError } from "../../shared/errors.ts";
import { ZeroAddress } from "../../shared/ethers.ts";
import { count } from "../../shared/format.ts";
import { toListId } from "../../shared/ids.ts";
import { quoted } from "../../shared/names.ts";
import type { Run, Values } from "../commands/definition.ts";
import { exactly, optional, required } from "../values.ts";
import { recomputed } from "./accumulators.ts";
import { addressIn, idIn, withDeployment } from "./where.ts";

export const runShow: Run = async ({ positionals, values }) => {
  const [list] = exactly(positionals, ["LIST_ID"]);
  return withDeployment(values, async (chain, deployment) => {
    const state = await readListState(chain, deployment, toListId(idIn(list)));
    const sameName = await readSameNames(chain, deployment, state.list, state.at);
    const text = [...lines(state), ...describeSameNames(sameName)].join("\n");
    return { verdict: true, json: { ...state, sameName }, text };
  });
};

const publishing =
  (allowed: boolean): Run =>
  async ({ positionals, values }) => {
    const [list] = exactly(positionals, ["LIST_ID"]);
    const publisher = addressIn(values, "publisher");
    return withDeployment(values, async (chain, deployment) => {
      const transactions = await setPublisher(chain, deployment, toListId(idIn(list)), publisher, allowed);
      const text = `${publisher} ${allowed ? "may publish" : "may no longer publish"}`;
      return { verdict: true, json: { list, publisher, allowed, transactions }, text };
    });
  };

export const runGrant = publishing(true);

export const runRevoke = publishing(false);

export const runTransfer: Run = async ({ positionals, values }) => {
  const [list] = exactly(positionals, ["LIST_ID"]);
  const to = values.cancel === true ? ZeroAddress : addressIn(values, "to");
  return withDeployment(values, async (chain, deployment) => {
    const transactions = await transferOwnership(chain, deployment, toListId(idIn(list)), to);
    const text = to === ZeroAddress ? "no transfer is pending" : `pending: ${to} has to accept`;
    return { verdict: true, json: { list, to, transactions }, text };
  });
};

export const runAccept: Run = async ({ positionals, values }) => {
  const [list] = exactly(positionals, ["LIST_ID"]);
  return withDeployment(values, async (chain, deployment) => {
    const transactions = await acceptOwnership(chain, deployment, toListId(idIn(list)));
    return { verdict: true, json: { list, transactions }, text: `list ${list} is the signer's` };
  });
};

export const runReview: Run = async ({ positionals, values }) => {
  const [list, folder] = exactly(positionals, ["LIST_ID", "LIST_DIR"]);
  return withDeployment(values, async (chain, deployment) => {
    const local = await readBlocklist(folder, await loadPoseidon());
    const accumulators = await recomputed(local, optional(values, "powers"));
    const held = { pages: local.pages, contentHash: `0x${local.root}`, ...(accumulators && { accumulators }) };
    const { epoch, transactions } = await reviewEpoch(chain, deployment, toListId(idIn(list)), held);
    const { currentEpoch } = await readListState(chain, deployment, toListId(list));
    const text = `epoch ${epoch} confirmed; epoch ${currentEpoch} is the last that counts`;
    return { verdict: true, json: { list, epoch, currentEpoch, transactions }, text };
  });
};

export const runDrop: Run = async ({ positionals, values }) => {
  const [list] = exactly(positionals, ["LIST_ID"]);
  const epoch = epochIn(values);
  return withDeployment(values, async (chain, deployment) => {
    const { dropped, transactions } = await dropEpochs(chain, deployment, toListId(idIn(list)), epoch);
    const text = dropped
      ? `epoch ${epoch} and all after it are dropped`
      : `the objection to epoch ${epoch} is recorded; it is dropped once enough reviewers object`;
    return { verdict: true, json: { list, epoch, dropped, transactions }, text };
  });
};

function epochIn(values: Values): number {
  const text = required(values, "epoch");
  if (/^[1-9][0-9]{0,8}$/.test(text)) return Number(text);
  throw usageError("cli/bad-option", `--epoch ${text} is not an epoch's number`, "Epochs are numbered from 1.");
}

const lines = ({ list, owner, pendingOwner, scheme, metadata, reviewers, threshold, epochs, ...rest }: ListState) => [
  `list ${list}: ${quoted(metadata)}`,
  `scheme ${scheme}, owner ${owner}${pendingOwner === null ? "" : `, pending owner ${pendingOwner}`}`,
  reviewers.length === 0 ? "no reviewers" : `an epoch counts once ${threshold} of ${reviewers.length} confirmed it`,
  ...rest.reviews.map(({ reviewer, epoch }) => `  ${reviewer}: up to epoch ${epoch}`),
  ...epochs.map(({ epoch, time, pageCount, contentHash, uri }) => {
    const pages = count(pageCount, "page");
    const root = `SHA-256 ${contentHash.slice(2)}`;
    return `epoch ${epoch} of ${toIsoTime(time)}: ${pages}, ${root}, ${describeAddress(uri)}`;
  }),
  `epoch ${rest.currentEpoch} is the last that counts`,
];
