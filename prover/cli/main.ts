import { parseArgs } from "node:util";
import { withoutQueries, withoutSecrets } from "../shared/address.ts";
import { DisjointError, usageError } from "../shared/errors.ts";
import { ENDINGS, EXIT } from "../shared/exit.ts";
import { stringifyJson } from "../shared/json.ts";
import { printable } from "../shared/names.ts";
import { type OnProgress, silent } from "../shared/progress.ts";
import { settled } from "../shared/settle.ts";
import { storageError } from "../shared/storage.ts";
import { type Command, checkLines, endingOf, type Outcome } from "./command.ts";
import { commandSections, commandsOf, findCommand, withoutAlias } from "./commands.ts";
import { toStderr } from "./progress.ts";
import { programVersion } from "./version.ts";

const FLAG = { type: "boolean" } as const;
const COMMON = { json: FLAG, quiet: FLAG, verbose: FLAG, help: FLAG };

const EXIT_CODES = `exit codes: ${Object.values(ENDINGS)
  .map(({ code, word }) => `${code} ${word}`)
  .join(", ")}`;

const SHOWN = "--quiet: nothing but errors, the exit code tells; --verbose: every check; --json: one document";

/** Runs one command line and returns its exit code. Results go to stdout, everything else to stderr. */
export const main = (args: string[]): Promise<number> => conclude(args, () => run(args));

/** The same for a command that has a program of its own. */
export const mainOf = (command: Command, args: string[]): Promise<number> =>
  conclude(args, () => runCommand(command, args));

async function conclude(args: string[], outcomeOf: () => Promise<Outcome>): Promise<number> {
  const json = args.includes("--json");
  try {
    const outcome = await outcomeOf();
    if (json) process.stdout.write(`${stringifyJson(withoutBigInts(outcome.json))}\n`);
    else if (!args.includes("--quiet")) process.stdout.write(`${textOf(outcome, args.includes("--verbose"))}\n`);
    return EXIT[endingOf(outcome)];
  } catch (thrown) {
    const error = asOurs(thrown);
    if (error === undefined) return mistake(thrown, json);
    if (json) process.stdout.write(`${stringifyJson({ error: error.toJSON() })}\n`);
    process.stderr.write(`error ${error.code}: ${harmless(error.message)}\n  ${harmless(error.hint)}\n`);
    return error.exitCode;
  }
}

/** Errors quote paths and documents: nothing of that steers a terminal. */
const harmless = (text: string): string => text.split("\n").map(printable).join("\n");

/** What failed is always said. */
function textOf({ text, checks = [], details = [] }: Outcome, isVerbose: boolean): string {
  const shown = checks.filter(({ ok }) => isVerbose || !ok);
  return [text, ...checkLines(shown), ...(isVerbose ? details : [])].join("\n");
}

/** An error that the caller can do something about: one of ours, or what the operating system refused. */
function asOurs(error: unknown): DisjointError | undefined {
  if (error instanceof DisjointError) return shown(error);
  const failure = storageError(error);
  return failure && shown(failure);
}

/** What data and lists are told by: an address without its path would not say which file or row. */
const TOLD_BY_PATH = /^(source|blocklist|fingerprint)\//;

/** Arguments and what libraries say may quote addresses, and with them keys. */
function shown({ kind, code, message, hint, cause, details }: DisjointError): DisjointError {
  const conceal = TOLD_BY_PATH.test(code) ? withoutQueries : withoutSecrets;
  return new DisjointError(kind, code, conceal(message), hint, cause, details);
}

/** Not the caller's fault, and never to be taken for a verdict. */
function mistake(error: unknown, json: boolean): number {
  const thrown = error instanceof Error ? error : new Error(String(error));
  const message = withoutSecrets(thrown.message);
  const stack = withoutSecrets(thrown.stack ?? "");
  if (json) process.stdout.write(`${stringifyJson({ error: { code: "cli/mistake", message, hint: "Report it." } })}\n`);
  process.stderr.write(`unexpected error, please report it: ${stack}\n`);
  return EXIT.mistake;
}

async function run(args: string[]): Promise<Outcome> {
  const line = withoutAlias(args);
  const command = await findCommand(line);
  if (command === undefined) return withoutCommand(args);
  return runCommand(command, line.slice(command.name.split(" ").length));
}

async function runCommand(command: Command, args: string[]): Promise<Outcome> {
  const { positionals, values } = parse(command, args);
  if (values.help)
    return said(`disjoint ${command.name} ${command.usage}\n\n${command.summary}\n${SHOWN}\n${EXIT_CODES}`);
  if (values.quiet && values.verbose)
    throw usageError("cli/bad-option", "--quiet and --verbose exclude each other", "Give one of them.");
  const show = values.quiet ? silent : toStderr();
  let stage = "";
  const onProgress: OnProgress = (progress) => {
    stage = `, stage ${progress.stage}`;
    show(progress);
  };
  return settled(command.run({ positionals, values, onProgress }), () => `${command.name}${stage}`);
}

function parse(command: Command, args: string[]) {
  try {
    return parseArgs({ args, options: { ...command.options, ...COMMON }, allowPositionals: true });
  } catch (error) {
    throw usageError(
      "cli/arguments",
      (error as Error).message,
      `disjoint ${command.name} --help shows its options.`,
      error,
    );
  }
}

async function withoutCommand([first, second]: string[]): Promise<Outcome> {
  if (first === "--version") return said(await programVersion());
  if (first === undefined || first === "--help") return said(helpOf(await commandSections()));
  const group = await commandsOf(first);
  if (group.length > 0 && second === "--help") return said(helpOf([[first, [...group]]]));
  const [words, help] =
    group.length === 0 ? [first, "disjoint"] : [`${first} ${second ?? ""}`.trimEnd(), `disjoint ${first}`];
  throw usageError("cli/unknown-command", `there is no command ${words}`, `${help} --help lists the commands.`);
}

function helpOf(sections: readonly [title: string, commands: Command[]][]): string {
  const width = Math.max(...sections.flatMap(([, commands]) => commands.map(({ name }) => name.length)));
  const list = sections.map(([title, commands]) =>
    [title, ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)].join("\n"),
  );
  return ["disjoint COMMAND [--json] [--quiet | --verbose] [--help]", ...list, `${SHOWN}\n${EXIT_CODES}`].join("\n\n");
}

const said = (text: string): Outcome => ({ verdict: true, json: { text }, text });

/** JSON has no big integers: they are decimal strings, as everywhere in our documents. */
const withoutBigInts = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? inner.toString() : inner)));
