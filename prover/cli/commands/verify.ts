import { type Command, READS_ONLY } from "./definition.ts";
import {
  artifacts,
  CHAIN_OPTIONS,
  confirmations,
  deployment,
  list,
  listId,
  powers,
  RPC_OPTIONS,
  releaseId,
  WORK_OPTIONS,
} from "./options.ts";

const policy = { value: "NAME=VALUE", repeatable: true } as const;

export const verify: Command = {
  name: "verify",
  summary: "Verify a file that Disjoint wrote against what the command line names",
  details:
    "Nothing is trusted that the command line or the installed artifacts do not name. What was not checked is said.",
  arguments: [
    {
      name: "FILE",
      meaning: "Bundle, signed statement, evidence pack (archive or folder), disclosure, listing or certificate.",
      example: "proofs/bundle.json",
    },
    {
      name: "BUNDLE",
      meaning: "The bundles that a signed statement is about.",
      example: "proofs/bundle.json",
      optional: true,
      repeatable: true,
    },
  ],
  options: [
    {
      ...list,
      meaning: "Folder of a blocklist, or its list.json: shows which list the pages are of, and whether it has grown.",
      repeatable: true,
    },
    artifacts,
    {
      name: "circuit",
      ...policy,
      value: "ID=PAGESIZE",
      meaning: "Trust only this circuit, for pages of 16 or 256 entries, or 1 where it is about one key.",
      default: "the circuits of --artifacts",
      example: `0x${"3d".repeat(32)}=256`,
    },
    powers,
    {
      name: "powers-id",
      value: "ID",
      meaning: "Trust powers of tau with this id. How they were made is then not checked.",
      default: "the powers of --powers",
      repeatable: true,
      example: `0x${"7d".repeat(32)}`,
    },
    {
      name: "signer",
      ...policy,
      value: "NAME=PUBLICKEY",
      meaning: "A trusted signer, by an Ed25519 public key in hexadecimal.",
      example: `vendor=${"4c".repeat(32)}`,
    },
    {
      name: "list-root",
      ...policy,
      value: "NAME=SHA256",
      meaning: "A list by the SHA-256 of its list.json. Whether it has grown since cannot be known from that.",
      example: `opt-outs=${"5b".repeat(32)}`,
    },
    {
      name: "list-id",
      ...policy,
      value: "NAME=ID",
      meaning: "The id on the chain of the list of that name.",
      example: `opt-outs=${listId.example}`,
    },
    {
      ...deployment,
      meaning: "File with the addresses of the contracts that are trusted.",
      default: "contracts are as stated",
    },
    { ...releaseId, meaning: "The release that the pack must be about." },
    {
      name: "block",
      value: "HASH",
      meaning: "Hash of a block that is known to be on the chain.",
      repeatable: true,
      example: `0x${"6a".repeat(32)}`,
    },
    { name: "offline", meaning: "Ask no node. This is what happens without --rpc; excludes --rpc." },
    ...RPC_OPTIONS,
    {
      name: "commitment",
      value: "N",
      meaning: "The commitment that a disclosure must be about, in decimal.",
      example: "1234567890",
    },
    { name: "work", value: "FILE", meaning: "File whose bytes are the work that is asked about.", example: "work.txt" },
    ...WORK_OPTIONS,
  ],
  examples: [
    ["disjoint verify proofs/bundle.json --list lists/opt-outs", "a bundle of proofs against one list"],
    [
      "disjoint verify pack.car --signer vendor=$PUBLIC_KEY --list lists/opt-outs --deployment deployment.json",
      "an evidence pack, with every trusted part named",
    ],
    ["disjoint verify answer.json --work work.txt", "a disclosure about a work"],
  ],
  interrupted: READS_ONLY,
  load: async () => (await import("../verify.ts")).runVerify,
};

export const status: Command = {
  name: "status",
  summary: "Ask the chain how far a shard or a release is clean against a list",
  forms: ["COMMITMENT --list-id ID", "--release-id ID --list-id ID"],
  arguments: [
    {
      name: "COMMITMENT",
      meaning: "Commitment of a shard in decimal, printed by `disjoint commit`; left out with --release-id.",
      example: "1234567890",
      optional: true,
    },
  ],
  options: [{ ...listId, required: true }, releaseId, confirmations, ...CHAIN_OPTIONS],
  examples: [
    [
      "disjoint status 1234567890 --list-id $LIST_ID --rpc https://node.example.org --deployment deployment.json",
      "exit code 0 if clean up to the current epoch, 6 if behind, 7 if open",
    ],
  ],
  interrupted: READS_ONLY,
  formerly: ["chain status"],
  load: async () => (await import("../chain/status.ts")).runStatus,
};
