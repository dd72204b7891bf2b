import { describeState, type RegistryState } from "../../prover/registry.ts";
import type { Standing } from "../data/standing.ts";

const count = (n: number, one: string, many = `${one}s`): string => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

const STATES: Record<RegistryState, string> = {
  unknown: "unknown",
  "never-proved": "never proved",
  behind: "behind",
  clean: "clean",
  "development-key": "development key",
};

const STANDINGS: Record<Standing, { title: string; text: string }> = {
  "no-node": {
    title: "Not compared with any node",
    text: "Everything below is what the snapshot says. Nobody has checked it here: name a node to compare it with.",
  },
  comparing: {
    title: "Being compared with the nodes",
    text: "Until they have answered, everything below is only what the snapshot says.",
  },
  "no-answer": {
    title: "No node answered",
    text: "Nothing was compared. Everything below is only what the snapshot says.",
  },
  "off-chain": {
    title: "The snapshot is not of this chain",
    text: "The node does not have the snapshot's block. Do not rely on anything below.",
  },
  disagree: {
    title: "The nodes disagree",
    text: "At least one of them is wrong. Do not rely on anything below until they say the same.",
  },
  differs: {
    title: "The contracts say something else",
    text: "The snapshot is out of date or wrong. Do not rely on anything below without reading the differences.",
  },
  agrees: {
    title: "Compared with the contracts, no difference",
    text: "Names, addresses of documents and reasons were not compared, and neither was whether anything is left out.",
  },
};

/** The page in English. Functions are sentences with a value in them. */
export const en = {
  page: {
    title: "Disjoint registry",
    titleOf: (view: string) => `${view} · Disjoint registry`,
    skip: "Skip to the content",
    navigation: "Views",
    loading: "Reading the snapshot…",
    foot: "A static page without server, cookies or trackers. It asks nobody but the nodes named under Sources.",
    missing: "There is no such view",
    missingText: "The address may be cut off, or it is of another registry.",
    home: "To the start",
  },
  failure: {
    title: "There is nothing to show",
    unreachable: (address: string, detail: string) =>
      `${address} cannot be read${detail === "" ? "" : ` (${detail})`}.`,
    invalid: (address: string, detail: string) => `${address} is not valid: ${detail}.`,
    other: (detail: string) => `The registry cannot be read: ${detail}.`,
    hint: "The page needs config.json and the snapshot that it names beside it.",
  },
  nav: {
    start: "Start",
    releases: "Releases",
    lists: "Lists",
    vendors: "Vendors",
    risks: "Risks",
    sources: "Sources",
  },
  name: {
    empty: "without a name",
    cut: (n: number) => `… and ${count(n, "more character")}`,
    outside: "(another site)",
  },
  standing: {
    ...STANDINGS,
    label: "What this page rests on",
    compared: (n: number, nodes: number) => `${count(n, "value")} compared with ${count(nodes, "node")}.`,
    block: (chain: number, block: string, age: string) => `Chain ${chain}, block ${block}, ${age}.`,
    more: "What was compared and what was not",
  },
  state: {
    ...STATES,
    unconfirmed: "not compared",
    cleanUpTo: (epoch: number) => `clean up to epoch ${epoch}`,
    behindBy: (epochs: number) => `behind by ${epochs}`,
    /** The whole sentence, the same as on the command line. */
    sentence: describeState,
  },
  start: {
    title: "Who is clean, against what, since when",
    lead:
      "Vendors prove that a training set contains nothing from a published list, without showing the training set. " +
      "This is the register of those proofs.",
    search: "Search the register",
    searchHint: "Model, vendor, address, weights digest, CID, list or id",
    found: (n: number) => (n === 0 ? "Nothing found." : `${count(n, "result")}.`),
    counts: (releases: number, lists: number, vendors: number) =>
      `${count(releases, "release")} of ${count(vendors, "vendor")}, ${count(lists, "list")}`,
    newest: "Newest releases",
    allReleases: "All releases against all lists",
  },
  release: {
    release: "Release",
    model: "Model",
    version: "Version",
    vendor: "Vendor",
    registered: "Registered",
  },
};
