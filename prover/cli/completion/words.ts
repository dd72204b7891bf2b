import type { Argument, Command, Option } from "../commands/definition.ts";

/** A word after a group's words (`""` for the first word of all): a command's, or the next group's. */
export type NextWord = { after: string; word: string; summary: string };

/** Every word of every command, once. A group is described by its first command's section. */
export function nextWords(commands: readonly Command[]): NextWord[] {
  const found = new Map<string, NextWord>();
  for (const { name, summary } of commands) {
    const words = name.split(" ");
    words.forEach((word, i) => {
      const after = words.slice(0, i).join(" ");
      const isCommand = i === words.length - 1;
      const known = found.get(`${after} ${word}`);
      if (known === undefined || isCommand)
        found.set(`${after} ${word}`, {
          after,
          word,
          summary: isCommand ? summary : `Commands of ${name.split(" ", i + 1).join(" ")}`,
        });
    });
  }
  return [...found.values()];
}

/** Every prefix of a command's words, commands included. */
export const paths = (commands: readonly Command[]): string[] =>
  nextWords(commands).map(({ after, word }) => `${after} ${word}`.trimStart());

/** What a shell completes a value with; undefined where it has nothing to go by. */
export type Completed = "files" | "folders" | readonly string[] | undefined;

/** How the value of an option or an argument is completed, by the words in capitals that stand for it. */
export function completedOf({ choices, ...named }: Option | Argument): Completed {
  if (choices !== undefined) return choices;
  const word = "value" in named && named.value !== undefined ? named.value : named.name;
  if (/DIR$|^SHARD$/.test(word)) return "folders";
  return /FILE$|^PATH$|^PACK$|\.[a-z]+$|^(SOURCE|INPUT|DATA|WORK|BUNDLE)$/.test(word) ? "files" : undefined;
}
