import { Command as Program, Argument as ProgramArgument, Option as ProgramOption } from "commander";
import {
  type Argument,
  COMMON_OPTIONS,
  type Command,
  type Option,
  type Sections,
  VERSION_OPTION,
} from "../commands/definition.ts";
import { type Definitions, helpAfter, helperFor, helpWidth } from "./help.ts";
import { readerOf } from "./value.ts";

/** The heading of the options that every command has. */
const COMMON = "Common options:";

/** Takes a command line that was understood. */
type OnParsed = (command: Command, positionals: string[], values: Map<Option, string | boolean | string[]>) => void;

/**
 * The parser of some commands, with its own endings and outputs turned off: it throws, and hands out help.
 */
export function programOf(sections: Sections, onHelp: (text: string) => void, onParsed: OnParsed): Program {
  const known: Definitions = { commands: new Map(), options: new Map(), arguments: new Map() };
  const width = helpWidth(process.stdout.columns);
  const root = new Program("disjoint")
    .exitOverride()
    .configureOutput({
      writeOut: onHelp,
      writeErr: () => {},
      getOutHelpWidth: () => width,
      getErrHelpWidth: () => width,
    })
    .configureHelp(helperFor(known))
    .helpOption("-h, --help", "Show help.")
    .helpCommand(false);
  root.addOption(optionOf(VERSION_OPTION, known));
  for (const [title, commands] of sections)
    for (const command of commands) {
      const words = command.name.split(" ");
      const leaf = groupAt(root, words.slice(0, -1)).command(words.at(-1)!);
      addTo(leaf.helpGroup(`${title}:`), command, known, onParsed);
    }
  for (const program of [root, ...groupsOf(root)]) {
    program.addHelpText("after", () => helpAfter(undefined, width));
    // Before a command's last word they mean the same as after it.
    for (const option of COMMON_OPTIONS) program.addOption(optionOf(option, known).hideHelp());
  }
  for (const [program, command] of known.commands) program.addHelpText("after", () => helpAfter(command, width));
  return root;
}

/** The group of these words, made if it is not there. */
function groupAt(root: Program, words: readonly string[]): Program {
  return words.reduce(
    (group, word) => group.commands.find((each) => each.name() === word) ?? group.command(word).helpCommand(false),
    root,
  );
}

const groupsOf = (program: Program): Program[] =>
  program.commands.filter((each) => each.commands.length > 0).flatMap((each) => [each, ...groupsOf(each)]);

function addTo(program: Program, command: Command, known: Definitions, onParsed: OnParsed): void {
  known.commands.set(program, command);
  program.summary(command.summary);
  program.description([command.summary, command.details].filter(Boolean).join(".\n"));
  for (const argument of command.arguments) program.addArgument(argumentOf(argument, known));
  const own = command.options.map((option) => [option, optionOf(option, known)] as const);
  const common = COMMON_OPTIONS.map((option) => [option, optionOf(option, known).helpGroup(COMMON)] as const);
  for (const [, option] of [...own, ...common]) program.addOption(option);
  program.addHelpOption(new ProgramOption("-h, --help", "Show this help.").helpGroup(COMMON));
  program.action(() => {
    const given = program.optsWithGlobals();
    const values = [...own, ...common].flatMap(([option, made]) => {
      const value = given[made.attributeName()];
      return value === undefined ? [] : [[option, value] as const];
    });
    onParsed(command, program.args, new Map(values));
  });
}

function argumentOf(argument: Argument, { arguments: known }: Definitions): ProgramArgument {
  const { name, meaning, optional, repeatable } = argument;
  const term = repeatable ? `${name}...` : name;
  const made = new ProgramArgument(optional ? `[${term}]` : `<${term}>`, meaning);
  known.set(made, argument);
  return made;
}

function optionOf(option: Option, { options: known }: Definitions): ProgramOption {
  const flags = option.value === undefined ? `--${option.name}` : `--${option.name} <${option.value}>`;
  const made = new ProgramOption(flags, option.meaning);
  if (option.value !== undefined) made.argParser(readerOf(option));
  known.set(made, option);
  return made;
}
