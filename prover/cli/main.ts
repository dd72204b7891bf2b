import { DisjointError, reworded, usageError } from "../shared/errors.ts";
import { EXIT } from "../shared/exit.ts";
import { stringifyJson } from "../shared/json.ts";
import { printable } from "../shared/names.ts";
import { withoutQueries, withoutSecrets } from "../shared/redact.ts";
import { settled } from "../shared/settled.ts";
import { storageError } from "../shared/storage.ts";
import type { Command, Said, Sections, Values } from "./commands/definition.ts";
import { SECTIONS } from "./commands/index.ts";
import { inWordsOf } from "./hints.ts";
import { whenInterrupted } from "./interrupt.ts";
import { checkLines, endingOf, type Outcome, said } from "./outcome.ts";
import { renamed } from "./parse/formerly.ts";
import { type Parsed, parse } from "./parse/parse.ts";
import { displayFor } from "./progress/display.ts";

/** Runs one command line and returns its exit code. Results go to stdout, everything else to stderr. */
export const main = (args: string[]): Promise<number> => conclude(args, () => run(args, SECTIONS));

/** The same for a command that has a program of its own. */
export const mainOf = (command: Command, args: string[]): Promise<number> =>
  conclude(args, () => run([...command.name.split(" "), ...args], [["Commands", [command]]]));

async function conclude(args: string[], outcomeOf: () => Promise<Outcome>): Promise<number> {
  const flags = flagsIn(args);
  const json = flags.has("--json");
  try {
    const outcome = await outcomeOf();
    if (json) process.stdout.write(jsonOf(outcome));
    else if (!flags.has("--quiet")) process.stdout.write(`${textOf(outcome, flags.has("--verbose"))}\n`);
    return EXIT[endingOf(outcome)];
  } catch (thrown) {
    const error = asOurs(thrown);
    if (error === undefined) return internalError(thrown, json);
    if (json) process.stdout.write(`${stringifyJson({ error: error.toJSON() })}\n`);
    process.stderr.write(`error ${error.code}: ${harmless(error.message)}\n  ${harmless(error.hint)}\n`);
    return error.exitCode;
  }
}

/** What stands before two dashes: what follows belongs to another command. */
const flagsIn = (args: readonly string[]): ReadonlySet<string> =>
  new Set(args.slice(0, args.includes("--") ? args.indexOf("--") : args.length));

const jsonOf = ({ json, lines = [json] }: Outcome): string =>
  lines.map((value) => `${stringifyJson(withoutBigInts(value))}\n`).join("");

function sayAtOnce({ json, text }: Said, values: Values): void {
  if (values.json) process.stdout.write(jsonOf({ verdict: true, json, text }));
  else if (!values.quiet) process.stdout.write(`${text}\n`);
}

/** Errors quote paths and documents: nothing of that steers a terminal. */
const harmless = (text: string): string => text.split("\n").map(printable).join("\n");

/** What failed is always said. */
function textOf({ text, checks = [], details = [] }: Outcome, isVerbose: boolean): string {
  const shown = checks.filter(({ ok }) => isVerbose || !ok);
  return [text, ...checkLines(shown), ...(isVerbose ? details : [])].join("\n");
}

/** An error that the caller can do something about: a DisjointError, or an error of the operating system. */
function asOurs(error: unknown): DisjointError | undefined {
  if (error instanceof DisjointError) return shown(error);
  const failure = storageError(error);
  return failure && shown(failure);
}

/** How data and lists are identified: an address without its path would not say which file or row. */
const TOLD_BY_PATH = /^(source|blocklist|fingerprint)\//;

/** Arguments and what libraries say may quote addresses, and with them keys. */
function shown(error: DisjointError): DisjointError {
  const conceal = TOLD_BY_PATH.test(error.code) ? withoutQueries : withoutSecrets;
  return reworded(error, { message: conceal(error.message) });
}

/** Not the caller's fault, and never to be taken for a verdict. */
function internalError(error: unknown, json: boolean): number {
  const thrown = error instanceof Error ? error : new Error(String(error));
  const message = withoutSecrets(thrown.message);
  const stack = withoutSecrets(thrown.stack ?? "");
  if (json)
    process.stdout.write(`${stringifyJson({ error: { code: "cli/internal-error", message, hint: "Report it." } })}\n`);
  process.stderr.write(`internal error, please report it: ${stack}\n`);
  return EXIT.internal;
}

async function run(args: readonly string[], sections: Sections): Promise<Outcome> {
  const { args: line, notes } = renamed(
    args,
    sections.flatMap(([, commands]) => commands),
  );
  if (!flagsIn(args).has("--quiet")) for (const note of notes) process.stderr.write(`${note}\n`);
  const parsed = parse(line, sections);
  return "help" in parsed ? said(parsed.help) : runCommand(parsed, sections);
}

type ParsedCommand = Exclude<Parsed, { help: string }>;

async function runCommand({ command, positionals, values }: ParsedCommand, sections: Sections): Promise<Outcome> {
  if (values.quiet && values.verbose)
    throw usageError("cli/bad-option", "--quiet and --verbose exclude each other", "Give one of them.");
  const display = displayFor({ quiet: values.quiet === true, verbose: values.verbose === true });
  const doNotWait = whenInterrupted(command, display.end);
  try {
    const run = await command.load();
    const say = (found: Said) => {
      display.end();
      sayAtOnce(found, values);
    };
    const done = run({ positionals, values, onProgress: display.onProgress, say, sections });
    return await settled(done, () => [command.name, display.stage()].filter(Boolean).join(", stage "));
  } catch (error) {
    throw inWordsOf(command, error);
  } finally {
    doNotWait();
    display.end();
  }
}

/** JSON has no big integers: they are decimal strings, as everywhere in our documents. */
const withoutBigInts = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? inner.toString() : inner)));
