import { type Command, ON_CHAIN, READS_ONLY } from "./definition.ts";
import { address, CHAIN_OPTIONS, LIST_DIR, LIST_ID, powers } from "./options.ts";

const publisher = { ...address("publisher", "The address that may publish."), required: true } as const;

export const listShow: Command = {
  name: "chain list show",
  summary: "Show the owner, terms, epochs and reviews of a list",
  arguments: [LIST_ID],
  options: CHAIN_OPTIONS,
  examples: [["disjoint chain list show $LIST_ID", "every epoch, and the last that counts"]],
  interrupted: READS_ONLY,
  load: async () => (await import("../chain/list.ts")).runShow,
};

export const listGrant: Command = {
  name: "chain list grant",
  summary: "Let an address publish the list (its owner)",
  arguments: [LIST_ID],
  options: [publisher, ...CHAIN_OPTIONS],
  examples: [["disjoint chain list grant $LIST_ID --publisher $ADDRESS", "it may append pages"]],
  interrupted: ON_CHAIN,
  formerly: ["chain list appoint"],
  load: async () => (await import("../chain/list.ts")).runGrant,
};

export const listRevoke: Command = {
  name: "chain list revoke",
  summary: "Let an address no longer publish the list (its owner)",
  arguments: [LIST_ID],
  options: [{ ...publisher, meaning: "The address that may no longer publish." }, ...CHAIN_OPTIONS],
  examples: [["disjoint chain list revoke $LIST_ID --publisher $ADDRESS", "what it appended stays"]],
  interrupted: ON_CHAIN,
  formerly: ["chain list appoint --remove"],
  load: async () => (await import("../chain/list.ts")).runRevoke,
};

export const listTransfer: Command = {
  name: "chain list transfer",
  summary: "Transfer a list to another owner, who must accept it (its owner)",
  forms: ["LIST_ID (--to ADDRESS | --cancel)"],
  arguments: [LIST_ID],
  options: [
    address("to", "The new owner."),
    { name: "cancel", meaning: "Cancel a transfer that was not accepted yet.", formerly: "withdraw" },
    ...CHAIN_OPTIONS,
  ],
  examples: [["disjoint chain list transfer $LIST_ID --to $ADDRESS", "the new owner runs `accept`"]],
  interrupted: ON_CHAIN,
  formerly: ["chain list offer"],
  load: async () => (await import("../chain/list.ts")).runTransfer,
};

export const listAccept: Command = {
  name: "chain list accept",
  summary: "Accept a list that is being transferred to the signer",
  arguments: [LIST_ID],
  options: CHAIN_OPTIONS,
  examples: [["disjoint chain list accept $LIST_ID --key-file signer.key --rpc https://node.example.org", "own it"]],
  interrupted: ON_CHAIN,
  load: async () => (await import("../chain/list.ts")).runAccept,
};

export const listReview: Command = {
  name: "chain list review",
  summary: "Confirm the epoch that has exactly the content of a folder (a reviewer)",
  details:
    "Nothing is confirmed unseen: every page of the epoch is compared with the folder, and every accumulator is " +
    "computed again from its entries.",
  arguments: [LIST_ID, LIST_DIR],
  options: [powers, ...CHAIN_OPTIONS],
  examples: [["disjoint chain list review $LIST_ID lists/opt-outs", "nothing is confirmed unseen"]],
  interrupted: ON_CHAIN,
  load: async () => (await import("../chain/list.ts")).runReview,
};

export const listDrop: Command = {
  name: "chain list drop",
  summary: "Drop an epoch that does not count yet, and later ones (owner, reviewers)",
  details: "The owner's word is enough; a reviewer's is an objection, which drops it once enough reviewers object.",
  arguments: [LIST_ID],
  options: [
    {
      name: "epoch",
      value: "N",
      meaning: "Number of the epoch, counted from 1.",
      required: true,
      example: "3",
    },
    ...CHAIN_OPTIONS,
  ],
  examples: [["disjoint chain list drop $LIST_ID --epoch 3", "epochs from 3 on are gone"]],
  interrupted: ON_CHAIN,
  load: async () => (await import("../chain/list.ts")).runDrop,
};
