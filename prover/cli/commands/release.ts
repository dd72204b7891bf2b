import type { ReportKind } from "../../release/report/render.ts";
import { CORE_HOUR_DOLLARS } from "../../release/steps/price.ts";
import { type Command, NOTHING_KEPT, type Option } from "./definition.ts";
import { config, list } from "./options.ts";

/** What a report can be written as. */
const KINDS: readonly ReportKind[] = ["text", "json", "sarif", "junit", "markdown", "github", "env"];

const coreHourPrice: Option = {
  name: "core-hour-price",
  value: "USD",
  meaning: "What an hour of one core costs, in US dollars, for the estimate.",
  default: `${CORE_HOUR_DOLLARS}, a common cloud machine on demand in 2025`,
  example: "0.02",
};

export const init: Command = {
  name: "init",
  summary: "Look at data, propose a configuration, and say what a release will take",
  arguments: [{ name: "DATA", meaning: "Folder of the training data to look at.", example: "data" }],
  options: [
    { ...list, repeatable: true },
    {
      name: "out",
      value: "DIR",
      meaning: "Folder that disjoint.config.yaml is written to. An existing configuration is not overwritten.",
      default: "the current folder",
      example: "release",
    },
    coreHourPrice,
  ],
  examples: [
    [
      "disjoint init data --list lists/opt-outs",
      "propose disjoint.config.yaml, with proofs, time, memory, gas and price to expect",
    ],
  ],
  interrupted: NOTHING_KEPT,
  load: async () => (await import("../init.ts")).runInit,
};

export const release: Command = {
  name: "release",
  summary: "Commit, prove, submit and register what a release is missing",
  details:
    "What is there is not made again: after success the same command does nothing, after an interruption it goes on.",
  arguments: [
    { name: "TAG", meaning: "The version. A registered tag cannot be released with other content.", example: "v1.2.0" },
  ],
  options: [
    config,
    {
      name: "plan-only",
      meaning: "Say what is missing, and stop: nothing is proved or sent. Excludes --dry-run.",
    },
    {
      name: "dry-run",
      meaning: "As --plan-only, and look for blocklisted works in the data. Excludes --plan-only.",
    },
    coreHourPrice,
    {
      name: "refresh",
      meaning: "Prove what was released under the tag against lists that have grown, whatever the sources hold now.",
    },
    {
      name: "report",
      value: "KIND=FILE",
      meaning: `Write a report to a file; KIND is ${KINDS.join(", ")}.`,
      repeatable: true,
      example: "sarif=report.sarif",
    },
  ],
  examples: [
    ["disjoint release v1.2.0 --plan-only", "what is missing; exit code 7 if anything is"],
    ["disjoint release v1.2.0 --report sarif=report.sarif", "release, and write what was found for code scanning"],
    ["disjoint release v1.2.0 --refresh", "prove the same release against lists that have grown"],
  ],
  interrupted:
    "Committed shards, finished proofs and accepted transactions are kept. " +
    "Run the same command again: it goes on where it was.",
  load: async () => (await import("../release.ts")).runRelease,
};
