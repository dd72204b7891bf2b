import { CIRCUIT_CHOICES } from "../../shared/circuit.ts";
import type { Argument, Option } from "./definition.ts";

// Options and arguments that several commands share: one name has one meaning.

export const LIST_DIR: Argument = {
  name: "LIST_DIR",
  meaning: "Folder of a blocklist, made by `disjoint blocklist build`.",
  example: "lists/opt-outs",
};

export const LIST_ID: Argument = {
  name: "LIST_ID",
  meaning: "Id of the list on the chain, printed by `disjoint chain publish`: 0x and 64 hexadecimal digits.",
  example: `0x${"1f".repeat(32)}`,
};

export const SHARD: Argument = {
  name: "SHARD",
  meaning: "Folder of a shard, made by `disjoint commit`.",
  example: "shard",
};

export const WORK: Argument = {
  name: "WORK",
  meaning: "File whose bytes are the work. Give the work in one way: WORK, --value or --key.",
  example: "work.txt",
  optional: true,
};

export const list: Option = {
  name: "list",
  value: "DIR",
  meaning: "Folder of a blocklist, made by `disjoint blocklist build`.",
  example: "lists/opt-outs",
};

export const listId: Option = {
  name: "list-id",
  value: "ID",
  meaning: "Id of a list on the chain, printed by `disjoint chain publish`.",
  example: `0x${"1f".repeat(32)}`,
  formerly: "list",
};

export const releaseId: Option = {
  name: "release-id",
  value: "ID",
  meaning: "Id of a release on the chain, printed by `disjoint release` and `disjoint chain register`.",
  example: `0x${"2e".repeat(32)}`,
  formerly: "release",
};

/** The same where nothing can be done without it. */
export const requiredReleaseId: Option = { ...releaseId, required: true };

export const out = (value: "DIR" | "FILE", meaning: string, example: string): Option => ({
  name: "out",
  value,
  meaning,
  example,
  required: true,
});

/** Ways to name one work without its file. */
export const WORK_OPTIONS: readonly Option[] = [
  {
    name: "value",
    value: "TEXT",
    meaning: "The work as text, for example a URL or a domain.",
    example: "https://example.org/page",
  },
  {
    name: "key",
    value: "HEX",
    meaning: "The work's key under the scheme: 31 bytes, 62 hexadecimal digits.",
    example: "9f".repeat(31),
  },
];

export const artifacts: Option = {
  name: "artifacts",
  value: "DIR",
  meaning: "Folder with one folder for each circuit: its lock and its verification key.",
  default: "the installed artifacts",
  example: "artifacts",
  formerly: "artefacts",
};

export const powers: Option = {
  name: "powers",
  value: "DIR",
  meaning: "Folder of the powers of tau that accumulators are made with, written by `disjoint setup powers`.",
  default: "the installed powers",
  example: "powers",
};

export const config: Option = {
  name: "config",
  value: "FILE",
  meaning: "The configuration, or a folder that holds one.",
  default: "disjoint.config.yaml, .yml, .json or .ts in the current folder",
  example: "disjoint.config.yaml",
};

export const circuits: Option = {
  name: "circuits",
  value: "CHOICE",
  meaning:
    "How the circuit for a page is chosen. uniform: by the page alone. " +
    "smallest: also by the shard's size, which is faster and reveals its class.",
  choices: CIRCUIT_CHOICES,
  default: '"uniform"',
  example: "smallest",
};

export const confirmations: Option = {
  name: "confirmations",
  value: "N",
  meaning: "Number of blocks on top of a block before what is in it counts.",
  default: '"0"',
  example: "12",
};

export const publishedLists: Option = {
  name: "lists",
  value: "DIR",
  meaning:
    "Folder of a published list, or with such folders in it, in which readers look for a work. A folder counts if " +
    "its root document is a confirmed epoch of a list of the registry and every page has the hash that it names. " +
    "Confidential lists are left out.",
  default: "no list is published",
  example: "lists",
};

export const signingKey: Option = {
  name: "signing-key",
  value: "FILE",
  meaning: "Ed25519 private key in PEM that signs, made by `disjoint attest key`.",
  example: "signing.pem",
  required: true,
  formerly: "key",
};

/** Which node is asked. */
export const RPC_OPTIONS: readonly Option[] = [
  {
    name: "rpc",
    value: "URL",
    meaning:
      "JSON-RPC address of a node, or @FILE for a file (mode 0600) that holds it: arguments can be seen by others.",
    example: "https://node.example.org",
  },
  {
    name: "verify-rpc",
    value: "URL",
    meaning: "A second node, or @FILE: every answer counts only if both nodes give it. Needs --rpc.",
    example: "https://other.example.net",
    formerly: "witness-rpc",
  },
];

export const deployment: Option = {
  name: "deployment",
  value: "FILE",
  meaning: "File with the addresses of the contracts, written by `disjoint chain deploy`.",
  default: "deployment-CHAINID.json in the folder of --state",
  example: "deployment.json",
};

/** Which chain and which contracts: the options of every command that talks to a chain. */
export const CHAIN_OPTIONS: readonly Option[] = [
  ...RPC_OPTIONS,
  {
    name: "key-file",
    value: "FILE",
    meaning: "File (mode 0600) with the private key that signs transactions: 64 hexadecimal digits.",
    example: "signer.key",
  },
  {
    name: "state",
    value: "DIR",
    meaning: "Folder of an embedded chain, used without --rpc. Excludes --rpc.",
    default: "the installed folder",
    example: "chain",
  },
  deployment,
];

export const address = (name: string, meaning: string): Option => ({
  name,
  value: "ADDRESS",
  meaning,
  example: "0x5FbDB2315678afecb367f032d93F642f64180aa3",
});

export const anchors = address(
  "anchors",
  "Address of the contract that records roots of releases, printed by `disjoint output anchor deploy`.",
);
