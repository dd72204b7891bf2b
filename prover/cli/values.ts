import { usageError } from "../shared/errors.ts";
import { count } from "../shared/format.ts";
import type { Values } from "./commands/definition.ts";

const USAGE = "`disjoint COMMAND --help` shows how it is used.";

/** The option's text, if it was given or has a default. */
export function optional(values: Values, option: string): string | undefined {
  const value = values[option];
  return typeof value === "string" ? value : undefined;
}

/** @throws usage `cli/missing-option` */
export function required(values: Values, option: string): string {
  const value = optional(values, option);
  if (value !== undefined && value !== "") return value;
  throw usageError("cli/missing-option", `--${option} is missing`, USAGE);
}

/** @throws usage `cli/bad-option` */
export function oneOf<const T extends string>(values: Values, option: string, choices: readonly T[]): T {
  const value = required(values, option);
  const choice = choices.find((known) => known === value);
  if (choice !== undefined) return choice;
  throw usageError("cli/bad-option", `--${option} ${value} is not one of ${choices.join(", ")}`, "Choose one of them.");
}

/** @throws usage `cli/arguments` */
export function exactly<const N extends readonly string[]>(
  positionals: string[],
  names: N,
): { [K in keyof N]: string } {
  if (positionals.length === names.length) return positionals as { [K in keyof N]: string };
  throw usageError("cli/arguments", `expected ${names.join(" ")}, got ${count(positionals.length, "argument")}`, USAGE);
}

/** What an option that may be repeated was given. */
export const many = (values: Values, option: string): string[] => (values[option] ?? []) as string[];

/** What an option takes as NAME=VALUE: its `form` as in the help, and a VALUE by a pattern and in words. */
type PairForm = { form: `${string}=${string}`; pattern: RegExp; value: string };

/** A SHA-256, as lists' roots and files are named by it. */
export const SHA256_FORM = {
  form: "NAME=SHA256",
  pattern: /^[0-9a-f]{64}$/,
  value: "SHA256 is 64 hexadecimal digits in lower case.",
} as const;

/**
 * An option given any number of times as NAME=VALUE.
 *
 * @throws usage `cli/bad-option`
 */
export function pairs(
  values: Values,
  option: string,
  { form, pattern, value: hint }: PairForm,
): [name: string, value: string][] {
  return many(values, option).map((text) => {
    const at = text.lastIndexOf("=");
    const name = text.slice(0, at);
    const value = text.slice(at + 1);
    if (at > 0 && pattern.test(value)) return [name, value];
    throw usageError("cli/bad-option", `--${option} ${text} is not ${form}`, hint);
  });
}

/** `sha256`, or `sha256:text` for one field of the records. */
export function parseScheme(text: string): { scheme: string; field?: string } {
  const colon = text.indexOf(":");
  return colon < 0 ? { scheme: text } : { scheme: text.slice(0, colon), field: text.slice(colon + 1) };
}
