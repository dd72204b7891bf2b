import type { Command } from "../commands/definition.ts";

/** A command line in today's words, and what to say of each word that was another before. */
type Renamed = { args: string[]; notes: string[] };

/** Puts today's names for those of the version before. */
export function renamed(args: readonly string[], commands: readonly Command[]): Renamed {
  const { args: line, notes } = withCommand(args, commands);
  const command = commands.find(({ name }) => startsWith(line, name.split(" ")));
  const former = new Map(
    (command?.options ?? []).flatMap(({ name, formerly }) =>
      formerly === undefined ? [] : [[formerly, name] as const],
    ),
  );
  const end = line.indexOf("--");
  const renamedArgs = line.map((arg, i) => {
    const [, option = "", rest = ""] = /^--([a-z0-9-]+)(=.*)?$/s.exec(arg) ?? [];
    const name = former.get(option);
    if (name === undefined || (end >= 0 && i > end)) return arg;
    notes.push(noteOf(`--${option}`, `--${name}`));
    return `--${name}${rest}`;
  });
  return { args: renamedArgs, notes };
}

function withCommand(args: readonly string[], commands: readonly Command[]): Renamed {
  const all = commands.flatMap(({ name, formerly = [] }) => formerly.map((old) => ({ name, words: old.split(" ") })));
  // The longest first: `chain list appoint --remove` is another command than `chain list appoint`.
  for (const { name, words } of all.sort((a, b) => b.words.length - a.words.length)) {
    const flags = words.filter((word) => word.startsWith("--"));
    const own = words.filter((word) => !word.startsWith("--"));
    if (!startsWith(args, own) || !flags.every((flag) => args.includes(flag))) continue;
    const rest = args.slice(own.length).filter((arg) => !flags.includes(arg));
    return { args: [...name.split(" "), ...rest], notes: [noteOf(words.join(" "), name)] };
  }
  return { args: [...args], notes: [] };
}

const startsWith = (args: readonly string[], words: readonly string[]): boolean =>
  words.every((word, i) => args[i] === word);

const noteOf = (before: string, now: string): string =>
  `note: \`${before}\` is now \`${now}\`; the next version knows only the new name`;
