import type { Argument, Command, Option } from "../commands/definition.ts";
import { optionsOf } from "../commands/describe.ts";
import { completedOf, nextWords, paths } from "./words.ts";

/** A completion script for fish 3.4 and later. */
export function fishScript(commands: readonly Command[]): string {
  const words = nextWords(commands).map(({ after, word, summary }) =>
    line(after, ["-f", `-a ${quoted(word)}`, `-d ${quoted(summary)}`]),
  );
  const rest = commands.flatMap((command) => [
    ...optionsOf(command).map((option) => line(command.name, optionParts(option))),
    line(command.name, ["-l help", `-d ${quoted("Show this help.")}`]),
    ...command.arguments.map((argument) => line(command.name, partsOf(argument))),
  ]);
  return `# fish completion for disjoint
set -g __disjoint_paths ${paths(commands).map(quoted).join(" ")}

function __disjoint_path
    set -l path
    for word in (commandline -opc)[2..]
        if contains -- (string join -- ' ' $path $word) $__disjoint_paths
            set -a path $word
        else
            break
        end
    end
    string join -- ' ' $path
end

complete -c disjoint -f
${[...words, ...rest].join("\n")}
`;
}

const line = (path: string, parts: readonly string[]): string =>
  [`complete -c disjoint -n ${quoted(`test "$(__disjoint_path)" = "${path}"`)}`, ...parts].join(" ");

const optionParts = (option: Option): string[] => [
  `-l ${option.name}`,
  ...(option.value === undefined ? [] : ["-r", ...partsOf(option)]),
  `-d ${quoted(option.meaning)}`,
];

function partsOf(named: Option | Argument): string[] {
  const completed = completedOf(named);
  if (completed === undefined) return ["-f"];
  if (typeof completed !== "string") return ["-f", `-a ${quoted(completed.join(" "))}`];
  return completed === "files" ? ["-F"] : ["-f", "-a '(__fish_complete_directories)'"];
}

const quoted = (text: string): string => `'${text.replace(/[\\']/g, "\\$&")}'`;
