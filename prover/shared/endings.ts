import { type Ending, EXIT } from "./exit.ts";

/**
 * Every way in which a command ends: its exit code, the word for it and what it means. docs/concepts.md has the same
 * table. Only `true` is a proof or a thing done; 1, 6 and 7 are verdicts that are not true, the rest are no verdicts.
 */
export const ENDINGS = {
  true: { code: EXIT.true, word: "true", meaning: "the statement is true, or what was to be done is done" },
  false: {
    code: EXIT.false,
    word: "the statement is false",
    meaning: "the statement is false: something blocklisted is present, or a check failed",
  },
  usage: { code: EXIT.usage, word: "usage", meaning: "the command was used wrongly" },
  data: { code: EXIT.data, word: "bad data", meaning: "bad data: a source, a list, a bundle" },
  chain: { code: EXIT.chain, word: "chain or network", meaning: "the chain refused or did not answer" },
  artifact: {
    code: EXIT.artifact,
    word: "artifact",
    meaning: "an artifact (circuit, key, lock) is missing or not what it should be",
  },
  behind: {
    code: EXIT.behind,
    word: "behind",
    meaning: "behind: all of it is sound, up to an earlier epoch of a list that has grown since",
  },
  open: {
    code: EXIT.open,
    word: "open",
    meaning: "open: neither true nor false, for pages are not proved yet",
  },
  internal: { code: EXIT.internal, word: "internal error", meaning: "an internal error; never a verdict" },
  interrupted: { code: EXIT.interrupted, word: "interrupted", meaning: "interrupted with Ctrl-C; never a verdict" },
} as const satisfies Record<Ending, { code: number; word: string; meaning: string }>;
