import { type Command, type Option, READS_ONLY } from "./definition.ts";
import { address, CHAIN_OPTIONS, confirmations, publishedLists } from "./options.ts";

/** Where a registry is read: from a node, event by event, or from an index without one. */
const SOURCE: readonly Option[] = [
  {
    name: "index",
    value: "FILE",
    meaning: "Index that `disjoint chain index` wrote, read without asking a node. Excludes --rpc.",
    default: "the events are read from the chain",
    example: "index.sqlite",
  },
  confirmations,
  ...CHAIN_OPTIONS.filter(({ name }) => name !== "key-file"),
];

const NODE = "--rpc https://node.example.org --deployment deployment.json";

export const chainLists: Command = {
  name: "chain lists",
  summary: "Show all lists: owner, reviewers, epochs, and how many releases are clean",
  details: "Anyone may publish a list under any name: lists with equal names are marked on each.",
  arguments: [],
  options: SOURCE,
  examples: [[`disjoint chain lists ${NODE}`, "every list of the registry"]],
  interrupted: READS_ONLY,
  load: async () => (await import("../chain/registry.ts")).runLists,
};

export const chainReleases: Command = {
  name: "chain releases",
  summary: "Show releases, and how far each is clean against which lists",
  details: "The options narrow the choice. A list that a release was never proved against is counted, not shown.",
  arguments: [],
  options: [
    { name: "model", value: "NAME", meaning: "Releases of this model.", default: "all models", example: "poet" },
    { ...address("vendor", "Releases of this vendor."), default: "all vendors" },
    {
      name: "weights",
      value: "SHA256",
      meaning: "Releases with this digest of the weights.",
      default: "all weights",
      example: "9f".repeat(32),
    },
    {
      name: "stale-against",
      value: "ID",
      meaning: "Releases that are not proved clean up to the current epoch of this list: behind, or never proved.",
      default: "all releases",
      example: `0x${"1f".repeat(32)}`,
    },
    ...SOURCE,
  ],
  examples: [
    [`disjoint chain releases ${NODE}`, "every release, and its verdicts"],
    ["disjoint chain releases --stale-against $LIST_ID --index index.sqlite", "who has to prove again"],
  ],
  interrupted: READS_ONLY,
  load: async () => (await import("../chain/registry.ts")).runReleases,
};

export const chainVendors: Command = {
  name: "chain vendors",
  summary: "Show all vendors, and what each has registered",
  arguments: [],
  options: SOURCE,
  examples: [[`disjoint chain vendors ${NODE}`, "every account that registered a shard or a release"]],
  interrupted: READS_ONLY,
  load: async () => (await import("../chain/registry.ts")).runVendors,
};

export const chainWatch: Command = {
  name: "chain watch",
  summary: "Say what changed about a list or a release since the last run",
  details:
    "For cron. With --json, one object a line. The exit code is of the releases, or lists, for which something is or " +
    "was proved: 0 if all are clean up to the current epoch, 6 if one is behind, 7 if nothing is proved any more. " +
    "After a reorganization that took back what an earlier look saw, `reorganized` comes first. Whatever a run has " +
    "said and was killed before it kept, the next run with the same --cursor says again.",
  arguments: [
    {
      name: "ID",
      meaning: "Id of a list or of a release on the chain.",
      example: `0x${"1f".repeat(32)}`,
    },
  ],
  options: [
    {
      name: "cursor",
      value: "FILE",
      meaning: "File that keeps what the run saw: the next one reports what is different. It is made if it is missing.",
      default: "everything is reported",
      example: "watch.json",
    },
    {
      name: "follow",
      meaning: "Go on, and say each change when it happens, until the command is ended. Needs --rpc.",
    },
    {
      name: "interval",
      value: "SECONDS",
      meaning: "Time between two looks at the chain with --follow.",
      default: '"12"',
      example: "12",
    },
    ...SOURCE,
  ],
  examples: [[`disjoint chain watch $LIST_ID --cursor watch.json --json ${NODE}`, "one line for each change"]],
  interrupted: "With --follow, what was said is kept. Run the same command again.",
  load: async () => (await import("../chain/watch.ts")).runWatch,
};

export const explore: Command = {
  name: "explore",
  summary: "Serve the registry's page to a browser of this machine",
  details:
    "The page checks what it shows with the node, and verifies evidence packs in the browser. It is served on " +
    "127.0.0.1 only. Its requests to the nodes go through this program, which passes on what reads and hides the " +
    "nodes' addresses. Without --rpc it shows the embedded chain as it is now.",
  arguments: [],
  options: [
    { name: "port", value: "NUMBER", meaning: "Port to listen on.", default: "a free one", example: "8080" },
    { name: "open", meaning: "Open the page in the system's browser." },
    publishedLists,
    confirmations,
    ...CHAIN_OPTIONS.filter(({ name }) => name !== "key-file"),
  ],
  examples: [[`disjoint explore ${NODE} --open`, "the page of a registry, beside the node that it is checked with"]],
  interrupted: "The page is no longer served. Nothing was changed.",
  load: async () => (await import("../explore/explore.ts")).runExplore,
};
