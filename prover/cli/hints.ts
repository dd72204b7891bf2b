import { CATALOGUE } from "../shared/errors/catalogue.ts";
import { DisjointError, type ErrorCode, reworded } from "../shared/errors.ts";
import type { Command } from "./commands/definition.ts";
import { optionsOf } from "./commands/describe.ts";

/** What the library calls a parameter, and what the command line and a configuration call it. */
type Names = { option?: string; field?: string };

/** The parameters that hints of the library name, in backticks, alone or with a value: `onBadRow: skip`. */
export const PARAMETERS: Readonly<Record<string, Names>> = {
  artifacts: { option: "artifacts", field: "artifacts" },
  config: { option: "config" },
  confirmations: { option: "confirmations", field: "chain.confirmations" },
  deployment: { option: "deployment", field: "chain.deployment" },
  entropyFile: { option: "entropy-file" },
  file: { option: "file" },
  "fleet.key": { option: "fleet-key", field: "fleet.key" },
  format: { option: "format", field: "shards[].sources[].format" },
  from: { option: "from" },
  include: { option: "include", field: "shards[].sources[].include" },
  keyFile: { option: "key-file", field: "chain.signer" },
  "limits.expandedBytes": { option: "max-expanded", field: "shards[].limits.expanded" },
  "limits.ratio": { option: "max-ratio", field: "shards[].limits.ratio" },
  "limits.rowBytes": { option: "max-row", field: "shards[].limits.row" },
  listId: { option: "list-id" },
  memory: { option: "memory", field: "memory" },
  onBadFile: { option: "on-bad-file", field: "shards[].onBadFile" },
  onBadRow: { option: "on-bad-row", field: "shards[].onBadRow" },
  out: { option: "out" },
  outbox: { option: "outbox" },
  owner: { option: "owner" },
  powers: { option: "powers", field: "powers" },
  ptauHash: { option: "ptau-hash" },
  publicKey: { option: "public-key" },
  refresh: { option: "refresh" },
  rpc: { option: "rpc", field: "chain.rpc" },
  scheme: { option: "scheme" },
  schemes: { option: "scheme", field: "shards[].schemes" },
  value: { option: "value" },
  values: { option: "from" },
  without256: { option: "without-256" },
};

/** The command that makes what an error misses, or prints the id that was meant. Hints of the library name none. */
export const COMMANDS_FOR: Partial<Readonly<Record<ErrorCode, string>>> = {
  "bundle/not-found": "`disjoint prove` writes it.",
  "bundle/signing-key": "`disjoint attest key KEY.pem` makes an Ed25519 key.",
  "chain/bad-id": "`disjoint chain lists` and `disjoint chain releases` print ids.",
  "chain/no-release": "`disjoint chain register` registers one.",
  "chain/not-found": "`disjoint chain deploy` writes it.",
  "chain/unknown-list": "`disjoint chain publish` makes a list and prints its id; `disjoint chain lists` prints all.",
  "commitment/not-a-shard": "`disjoint commit` makes one.",
  "config/not-found": "`disjoint init DATA` proposes one.",
  "fleet/no-key": "`disjoint fleet key FILE` makes one.",
  "index/cannot-open": "`disjoint chain index` writes one.",
  "release/not-published": "`disjoint chain publish LIST_DIR` publishes it and prints its id.",
};

/** A parameter as a hint names it, and the value that it should have. */
export const NAMED = /`([a-z][A-Za-z0-9]*(?:\.[A-Za-z]+)?)(?:: ([a-z0-9]+))?`/g;

/** An option outside of a whole command line. */
const OPTION = /--([a-z0-9-]+)/g;

/** An error in the words of the command that ends with it. */
export const inWordsOf = (command: Command, error: unknown): unknown =>
  error instanceof DisjointError ? reworded(error, { hint: hintOf(error, command) }) : error;

function hintOf({ code, hint }: DisjointError, command: Command): string {
  const named = hint.replaceAll("`disjoint COMMAND ", `\`disjoint ${command.name} `);
  return withCommand(code, phraseHint(named, command, CATALOGUE[code].hint));
}

/** A hint, and the command that helps, unless the hint names one. */
export function withCommand(code: ErrorCode, hint: string): string {
  const helps = COMMANDS_FOR[code];
  return helps === undefined || hint.includes("`disjoint ") ? hint : `${hint} ${helps}`;
}

/**
 * A hint with the command's options, or the fields of its configuration, in place of the library's parameters. A
 * sentence that names what the command does not have is left out; `general` is said where none is left.
 */
export function phraseHint(hint: string, command: Command, general: string): string {
  const options = new Set(optionsOf(command).map(({ name }) => name));
  const lines = hint.split("\n").map((line) => {
    const sentences = line.split(/(?<=\.) (?=[A-Z])/);
    return sentences.flatMap((sentence) => phraseSentence(sentence, options) ?? []).join(" ");
  });
  const said = lines.filter((line) => line !== "").join("\n");
  return said === "" ? general : said;
}

function phraseSentence(sentence: string, options: ReadonlySet<string>): string | undefined {
  const own = sentence.replace(/`disjoint [^`]*`/g, "");
  if ([...own.matchAll(OPTION)].some(([, name]) => name !== "help" && !options.has(name!))) return undefined;
  let isKnown = true;
  const phrased = sentence.replace(NAMED, (text, name: string, value: string | undefined) => {
    const names = Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name] : undefined;
    if (names === undefined) return text;
    const word = phraseName(names, value, options);
    isKnown &&= word !== undefined;
    return word ?? text;
  });
  return isKnown ? phrased : undefined;
}

/** A parameter as an option of the command, or else as a field of the configuration that the command reads. */
function phraseName(
  { option, field }: Names,
  value: string | undefined,
  options: ReadonlySet<string>,
): string | undefined {
  if (option !== undefined && options.has(option)) return value === undefined ? `--${option}` : `--${option} ${value}`;
  if (field === undefined || !options.has("config")) return undefined;
  return value === undefined ? `$.${field}` : `$.${field}: ${value}`;
}
