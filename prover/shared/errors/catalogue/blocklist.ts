import { data, usage } from "./entry.ts";

/** Blocklists: importing, building and reading them. */
export const BLOCKLIST = {
  "blocklist/bad-agents": data("A file names no crawler.", "Write one product token per line."),
  "blocklist/bad-cid": data("An entry of a denylist is not a CID.", "Correct the list."),
  "blocklist/bad-csv": data("A CSV file breaks RFC 4180.", "Write it as RFC 4180 says, with column names first."),
  "blocklist/bad-line": data("A line of a list is malformed.", "Correct the line."),
  "blocklist/bad-page": data("A page of a list is malformed.", "Build the list again."),
  "blocklist/damaged": data("A page is not the one that the root document names.", "Get the list from its publisher."),
  "blocklist/digest-or-work": data("A value may be a digest or a work.", "Say which of them the values are."),
  "blocklist/empty": data("A list has no entries.", "A list needs at least one entry."),
  "blocklist/exists": usage("The folder holds a list already.", "Append to it, or choose another folder."),
  "blocklist/invalid": data("A document of a list is malformed.", "Get the list from its publisher."),
  "blocklist/mixed-line-ends": data("The lines of a list end in different ways.", "End every line with a line feed."),
  "blocklist/no-value": data(
    "A record has no value in the chosen field.",
    "Correct the list, or leave such records out.",
  ),
  "blocklist/not-found": data("A file of a list cannot be read.", "Check the path."),
  "blocklist/not-utf8": data("A list is neither UTF-8 nor marked UTF-16.", "Convert it to UTF-8."),
  "blocklist/nothing-new": data("The list has every entry already.", "There is nothing to publish."),
  "blocklist/other-accumulator": data(
    "An accumulator of a list is not of the list's entries.",
    "Do not use the list, and report it to its publisher.",
  ),
  "blocklist/other-algorithm": data("A digest has another algorithm than the list.", "Make a list per algorithm."),
  "blocklist/other-powers": usage(
    "The list has accumulators of other powers of tau.",
    "Add to it with the powers that it was built with.",
  ),
  "blocklist/other-scheme": usage("The source has no entries of the scheme.", "Use a scheme that it has entries of."),
  "blocklist/records": data("The name of a file says that it holds records, not lines.", "Read it as data."),
  "blocklist/unsupported-rule": data("A rule cannot be compared with the bytes of a file.", "Remove the rule."),
};
