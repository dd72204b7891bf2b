import { readBlocklist } from "../../blocklist/read.ts";
import {
  acceptOwnership,
  dropEpochs,
  type ListState,
  readListState,
  reviewEpoch,
  setPublisher,
  transferOwnership,
} from "../../chain/lists/access.ts";
import { loadPoseidon } from "../../native/poseidon.ts";
import { usageError } from "../../shared/errors.ts";
import { ZeroAddress } from "../../shared/ethers.ts";
import { quoted } from "../../shared/names.ts";
import { count } from "../../shared/words.ts";
import { type Command, exactly, required, type Values } from "../command.ts";
import { addressIn, id, WHERE, WHERE_OPTIONS, withDeployment } from "./where.ts";

const show: Command = {
  name: "chain list show",
  summary: "What the chain says of a list: owner, configuration, epochs, who reviewed what",
  usage: `LIST_ID ${WHERE}`,
  options: WHERE_OPTIONS,
  run: async ({ positionals, values }) => {
    const [list] = exactly(positionals, ["LIST_ID"]);
    return withDeployment(values, async (chain, deployment) => {
      const json = await readListState(chain, deployment, id({ list }, "list"));
      return { verdict: true, json, text: lines(json).join("\n") };
    });
  },
};

const setsPublisher = (word: "grant" | "revoke", summary: string): Command => ({
  name: `chain list ${word}`,
  summary,
  usage: `LIST_ID --publisher ADDRESS ${WHERE}`,
  options: { ...WHERE_OPTIONS, publisher: { type: "string" } },
  run: async ({ positionals, values }) => {
    const [list] = exactly(positionals, ["LIST_ID"]);
    const publisher = addressIn(values, "publisher");
    const allowed = word === "grant";
    return withDeployment(values, async (chain, deployment) => {
      const transactions = await setPublisher(chain, deployment, id({ list }, "list"), publisher, allowed);
      const text = `${publisher} ${allowed ? "may publish" : "may no longer publish"}`;
      return { verdict: true, json: { list, publisher, allowed, transactions }, text };
    });
  },
});

const grant = setsPublisher("grant", "Grant an account permission to publish in a list; its owner may");

const revoke = setsPublisher("revoke", "Revoke an account's permission to publish in a list; its owner may");

const transfer: Command = {
  name: "chain list transfer",
  summary: "Transfer a list to another owner, who has to accept; with --cancel cancel a pending transfer",
  usage: `LIST_ID --to ADDRESS | --cancel ${WHERE}`,
  options: { ...WHERE_OPTIONS, to: { type: "string" }, cancel: { type: "boolean" } },
  run: async ({ positionals, values }) => {
    const [list] = exactly(positionals, ["LIST_ID"]);
    const to = values.cancel === true ? ZeroAddress : addressIn(values, "to");
    return withDeployment(values, async (chain, deployment) => {
      const transactions = await transferOwnership(chain, deployment, id({ list }, "list"), to);
      const text = to === ZeroAddress ? "no transfer is pending" : `pending: ${to} has to accept`;
      return { verdict: true, json: { list, to, transactions }, text };
    });
  },
};

const accept: Command = {
  name: "chain list accept",
  summary: "Accept the ownership of a list that is being transferred to the signer",
  usage: `LIST_ID ${WHERE}`,
  options: WHERE_OPTIONS,
  run: async ({ positionals, values }) => {
    const [list] = exactly(positionals, ["LIST_ID"]);
    return withDeployment(values, async (chain, deployment) => {
      const transactions = await acceptOwnership(chain, deployment, id({ list }, "list"));
      return { verdict: true, json: { list, transactions }, text: `list ${list} is the signer's` };
    });
  },
};

const confirm: Command = {
  name: "chain list review",
  summary: "Confirm, as one of its reviewers, the epoch of a list that has exactly the content of a folder",
  usage: `LIST_ID LIST_DIR ${WHERE}`,
  options: WHERE_OPTIONS,
  run: async ({ positionals, values }) => {
    const [list, folder] = exactly(positionals, ["LIST_ID", "LIST_DIR"]);
    return withDeployment(values, async (chain, deployment) => {
      const { pages, root } = await readBlocklist(folder, await loadPoseidon());
      const held = { pages, contentHash: `0x${root}` };
      const { epoch, transactions } = await reviewEpoch(chain, deployment, id({ list }, "list"), held);
      const { currentEpoch } = await readListState(chain, deployment, list);
      const text = `epoch ${epoch} confirmed; epoch ${currentEpoch} is the last that counts`;
      return { verdict: true, json: { list, epoch, currentEpoch, transactions }, text };
    });
  },
};

const drop: Command = {
  name: "chain list drop",
  summary: "Drop an epoch that does not count yet, and all after it: as owner, or with other reviewers",
  usage: `LIST_ID --epoch N ${WHERE}`,
  options: { ...WHERE_OPTIONS, epoch: { type: "string" } },
  run: async ({ positionals, values }) => {
    const [list] = exactly(positionals, ["LIST_ID"]);
    const epoch = epochIn(values);
    return withDeployment(values, async (chain, deployment) => {
      const { dropped, transactions } = await dropEpochs(chain, deployment, id({ list }, "list"), epoch);
      const text = dropped
        ? `epoch ${epoch} and all after it are dropped`
        : `the objection to epoch ${epoch} is recorded; it is dropped once enough reviewers object`;
      return { verdict: true, json: { list, epoch, dropped, transactions }, text };
    });
  },
};

function epochIn(values: Values): number {
  const text = required(values, "epoch");
  if (/^[1-9][0-9]{0,8}$/.test(text)) return Number(text);
  throw usageError("cli/bad-option", `--epoch ${text} is not an epoch's number`, "Epochs are numbered from 1.");
}

export const listCommands: readonly Command[] = [show, grant, revoke, transfer, accept, confirm, drop];

const lines = ({ list, owner, pendingOwner, scheme, metadata, reviewers, threshold, epochs, ...rest }: ListState) => [
  `list ${list}: ${quoted(metadata)}`,
  `scheme ${scheme}, owner ${owner}${pendingOwner === null ? "" : `, pending owner ${pendingOwner}`}`,
  reviewers.length === 0 ? "no reviewers" : `an epoch counts once ${threshold} of ${reviewers.length} confirmed it`,
  ...rest.reviews.map(({ reviewer, epoch }) => `  ${reviewer}: up to epoch ${epoch}`),
  ...epochs.map(({ epoch, time, pageCount, contentHash, uri }) => {
    const when = new Date(time * 1000).toISOString();
    return `epoch ${epoch} of ${when}: ${count(pageCount, "page")}, SHA-256 ${contentHash.slice(2)}, ${quoted(uri)}`;
  }),
  `epoch ${rest.currentEpoch} is the last that counts`,
];
