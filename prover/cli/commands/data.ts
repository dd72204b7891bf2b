import { formatNames } from "../../source/records/format.ts";
import type { Option } from "./definition.ts";

/** The names of the schemes, as text. */
export const SCHEMES = "sha256, sha1, md5, text, url, url-v2, domain, repo, minhash";

export const format: Option = {
  name: "format",
  value: "NAME",
  meaning: "How files are read. auto: by the ending of each name. files: each file is one work.",
  choices: ["auto", ...formatNames()],
  default: '"auto"',
  example: "jsonl",
};

export const onBadRow: Option = {
  name: "on-bad-row",
  value: "ACTION",
  meaning: "What to do with a record that cannot be read: end with an error, or leave it out, counted and named.",
  choices: ["error", "skip"],
  default: '"error"',
  example: "skip",
};
