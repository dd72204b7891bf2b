import { Help, type Command as Program } from "commander";
import { ENDINGS } from "../../shared/endings.ts";
import type { Argument, Command, Option } from "../commands/definition.ts";
import { argumentTerm, describeArgument, describeOption, foldLine, optionTerm, usageOf } from "../commands/describe.ts";

/** The widest help, in columns. */
const WIDEST = 100;

/** How wide help is on a terminal of so many columns; undefined where there is none. */
export const helpWidth = (columns: number | undefined): number => Math.min(columns ?? WIDEST, WIDEST);

/** Every exit code with its word, which stay on one line. */
const EXIT_CODES = Object.values(ENDINGS).map(({ code, word }) => `${code} ${word}`.replaceAll(" ", "\u00a0"));

/** The definitions behind what the library knows: help is written from these. */
export type Definitions = {
  commands: Map<Program, Command>;
  options: Map<unknown, Option>;
  arguments: Map<unknown, Argument>;
};

/** Help in the library's layout and the definitions' words. */
export function helperFor({ commands, options, arguments: known }: Definitions): Partial<Help> {
  return {
    // Only help shows commands at any depth: suggestions are made from the words that may follow.
    prepareContext(context) {
      Help.prototype.prepareContext.call(this, context);
      this.visibleCommands = leavesOf;
    },
    commandUsage: (program) => {
      const command = commands.get(program);
      if (command === undefined) return `${wordsOf(program)} COMMAND [ARGUMENT...] [OPTION...]`;
      return usageOf(command)
        .map((line) => foldLine(line, WIDEST - 7, "           "))
        .join("\n       ");
    },
    visibleArguments: (program) => [...program.registeredArguments],
    subcommandTerm: (program) => wordsOf(program).replace(/^disjoint /, ""),
    subcommandDescription: (program) => program.summary(),
    groupItems: (_, visible, groupOf) => Map.groupBy(visible, groupOf),
    argumentTerm: (argument) => argumentTerm(known.get(argument)!),
    argumentDescription: (argument) => describeArgument(known.get(argument)!),
    optionTerm: (option) => {
      const defined = options.get(option);
      return defined === undefined ? option.flags : optionTerm(defined);
    },
    optionDescription: (option) => {
      const defined = options.get(option);
      return defined === undefined ? option.description : describeOption(defined);
    },
  };
}

/** The commands that can be run, at any depth. */
const leavesOf = (program: Program): Program[] =>
  program.commands.flatMap((each) => (each.commands.length === 0 ? [each] : leavesOf(each)));

const wordsOf = (program: Program): string =>
  program.parent === null ? program.name() : `${wordsOf(program.parent)} ${program.name()}`;

/** What follows the library's part of help: examples, an interrupted run, exit codes. */
export function helpAfter(command: Command | undefined, width: number): string {
  const exits = `\n${wrap(`Exit codes: ${EXIT_CODES.join(", ")}`, width, "")}`;
  if (command === undefined) return exits;
  const examples = command.examples.flatMap(([line, what]) => [
    `  ${foldLine(line, width - 4, "      ")}`,
    wrap(`# ${what}`, width, "      "),
  ]);
  return ["\nExamples:", ...examples, `\n${wrap(`If interrupted: ${command.interrupted}`, width, "")}`, exits].join(
    "\n",
  );
}

/** Text on lines of at most `width` columns; a no-break space holds words together. */
function wrap(text: string, width: number, indent: string): string {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = [lines.at(-1)!, word].filter(Boolean).join(" ");
    if (line.length + indent.length <= width) lines[lines.length - 1] = line;
    else lines.push(word);
  }
  return lines.map((line) => `${indent}${line}`.replaceAll("\u00a0", " ")).join("\n");
}
