import type { OnProgress } from "../../shared/progress.ts";
import type { Outcome } from "../outcome.ts";

/** What a command line said: a text, whether a flag was given, or the texts of an option that may be repeated. */
export type Values = Record<string, string | boolean | string[] | undefined>;

/** Something that is printed before a command ends: with --json as one object a line, otherwise as text. */
export type Said = { json: unknown; text: string };

/**
 * Does what a command is for. `say`: prints at once, for commands that go on. `sections`: all commands, for those that
 * are about commands.
 */
export type Run = (input: {
  positionals: string[];
  values: Values;
  onProgress: OnProgress;
  say: (found: Said) => void;
  sections: Sections;
}) => Promise<Outcome>;

/** An argument, by the word that usage and errors call it. */
export type Argument = {
  name: string;
  meaning: string;
  example: string;
  /** May be left out. */
  optional?: true;
  /** May be given any number of times; the last argument only. */
  repeatable?: true;
  /** The only values. */
  choices?: readonly string[];
};

/** An option. Without a `value` it is a flag. */
export type Option = {
  name: string;
  /** What the value is, in capitals: DIR and FILE are completed as paths. */
  value?: string;
  meaning: string;
  /** What holds when it is not given; `"` in it marks a value, all else is a description. */
  default?: string;
  /** An example value for the documentation. */
  example?: string;
  required?: true;
  repeatable?: true;
  /** The only values. */
  choices?: readonly string[];
  /** What it was called before: still accepted, with a note on stderr. */
  formerly?: string;
};

/** A command line that does something useful, and what. */
type Example = readonly [line: string, what: string];

/**
 * One command of `disjoint`: everything that usage, help, completion, the manual page and the documentation say of it.
 * `name` may be several words. What it does is loaded only when it is to be done.
 */
export type Command = {
  name: string;
  summary: string;
  /** What is to be known beside the summary. */
  details?: string;
  /** What usage shows in place of the arguments and required options, where a command has several forms. */
  forms?: readonly string[];
  arguments: readonly Argument[];
  options: readonly Option[];
  examples: readonly Example[];
  /** What an interrupted run has kept, and how to go on. */
  interrupted: string;
  /** What it was called before: still accepted, with a note on stderr. */
  formerly?: readonly string[];
  load(): Promise<Run>;
};

/** Commands by the titles under which help shows them. */
export type Sections = readonly (readonly [title: string, commands: readonly Command[]])[];

/** What a command leaves behind that writes its results at the end, each in one step. */
export const NOTHING_KEPT = "Nothing was written. Run the same command again.";

/** What a command leaves behind that only reads. */
export const READS_ONLY = "Nothing was changed. Run the same command again.";

/** What a command leaves behind that sends one transaction. */
export const ON_CHAIN =
  "A transaction that was sent may still take effect. Run the same command again: what is done is not sent twice.";

/** What a command leaves behind that deploys one contract and adds it to the deployment's file. */
export const DEPLOYED =
  "A contract that was deployed stays on the chain, unused. Run the same command again: it deploys another.";

/** Options of every command. */
export const COMMON_OPTIONS: readonly Option[] = [
  { name: "json", meaning: "Print one JSON document to stdout instead of text." },
  { name: "quiet", meaning: "Print nothing but errors; the exit code says the result. Excludes --verbose." },
  { name: "verbose", meaning: "Print every check, the policy, and what the native code does. Excludes --quiet." },
];

/** The only option of the program itself. */
export const VERSION_OPTION: Option = { name: "version", meaning: "Print the version of disjoint." };
