import { withoutQueries } from "../../shared/redact.ts";

/** What is recorded in place of a secret. */
const REDACTED = "[redacted]";

/** Endings of the names of options and variables whose values are secret. */
const SECRET_WORDS = [
  "passw(?:or)?d",
  "passphrase",
  "secret",
  "token",
  "api[-_]?key",
  "auth(?:orization)?",
  "credentials?",
  "(?:private|access|secret)[-_]?key(?:[-_]?id)?",
  "cookie",
  "salt",
  "mnemonic",
  "seed[-_]?phrase",
];
const SECRET_NAME = new RegExp(`(?:^|[-_.])(?:${SECRET_WORDS.join("|")})$`, "i");

/** Values that are secret whatever they belong to: tokens with a known prefix, JWTs, authorization headers. */
const SECRET_FORMS = [
  "(?:hf|sk|pk|rk|ghp|gho|ghs|ghu|glpat|xox[abprs]|npm|pypi)[-_][A-Za-z0-9_-]{12,}",
  "github_pat_\\w{20,}",
  "AKIA[A-Z0-9]{12,}",
  "eyJ[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]*",
  "(?:Bearer|Basic)\\s+[\\w.~+/=-]{8,}",
];
const SECRET_VALUE = new RegExp(`\\b(?:${SECRET_FORMS.join("|")})`, "g");

/**
 * The arguments of a command without its secrets: values of options and variables whose names say that they are secret,
 * tokens of known forms, and user, query and fragment of addresses. What it does not recognize stays: a secret should
 * come from a file.
 *
 * @example
 * console.log(redactCommand(["train", "--api-key", "abc"]).join(" ")); // train --api-key [redacted]
 */
export function redactCommand(command: readonly string[]): string[] {
  return command.map((argument, i) => {
    const before = command[i - 1];
    if (before !== undefined && isSecretOption(before) && !argument.startsWith("-")) return REDACTED;
    const [, name, separator] = /^(-{0,2}[A-Za-z][\w.-]*)([=:])/.exec(argument) ?? [];
    if (name !== undefined && separator !== undefined && SECRET_NAME.test(name.replace(/^-+/, "")))
      return `${name}${separator}${REDACTED}`;
    return withoutQueries(argument).replace(SECRET_VALUE, REDACTED);
  });
}

const isSecretOption = (argument: string): boolean =>
  /^-{1,2}[A-Za-z][\w.-]*$/.test(argument) && SECRET_NAME.test(argument.replace(/^-+/, ""));
