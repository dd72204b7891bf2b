import {
  type Argument,
  COMMON_OPTIONS,
  type Command,
  type Option,
  type Sections,
} from "../../prover/cli/commands/definition.ts";
import {
  argumentTerm,
  describeArgument,
  describeOption,
  optionTerm,
  usageOf,
} from "../../prover/cli/commands/describe.ts";
import { ENDINGS } from "../../prover/shared/endings.ts";

/** The manual page disjoint(1), in the macros of man(7). */
export function manOf(sections: Sections, version: string): string {
  return [
    `.\\" Written by \`node scripts/cli-docs.ts\` from prover/cli/commands.`,
    `.TH DISJOINT 1 "" "disjoint ${version}" "User Commands"`,
    ".SH NAME",
    "disjoint \\- prove in zero knowledge that a dataset holds nothing from a blocklist",
    ".SH SYNOPSIS",
    ".B disjoint",
    text("COMMAND [ARGUMENT...] [OPTION...]"),
    ".SH OPTIONS OF EVERY COMMAND",
    ...COMMON_OPTIONS.flatMap(optionPart),
    ...entry("-h, --help", "Show the help of a command."),
    ...sections.flatMap(([title, commands]) => [`.SH ${text(title.toUpperCase())}`, ...commands.flatMap(commandPart)]),
    ".SH EXIT STATUS",
    ...Object.values(ENDINGS).flatMap(({ code, meaning }) => entry(String(code), `${meaning}.`)),
    "",
  ].join("\n");
}

function commandPart(command: Command): string[] {
  const { name, summary, details, examples, interrupted } = command;
  return [
    `.SS disjoint ${text(name)}`,
    text(`${summary}.`),
    ...(details === undefined ? [] : [text(details)]),
    ".PP",
    ".nf",
    ...usageOf(command).map(text),
    ".fi",
    ...command.arguments.flatMap(argumentPart),
    ...command.options.flatMap(optionPart),
    ".PP",
    "Examples:",
    ".RS",
    ...examples.flatMap(([line, what]) => [".PP", text(what), ".br", `.B ${text(line)}`]),
    ".RE",
    ".PP",
    text(`If interrupted: ${interrupted}`),
  ];
}

const argumentPart = (argument: Argument): string[] => entry(argumentTerm(argument), describeArgument(argument));

const optionPart = (option: Option): string[] => entry(optionTerm(option), describeOption(option));

const entry = (term: string, meaning: string): string[] => [".TP", `.B ${text(term)}`, text(meaning)];

/** Text of which nothing is taken for a request; a hyphen stays one that can be copied, a sentence begins a line. */
const text = (words: string): string =>
  words
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll('"', "\\(dq")
    .replace(/([.:;]) (?=[A-Za-z])/g, "$1\n")
    .replace(/^[.']/gm, "\\&$&");
