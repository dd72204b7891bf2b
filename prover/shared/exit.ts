/**
 * Every way in which a command ends: its exit code, the word for it and what it means. docs/concepts.md has the same
 * table. Only `true` is a proof or a thing done; 1, 6 and 7 are verdicts that are not true, the rest are no verdicts.
 * `internal` is EX_SOFTWARE of sysexits.h.
 */
export const ENDINGS = {
  true: { code: 0, word: "true", meaning: "the statement is true, or what was to be done is done" },
  false: {
    code: 1,
    word: "the statement is false",
    meaning: "the statement is false: something blocklisted is present, or a check failed",
  },
  usage: { code: 2, word: "usage", meaning: "the command was used wrongly" },
  data: { code: 3, word: "bad data", meaning: "bad data: a source, a list, a bundle" },
  chain: { code: 4, word: "chain or network", meaning: "the chain refused or did not answer" },
  artifact: {
    code: 5,
    word: "artifact",
    meaning: "an artifact (circuit, key, lock) is missing or not what it should be",
  },
  behind: {
    code: 6,
    word: "behind",
    meaning: "behind: all of it is sound, up to an earlier epoch of a list that has grown since",
  },
  open: {
    code: 7,
    word: "open",
    meaning: "open: neither true nor false, for pages are not proved yet",
  },
  internal: { code: 70, word: "internal error", meaning: "an internal error; never a verdict" },
} as const;

/** One of the ways in which a command ends. */
export type Ending = keyof typeof ENDINGS;

/** The exit code of each. */
export const EXIT = Object.fromEntries(
  Object.entries(ENDINGS).map(([ending, { code }]) => [ending, code]),
) as unknown as { [E in Ending]: (typeof ENDINGS)[E]["code"] };
