import { format, onBadRow, SCHEMES } from "./data.ts";
import { type Command, NOTHING_KEPT } from "./definition.ts";
import { LIST_DIR, out, powers, WORK, WORK_OPTIONS } from "./options.ts";

export const blocklistBuild: Command = {
  name: "blocklist build",
  summary: "Make the pages of a blocklist from hashes, data, opt-outs or works",
  arguments: [
    {
      name: "INPUT",
      meaning:
        "File of hashes or of another --from kind; data, with --scheme NAME:FIELD or --format; works, with --works.",
      example: "hashes.txt",
      repeatable: true,
    },
  ],
  options: [
    out(
      "DIR",
      "Folder that the list is written to; with --append, the folder of the list that grows.",
      "lists/opt-outs",
    ),
    {
      name: "scheme",
      value: "NAME[:FIELD]",
      meaning: `What entries are compared by, and the field of data that holds the work. Schemes: ${SCHEMES}.`,
      default: "sha256; with --append, that of the list",
      example: "text:body",
    },
    {
      name: "page-size",
      value: "N",
      meaning: "Entries of a page: a proof covers one page.",
      choices: ["16", "256"],
      default: "256; with --append, that of the list",
      example: "16",
    },
    {
      name: "from",
      value: "KIND",
      meaning:
        "What the inputs are. hashes: output of sha256sum and the like. lines, csv, denylist: lists of those kinds. " +
        "optouts: robots.txt and other opt-out files of hosts. " +
        "consent: metadata of tokens with ERC-7517 preferences. " +
        "works: files that are the works.",
      choices: ["hashes", "lines", "csv", "denylist", "optouts", "consent", "works"],
      default: "hashes; with NAME:FIELD or --format, data",
      example: "optouts",
    },
    { name: "works", meaning: "The same as --from works." },
    {
      name: "name",
      value: "TEXT",
      meaning: "Name of the list, one printable line.",
      default: "the name of the folder of --out",
      example: "opt-outs",
    },
    { ...format, default: "the inputs are no data; with --scheme NAME:FIELD, auto" },
    {
      name: "label",
      value: "FIELD",
      meaning: "Field of data that holds an entry's label.",
      default: "file and row",
      example: "title",
    },
    { ...onBadRow, meaning: `${onBadRow.meaning} For data only.` },
    {
      name: "agents",
      value: "FILE",
      meaning:
        "Crawlers whose exclusion is an opt-out from training, one name a line, or robots.json. Needs --from optouts.",
      default: "those that ai.robots.txt names",
      example: "agents.txt",
    },
    {
      name: "confidential",
      meaning: "Keep the entries secret: pages are salted and have mode 0600, and only list.json is for others.",
    },
    {
      name: "accumulator",
      meaning:
        "Add accumulators of the entries to list.json, so that shards with accumulators are proved against the whole " +
        "list at once. A list that has them keeps them.",
    },
    { ...powers, meaning: `${powers.meaning} Needs --accumulator.` },
    { name: "append", meaning: "Add entries to the list in --out, as a new epoch. Name, scheme and page size stay." },
  ],
  examples: [
    [
      "disjoint blocklist build hashes.txt --out lists/opt-outs",
      "from the output of sha256sum, BSD, OCI, SRI or PowerShell",
    ],
    [
      "disjoint blocklist build works.jsonl --scheme text:body --label title --out list",
      "from data, read as `commit` reads it",
    ],
    [
      "disjoint blocklist build hosts/ --from optouts --scheme domain --out list",
      "from robots.txt, TDMRep, RSL, ai.txt",
    ],
  ],
  interrupted: "The list in --out is complete or unchanged. Run the same command again.",
  load: async () => (await import("../blocklist.ts")).runBlocklistBuild,
};

export const blocklistOpen: Command = {
  name: "blocklist open",
  summary: "Prove where one work is listed, and disclose no other entry",
  forms: ["LIST_DIR (WORK | --value TEXT | --key HEX) --out FILE"],
  arguments: [LIST_DIR, WORK],
  options: [out("FILE", "File that the listing is written to.", "listing.json"), ...WORK_OPTIONS],
  examples: [
    ["disjoint blocklist open lists/opt-outs work.txt --out listing.json", "the page, the epoch, and a proof"],
  ],
  interrupted: NOTHING_KEPT,
  load: async () => (await import("../blocklistOpen.ts")).runBlocklistOpen,
};
