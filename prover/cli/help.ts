import type { Run } from "./commands/definition.ts";
import { said } from "./outcome.ts";
import { parse } from "./parse/parse.ts";

/** The help of the words that follow, as `--help` after them shows it. */
export const runHelp: Run = async ({ positionals, sections }) => {
  const parsed = parse([...positionals, "--help"], sections);
  return said("help" in parsed ? parsed.help : "");
};
