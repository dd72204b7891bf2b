import { format, onBadRow, SCHEMES } from "./data.ts";
import { type Command, type Option, READS_ONLY } from "./definition.ts";
import { fleetKey, queue, storage } from "./fleetOptions.ts";
import { circuits, list, out, powers, SHARD } from "./options.ts";

const size = (name: string, meaning: string, standard: string, example: string): Option => ({
  name,
  value: "SIZE",
  meaning,
  default: standard,
  example,
});

export const commit: Command = {
  name: "commit",
  summary: "Read a dataset and commit to it, with a manifest and a secret salt",
  arguments: [
    {
      name: "SOURCE",
      meaning: "File, folder, or http(s) or s3 address of data.",
      example: "corpus/",
      repeatable: true,
    },
  ],
  options: [
    out("DIR", "Folder that the shard is written to. Keep it secret: it holds the salt.", "shard"),
    {
      name: "scheme",
      value: "NAME[:FIELD]",
      meaning: `How records are fingerprinted, and by which field, if not as a whole. Schemes: ${SCHEMES}.`,
      default: '"sha256"',
      repeatable: true,
      example: "text:body",
    },
    format,
    {
      name: "include",
      value: "GLOB",
      meaning: "Read only the files of folders that match a pattern.",
      default: "every file",
      repeatable: true,
      example: "**/*.jsonl.zst",
    },
    onBadRow,
    {
      name: "on-bad-file",
      value: "ACTION",
      meaning: "What to do with a file that cannot be read: end with an error, or leave it out, counted and named.",
      choices: ["error", "skip"],
      default: '"error"',
      example: "skip",
    },
    {
      name: "commitment",
      value: "KIND",
      meaning:
        "What is committed to. merkle: a tree; a list is proved page by page. " +
        "accumulator: a point; one proof is enough for a whole list that has accumulators.",
      choices: ["merkle", "accumulator"],
      default: '"merkle"',
      example: "accumulator",
    },
    { ...powers, meaning: `${powers.meaning} Needs --commitment accumulator.` },
    {
      name: "base",
      value: "DIR",
      meaning: "Folder of an earlier shard, whose keys are left out: the new shard is a layer on top of it.",
      repeatable: true,
      example: "shard-2025",
    },
    {
      name: "cache",
      value: "DIR",
      meaning: "Folder that keeps what was read of unchanged files for later commits. Secret, as the shard is.",
      default: "a folder inside --out that is removed at the end",
      example: "cache",
    },
    queue,
    { ...storage, meaning: `${storage.meaning} Needs --queue.` },
    { ...fleetKey, meaning: `${fleetKey.meaning} Needs --queue.` },
    size("memory", "Bound on the resident memory of the process.", "no bound", "2GiB"),
    size("max-row", "Largest record.", '"64MiB"', "256MiB"),
    size("max-expanded", "Most bytes that one compressed file may expand to.", '"4096GiB"', "100GiB"),
    {
      name: "max-ratio",
      value: "N",
      meaning: "Largest ratio of expanded to compressed bytes of one file, checked from 64 MiB on.",
      default: '"500"',
      example: "2000",
    },
  ],
  examples: [
    ["disjoint commit corpus/ --format files --out shard", "each file is one work, fingerprinted by its bytes"],
    ["disjoint commit data/ --scheme text:text --scheme url-v2:url --out shard", "two schemes, each of one field"],
  ],
  interrupted: "What was read is kept. Run the same command again: it goes on where it was.",
  load: async () => (await import("../commit.ts")).runCommit,
};

export const check: Command = {
  name: "check",
  summary: "List the blocklisted works in a shard, with file and row",
  arguments: [SHARD],
  options: [{ ...list, required: true }],
  examples: [["disjoint check shard --list lists/opt-outs", "exit code 1 if anything is present"]],
  interrupted: READS_ONLY,
  load: async () => (await import("../check.ts")).runCheck,
};

export const prove: Command = {
  name: "prove",
  summary: "Prove that a shard holds no entry of a blocklist",
  arguments: [SHARD],
  options: [
    { ...list, required: true },
    out(
      "DIR",
      "Folder of the proofs and of bundle.json. Proofs that it holds already are verified and not made again.",
      "proofs",
    ),
    circuits,
    powers,
  ],
  examples: [
    ["disjoint prove shard --list lists/opt-outs --out proofs", "prove page by page; write proofs/bundle.json"],
  ],
  interrupted:
    "Every finished proof is kept in the folder of --out. Run the same command again: only missing proofs are made.",
  load: async () => (await import("../prove.ts")).runProve,
};
