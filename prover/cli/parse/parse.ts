import { CommanderError } from "commander";
import { type CodeOf, type DisjointError, usageError } from "../../shared/errors.ts";
import type { Command, Sections, Values } from "../commands/definition.ts";
import { defaultOf, optionsOf, usageOf } from "../commands/describe.ts";
import { programOf } from "./program.ts";

/** A command line that was understood: help that was asked for, or a command with what was given. */
export type Parsed = { help: string } | { command: Command; positionals: string[]; values: Values };

const CODES: Readonly<Record<string, CodeOf<"usage">>> = {
  "commander.unknownCommand": "cli/unknown-command",
  "commander.help": "cli/unknown-command",
};

/**
 * Reads a command line. Nothing of a command is loaded but its definition.
 *
 * @throws usage `cli/unknown-command`, `cli/arguments`, `cli/missing-option`, `cli/bad-option`
 */
export function parse(args: readonly string[], sections: Sections): Parsed {
  let parsed: Parsed | undefined;
  let help = "";
  const program = programOf(
    sections,
    (text) => (help += text),
    (command, positionals, given) => {
      const values: Values = Object.fromEntries(
        optionsOf(command).flatMap((option) => {
          const standard = defaultOf(option);
          const value = given.get(option) ?? (option.repeatable && standard !== undefined ? [standard] : standard);
          return value === undefined ? [] : [[option.name, value]];
        }),
      );
      requireOptions(command, values);
      parsed = { command, positionals, values };
    },
  );
  try {
    program.parse(expanded(args), { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0 && isUnknown(args, sections))
      return parse(
        args.filter((arg) => !arg.startsWith("-")),
        sections,
      );
    if (error.exitCode === 0) return { help: help.trimEnd() };
    throw usageErrorOf(error, args, sections);
  }
  return parsed!;
}

/** @throws usage `cli/missing-option` */
function requireOptions(command: Command, values: Values): void {
  const missing = command.options.filter(({ name, required }) => required && values[name] === undefined);
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => `--${name}`).join(" and ");
  throw usageError(
    "cli/missing-option",
    `${names} ${missing.length === 1 ? "is" : "are"} missing`,
    `Usage: ${usageOf(command).join(", or ")}`,
  );
}

/** `disjoint` and `disjoint --version` in the words that the parser knows. */
function expanded(args: readonly string[]): string[] {
  const [first, ...rest] = args;
  if (first === undefined) return ["--help"];
  return first === "--version" ? ["version", ...rest] : [...args];
}

/** A parser's error as a DisjointError: what was wrong, what was perhaps meant, and where it is explained. */
function usageErrorOf(error: CommanderError, args: readonly string[], sections: Sections): DisjointError {
  const words = ["disjoint", ...wordsIn(args, sections)].join(" ");
  const [, problem = error.message, meant] = /^error: (.*?)(?:\n\((.*)\))?$/s.exec(error.message) ?? [];
  const isGroup = error.code === "commander.help";
  const message = isGroup ? `\`${words}\` is not a whole command` : problem;
  const guess = guessOf(args, sections) ?? meant ?? optionMeant(error, words, sections);
  const shown = CODES[error.code] === "cli/unknown-command" ? "the commands" : "its options";
  const help = `\`${words} --help\` shows ${shown}.`;
  return usageError(
    CODES[error.code] ?? "cli/arguments",
    message,
    guess === undefined ? help : `${guess} ${help}`,
    error,
  );
}

/** The options that begin with what was given: the parser itself suggests only those that are spelled nearly alike. */
function optionMeant(error: CommanderError, words: string, sections: Sections): string | undefined {
  const given = /^error: unknown option '--([a-z0-9-]+)/.exec(error.message)?.[1];
  const command = sections.flatMap(([, commands]) => commands).find(({ name }) => `disjoint ${name}` === words);
  if (given === undefined || command === undefined) return undefined;
  const near = optionsOf(command).flatMap(({ name }) => (name.startsWith(given) ? [name] : []));
  return near.length === 0 ? undefined : `Did you mean ${near.map((name) => `--${name}`).join(" or ")}?`;
}

/** The words of a command line that name a command or a group. */
function wordsIn(args: readonly string[], sections: Sections): string[] {
  const names = namesIn(sections).map((name) => `${name} `);
  const end = args.findIndex((_, i) => !names.some((name) => name.startsWith(`${args.slice(0, i + 1).join(" ")} `)));
  return args.slice(0, end < 0 ? args.length : end);
}

const namesIn = (sections: Sections): string[] => sections.flatMap(([, commands]) => commands.map(({ name }) => name));

/** Whether help was asked for words that name nothing: it would be the help of something else. */
function isUnknown(args: readonly string[], sections: Sections): boolean {
  const words = wordsIn(args, sections);
  const next = args[words.length];
  return next !== undefined && !next.startsWith("-") && !namesIn(sections).includes(words.join(" "));
}

/** A command whose last word was given alone. */
function guessOf([first]: readonly string[], sections: Sections): string | undefined {
  const names = namesIn(sections);
  if (names.some((name) => name.split(" ")[0] === first)) return undefined;
  const ending = names.filter((name) => name.endsWith(` ${first}`));
  return ending.length === 0 ? undefined : `Did you mean ${ending.join(" or ")}?`;
}
