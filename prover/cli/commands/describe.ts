import { type Argument, COMMON_OPTIONS, type Command, type Option } from "./definition.ts";

/** `SOURCE...`, `[WORK]`. */
export function argumentTerm({ name, optional, repeatable }: Argument): string {
  const term = repeatable ? `${name}...` : name;
  return optional ? `[${term}]` : term;
}

/** `--list DIR`. */
export const optionTerm = ({ name, value }: Option): string =>
  value === undefined ? `--${name}` : `--${name} ${value}`;

/** The value that holds when an option is not given; undefined where its default is only described. */
export const defaultOf = (option: Option): string | undefined => /^"(.*)"$/.exec(option.default ?? "")?.[1];

/** What is to be known of an option beside its meaning, in the order of help. */
export function factsOf(option: Option): string[] {
  return [
    ...(option.required ? ["required"] : []),
    ...(option.repeatable ? ["may be repeated"] : []),
    ...(option.choices ? [`one of ${option.choices.join(", ")}`] : []),
    ...(option.default === undefined ? [] : [`default: ${defaultOf(option) ?? option.default}`]),
  ];
}

/** The meaning of an argument or option, and the facts, in one line. */
export function describeOption(option: Option): string {
  const facts = factsOf(option);
  return facts.length === 0 ? option.meaning : `${option.meaning} (${facts.join("; ")})`;
}

export const describeArgument = ({ meaning, choices }: Argument): string =>
  choices === undefined ? meaning : `${meaning} (one of ${choices.join(", ")})`;

/** The lines of usage: each form of a command, after the command's words. */
export function usageOf(command: Command): string[] {
  const required = command.options.filter((option) => option.required);
  const derived = [
    ...command.arguments.map(argumentTerm),
    ...required.map((option) => `${optionTerm(option)}${option.repeatable ? "..." : ""}`),
  ].join(" ");
  const isAll = command.options.length === required.length;
  return (command.forms ?? [derived]).map((form) =>
    ["disjoint", command.name, form, ...(isAll ? [] : ["[OPTION...]"])].filter((part) => part !== "").join(" "),
  );
}

/** Every option that a command takes. */
export const optionsOf = (command: Command): readonly Option[] => [...command.options, ...COMMON_OPTIONS];

/** A command line on several lines of a shell, none wider than `width` if words allow that. */
export function foldLine(line: string, width: number, indent: string): string {
  const lines: string[] = [];
  for (const part of line.split(/ (?=--)/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + part.length + 3 <= width) lines[lines.length - 1] = `${last} ${part}`;
    else lines.push(`${lines.length === 0 ? "" : indent}${part}`);
  }
  return lines.join(" \\\n");
}
