import type { Command, Option } from "../commands/definition.ts";
import { optionsOf } from "../commands/describe.ts";
import { type Completed, completedOf, type NextWord, nextWords, paths } from "./words.ts";

/** A completion script for bash 3.2 and later, which needs no other package. */
export function bashScript(commands: readonly Command[]): string {
  const groups = Map.groupBy(nextWords(commands), ({ after }) => after);
  const options = new Map(commands.flatMap(optionsOf).map((option) => [option.name, option]));
  return `# bash completion for disjoint
_disjoint() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command="" word i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${command:+$command }\${COMP_WORDS[i]}"
    case "$word" in
      ${paths(commands).map(quoted).join("|")}) command=$word ;;
      *) break ;;
    esac
  done
  case "$prev" in
${[...options.values()].flatMap(valueCase).join("\n")}
  esac
  local words="" options=""
  case "$command" in
${[...groups].map(groupCase).join("\n")}
${commands.map(commandCase).join("\n")}
  esac
  case "$cur" in
    -*) COMPREPLY=($(compgen -W "$options --help" -- "$cur")) ;;
    *)
      if [ -n "$words" ]; then COMPREPLY=($(compgen -W "$words" -- "$cur"))
      else
        compopt -o filenames 2>/dev/null
        local IFS=$'\\n'
        COMPREPLY=($(compgen -f -- "$cur"))
      fi
      ;;
  esac
}
complete -F _disjoint disjoint
`;
}

/** The words that may follow a group. */
const groupCase = ([after, next]: [after: string, next: NextWord[]]): string =>
  `    ${quoted(after)}) words=${quoted(next.map(({ word }) => word).join(" "))} ;;`;

/** What follows an option that takes a value. */
const valueCase = (option: Option): string[] =>
  option.value === undefined
    ? []
    : [`    --${option.name}) ${[...found(completedOf(option)), "return"].join("; ")} ;;`];

function found(completed: Completed): string[] {
  if (completed === undefined) return [];
  if (typeof completed !== "string") return [`COMPREPLY=($(compgen -W ${quoted(completed.join(" "))} -- "$cur"))`];
  const kind = completed === "files" ? "-f" : "-d";
  return ["compopt -o filenames 2>/dev/null", "local IFS=$'\\n'", `COMPREPLY=($(compgen ${kind} -- "$cur"))`];
}

function commandCase(command: Command): string {
  const options = optionsOf(command).map(({ name }) => `--${name}`);
  const choices = command.arguments.flatMap((argument) => argument.choices ?? []);
  const words = choices.length === 0 ? "" : `words=${quoted(choices.join(" "))} `;
  return `    ${quoted(command.name)}) ${words}options=${quoted(options.join(" "))} ;;`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
