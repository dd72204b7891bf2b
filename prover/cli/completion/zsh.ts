import type { Argument, Command, Option } from "../commands/definition.ts";
import { optionsOf } from "../commands/describe.ts";
import { completedOf, type NextWord, nextWords, paths } from "./words.ts";

/** A completion function for zsh, for a file `_disjoint` on its `fpath`, or to be sourced. */
export function zshScript(commands: readonly Command[]): string {
  const groups = Map.groupBy(nextWords(commands), ({ after }) => after);
  return `#compdef disjoint
_disjoint() {
  local command="" word
  local -i i taken=0
  for ((i = 2; i < CURRENT; i++)); do
    word="\${command:+$command }\${words[i]}"
    case "$word" in
      (${paths(commands).map(quoted).join("|")}) command=$word; taken+=1 ;;
      (*) break ;;
    esac
  done
  words=("\${(@)words[taken + 1, -1]}")
  (( CURRENT -= taken ))
  local -a next
  case "$command" in
${[...groups].map(groupCase).join("\n")}
${commands.map(commandCase).join("\n")}
  esac
}
compdef _disjoint disjoint
`;
}

const groupCase = ([after, next]: [after: string, next: NextWord[]]): string => {
  const words = next.map(({ word, summary }) => quoted(`${word}:${summary}`)).join(" ");
  return `    (${quoted(after)}) next=(${words}); _describe command next ;;`;
};

const commandCase = (command: Command): string =>
  `    (${quoted(command.name)}) _arguments -S ${specsOf(command).map(quoted).join(" ")} ;;`;

const specsOf = (command: Command): string[] => [
  ...optionsOf(command).map(optionSpec),
  "(- *)--help[Show this help.]",
  ...command.arguments.map(argumentSpec),
];

function optionSpec(option: Option): string {
  const { name, value, meaning, repeatable } = option;
  const flag = `${repeatable ? "*" : ""}--${name}[${escaped(meaning)}]`;
  return value === undefined ? flag : `${flag}:${escaped(value)}:${actionOf(option)}`;
}

function argumentSpec(argument: Argument, i: number): string {
  const place = argument.repeatable ? "*" : String(i + 1);
  return `${place}${argument.optional ? "::" : ":"}${escaped(argument.name)}:${actionOf(argument)}`;
}

function actionOf(named: Option | Argument): string {
  const completed = completedOf(named);
  if (completed === undefined) return " ";
  if (typeof completed !== "string") return `(${completed.join(" ")})`;
  return completed === "files" ? "_files" : "_files -/";
}

/** What means something to \`_arguments\` in a description. */
const escaped = (text: string): string => text.replace(/[\\[\]:]/g, "\\$&");

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
