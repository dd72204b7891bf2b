import { type Command, NOTHING_KEPT } from "./definition.ts";
import { config, list, out, powers, SHARD, WORK, WORK_OPTIONS } from "./options.ts";

export const disclose: Command = {
  name: "disclose",
  summary: "Prove whether one work is in a shard or a release, and nothing else",
  forms: [
    "SHARD (WORK | --value TEXT | --key HEX) --out FILE",
    "--tag TAG (WORK | --value TEXT | --key HEX) --out DIR",
  ],
  arguments: [{ ...SHARD, meaning: "Folder of a shard; left out with --tag.", optional: true }, WORK],
  options: [
    {
      name: "out",
      value: "PATH",
      meaning: "File that the answer is written to; with --tag, the folder for one answer for each shard.",
      example: "answer.json",
      required: true,
    },
    { name: "work", value: "FILE", meaning: "The same as WORK.", example: "work.txt" },
    powers,
    ...WORK_OPTIONS,
    {
      name: "scheme",
      value: "NAME",
      meaning: "The scheme under which the work is looked for.",
      default: "the only scheme that the shards have",
      example: "text",
    },
    {
      name: "tag",
      value: "TAG",
      meaning: "Ask every shard that was released under this tag.",
      example: "v1.2.0",
      formerly: "release",
    },
    { ...config, meaning: `${config.meaning} Needs --tag.` },
  ],
  examples: [
    ["disjoint disclose shard work.txt --out answer.json", "present or absent, proved"],
    ["disjoint disclose --tag v1.2.0 work.txt --out answers", "the same for every shard of a release"],
  ],
  interrupted: "Answers that were written are kept. Run the same command again: all of them are made again.",
  load: async () => (await import("../disclose.ts")).runDisclose,
};

export const certificate: Command = {
  name: "certificate",
  summary: "Write an exclusion certificate for one work, for its rights holder",
  details: "It says where the work is listed, and which releases were proved to exclude it.",
  forms: ["(WORK | --value TEXT | --key HEX) --list DIR --pack PACK... --out FILE"],
  arguments: [WORK],
  options: [
    { ...list, required: true },
    {
      name: "pack",
      value: "PACK",
      meaning: "Evidence pack of a release, as archive or as folder.",
      required: true,
      repeatable: true,
      example: "pack.car",
    },
    out("FILE", "File that the certificate is written to.", "certificate.json"),
    powers,
    ...WORK_OPTIONS,
  ],
  examples: [
    [
      "disjoint certificate work.txt --list lists/opt-outs --pack pack.car --out certificate.json",
      "a file for the rights holder, which `disjoint verify` checks",
    ],
  ],
  interrupted: NOTHING_KEPT,
  formerly: ["receipt"],
  load: async () => (await import("../certificate.ts")).runCertificate,
};
