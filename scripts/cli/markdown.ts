import {
  type Argument,
  COMMON_OPTIONS,
  type Command,
  type Option,
  type Sections,
} from "../../prover/cli/commands/definition.ts";
import { argumentTerm, factsOf, foldLine, optionTerm, usageOf } from "../../prover/cli/commands/describe.ts";
import { ENDINGS } from "../../prover/shared/endings.ts";
import { wrap } from "./wrap.ts";

/** Columns of a line of text. */
const WIDTH = 100;

/** The reference of the command line, as Markdown. */
export function markdownOf(sections: Sections): string {
  const parts = [
    "# The command line",
    "<!-- Written by `node scripts/cli-docs.ts` from prover/cli/commands. -->",
    wrap(
      "`disjoint COMMAND --help` shows the same in a terminal, `man disjoint` as one page. " +
        "`disjoint completion SHELL` prints completion for bash, zsh or fish.",
      WIDTH,
    ),
    ...sections.map(([title, commands]) => [`- ${title}:`, ...commands.map(linkTo)].join("\n")),
    "## Options of every command",
    COMMON_OPTIONS.map(optionItem).join("\n"),
    "## Exit codes",
    ["| exit code | meaning |", "|---|---|", ...exitRows()].join("\n"),
    ...sections.flatMap(([title, commands]) => [`## ${title}`, ...commands.map(partOf)]),
  ];
  return `${parts.join("\n\n")}\n`;
}

const linkTo = ({ name, summary }: Command): string =>
  `  - [\`${name}\`](#disjoint-${name.replaceAll(" ", "-")}): ${summary}`;

const exitRows = (): string[] => [...Object.values(ENDINGS).map(({ code, meaning }) => `| ${code} | ${meaning} |`)];

function partOf(command: Command): string {
  const { name, summary, details, examples, interrupted } = command;
  return [
    `### disjoint ${name}`,
    wrap([`${summary}.`, ...(details === undefined ? [] : [details])].join(" "), WIDTH),
    ["```sh", ...usageOf(command).map((line) => foldLine(line, WIDTH, "    ")), "```"].join("\n"),
    [...command.arguments.map(argumentItem), ...command.options.map(optionItem)].join("\n"),
    ["```sh", ...examples.flatMap(([line, what]) => [`# ${what}`, foldLine(line, WIDTH, "    ")]), "```"].join("\n"),
    wrap(`If interrupted: ${interrupted}`, WIDTH),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

const argumentItem = (argument: Argument): string =>
  item(argumentTerm(argument), [
    argument.meaning,
    ...(argument.choices ? [`One of ${argument.choices.join(", ")}.`] : []),
    `Example: \`${argument.example}\`.`,
  ]);

function optionItem(option: Option): string {
  const facts = factsOf(option).map((fact) => `${fact[0]!.toUpperCase()}${fact.slice(1)}.`);
  const example = option.example === undefined ? [] : [`Example: \`${option.example}\`.`];
  return item(optionTerm(option), [option.meaning, ...facts, ...example]);
}

const item = (term: string, sentences: readonly string[]): string =>
  wrap(`- \`${term}\`: ${sentences.join(" ")}`, WIDTH, "  ");
