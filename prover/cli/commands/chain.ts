import { type Command, ON_CHAIN, READS_ONLY } from "./definition.ts";
import { address, CHAIN_OPTIONS, confirmations, LIST_DIR, listId, out, publishedLists, releaseId } from "./options.ts";

export const chainPublish: Command = {
  name: "chain publish",
  summary: "Publish a blocklist on the chain, or append what it has grown by",
  arguments: [LIST_DIR],
  options: [
    {
      name: "uri",
      value: "URL",
      meaning: "Address of the root document list.json, beside its page files. It is published with the epoch.",
      default: "no address is recorded",
      example: "https://example.org/opt-outs/list.json",
    },
    {
      ...listId,
      meaning: "Id of the list that grows.",
      default: "the signer's list of that name and those terms; without one, a new list",
    },
    {
      ...address("reviewer", "For a new list: who may confirm its epochs."),
      repeatable: true,
    },
    {
      name: "threshold",
      value: "K",
      meaning: "For a new list: how many reviewers must confirm an epoch before it counts.",
      default: "all of them",
      example: "2",
    },
    {
      name: "accumulators-only",
      meaning:
        "Publish the accumulators of the list and no pages: one transaction whatever its size. Only shards with " +
        "accumulators can then be proved against it.",
    },
    ...CHAIN_OPTIONS,
  ],
  examples: [
    ["disjoint chain publish lists/opt-outs --uri https://example.org/opt-outs/list.json", "print the list's id"],
  ],
  interrupted: ON_CHAIN,
  load: async () => (await import("../chain/publish.ts")).runPublish,
};

export const chainSubmit: Command = {
  name: "chain submit",
  summary: "Submit a bundle's proofs; accepted ones are not sent again",
  arguments: [
    { name: "BUNDLE", meaning: "The bundle.json that `disjoint prove` wrote.", example: "proofs/bundle.json" },
  ],
  options: [
    { ...listId, required: true },
    {
      name: "outbox",
      value: "FILE",
      meaning: "File that keeps pending transactions of proofs by page, so that an interrupted run goes on with them.",
      default: "none is kept",
      example: "outbox.sqlite",
    },
    { ...confirmations, meaning: `${confirmations.meaning} Needs --outbox.` },
    ...CHAIN_OPTIONS,
  ],
  examples: [["disjoint chain submit proofs/bundle.json --list-id $LIST_ID", "accepted pages are not sent again"]],
  interrupted: ON_CHAIN,
  load: async () => (await import("../chain/submit.ts")).runSubmit,
};

export const chainRegister: Command = {
  name: "chain register",
  summary: "Register a model version: its weights, its shards, its parents",
  arguments: [
    {
      name: "RELEASE.json",
      meaning: "The release, in the format disjoint/release/v1.",
      example: "release.json",
    },
  ],
  options: CHAIN_OPTIONS,
  examples: [["disjoint chain register release.json", "print the release's id"]],
  interrupted: ON_CHAIN,
  formerly: ["chain release"],
  load: async () => (await import("../chain/register.ts")).runRegister,
};

export const chainIndex: Command = {
  name: "chain index",
  summary: "Read every event into an SQLite file that can be queried",
  details: "With --check, the result is compared with the contracts' own counters.",
  arguments: [],
  options: [
    {
      name: "file",
      value: "FILE",
      meaning: "The SQLite file.",
      default: "index-CHAINID.sqlite in the folder of --state",
      example: "index.sqlite",
    },
    {
      name: "snapshot",
      value: "FILE",
      meaning:
        "File for a snapshot of the registry, which a page without a server loads. An Atom feed for each list and " +
        "release is written into the folder feeds beside it.",
      default: "none is written",
      example: "snapshot.json",
    },
    {
      ...publishedLists,
      meaning:
        `${publishedLists.meaning} They are written into the folder lists beside the snapshot, each under its id, ` +
        "for a page whose configuration names it. Needs --snapshot.",
    },
    { name: "rebuild", meaning: "Read everything again." },
    { name: "check", meaning: "Compare the result with the contracts; exit code 1 if they differ." },
    {
      name: "since",
      value: "BLOCK",
      meaning: "First block to read.",
      default: "the deployment's block",
      example: "19000000",
    },
    confirmations,
    ...CHAIN_OPTIONS,
  ],
  examples: [
    ["disjoint chain index --check --rpc https://node.example.org --deployment deployment.json", "build and compare"],
  ],
  interrupted: "Events that were read are kept. Run the same command again: it goes on where it was.",
  load: async () => (await import("../chain/events.ts")).runIndex,
};

export const chainCollectReceipts: Command = {
  name: "chain collect-receipts",
  summary: "Collect receipts of shards, lists and a release, for an evidence pack",
  arguments: [
    {
      name: "COMMITMENT",
      meaning: "Commitment of a shard in decimal.",
      example: "1234567890",
      repeatable: true,
    },
  ],
  options: [
    {
      name: "list-id",
      value: "ID=SHA256",
      meaning: "Id of a list on the chain, and the SHA-256 of its list.json.",
      repeatable: true,
      example: "$LIST_ID=$SHA256",
      formerly: "list",
    },
    releaseId,
    out("FILE", "File that the receipts are written to.", "chain.json"),
    ...CHAIN_OPTIONS,
  ],
  examples: [
    [
      "disjoint chain collect-receipts 1234567890 --list-id $LIST_ID=$SHA256 --out chain.json",
      "for `disjoint evidence make --chain`",
    ],
  ],
  interrupted: READS_ONLY,
  formerly: ["chain receipts"],
  load: async () => (await import("../chain/collectReceipts.ts")).runCollectReceipts,
};
