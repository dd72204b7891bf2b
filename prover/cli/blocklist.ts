import { stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { type Engine, openEngine } from "../accumulator/engine.ts";
import { type Columns, joinColumns } from "../blocklist/columns.ts";
import { LIST_FILE, NAME, PAGE_SIZES } from "../blocklist/format.ts";
import type { ImportedColumns, LeftOutEntry } from "../blocklist/imported.ts";
import { IMPORTERS, inColumns } from "../blocklist/importers.ts";
import { importRecords, type RecordOptions } from "../blocklist/importRecords.ts";
import { type Blocklist, type ListTerms, writeColumns } from "../blocklist/list.ts";
import { readAgents } from "../blocklist/optouts/agents.ts";
import { readBlocklist } from "../blocklist/read.ts";
import type { Scheme } from "../fingerprint/scheme.ts";
import { findScheme } from "../fingerprint/schemes.ts";
import { loadPoseidon } from "../native/poseidon.ts";
import { openInstalledEngine } from "../setup/powers/installed.ts";
import { openPowers } from "../setup/powers/open.ts";
import { appendAll } from "../shared/collections.ts";
import { usageError } from "../shared/errors.ts";
import { count } from "../shared/format.ts";
import { printable, quoted } from "../shared/names.ts";
import type { Poseidon } from "../shared/poseidon.ts";
import { formatNamed } from "../source/records/format.ts";
import type { Run, Values } from "./commands/definition.ts";
import { oneOf, optional, parseScheme, required } from "./values.ts";

const KINDS = ["hashes", "lines", "csv", "denylist", "optouts", "consent", "works"] as const;

/** What was left out is named up to this number; the list's document has all. */
const NAMED = 20;

export const runBlocklistBuild: Run = async ({ positionals, values }) => {
  if (positionals.length === 0)
    throw usageError("cli/arguments", "no input is given", "Pass files of hashes, data, or works with --works.");
  const out = required(values, "out");
  const poseidon = await loadPoseidon();
  const existing = await existingList(out, values.append === true, poseidon);
  if (existing !== undefined) requireSameTerms(values, out, existing);
  const terms = existing ?? newTerms(values, out);
  const engine = await engineFor(values, existing);
  const importer = await importerFor(values, findScheme(terms.scheme));
  const { entries, leftOut, counts } = await importAll(positionals, importer);
  const { name, scheme, pageSize, confidential } = terms;
  const list = await writeColumns(
    out,
    { name, scheme, pageSize, confidential },
    entries,
    poseidon,
    existing,
    leftOut,
    engine,
  );
  const total = list.pages.reduce((sum, { labels }) => sum + labels.length, 0);
  const json = { name, scheme, pageSize, confidential, entries: total, epochs: list.epochs, root: list.root };
  const pages = count(list.pages.length, "page");
  const text = [
    ...(Object.keys(counts).length > 0 ? [wordsOf(counts)] : []),
    ...leftOut.slice(0, NAMED).map(({ name, reason }) => `left out: ${printable(name)}: ${printable(reason)}`),
    ...(leftOut.length > NAMED
      ? [`left out: ${leftOut.length - NAMED} more, which ${join(out, LIST_FILE)} names`]
      : []),
    `${count(total, "entry", "entries")} on ${pages} of ${pageSize}, epoch ${list.epochs.length}`,
    ...(list.accumulators ? [`accumulators with the powers of tau ${list.accumulators.powers}`] : []),
    `root ${list.root}`,
  ].join("\n");
  const digests = list.pages.map(({ digest }) => digest.toString());
  return { verdict: true, json: { ...json, pages: digests, read: counts, leftOut }, text };
};

const WORDS: Record<string, string> = {
  passedOver: "passed over",
  undecided: "not decided",
  unreadable: "not readable",
  leftOut: "left out",
};

/** What was read, in words: how many hosts or records, and what has become of them. */
function wordsOf(counts: Record<string, number>): string {
  const [[what, total], ...parts] = Object.entries(counts) as [[string, number], ...[string, number][]];
  const became = parts.map(([name, n]) => `${n} ${WORDS[name] ?? name}`);
  return `${count(total, what.slice(0, -1))} read: ${became.join(", ")}`;
}

async function existingList(out: string, append: boolean, poseidon: Poseidon): Promise<Blocklist | undefined> {
  if (append) return readBlocklist(out, poseidon);
  const exists = await stat(join(out, LIST_FILE)).then(
    () => true,
    () => false,
  );
  if (!exists) return undefined;
  throw usageError(
    "blocklist/exists",
    `${out} holds a list already`,
    "Add to it with --append, or name another folder.",
  );
}

/** What makes accumulators, if they are asked for or the list has them. */
async function engineFor(values: Values, existing?: Blocklist): Promise<Engine | undefined> {
  const folder = optional(values, "powers");
  if (existing?.accumulators !== undefined) return openInstalledEngine(existing.accumulators.powers, folder);
  if (values.accumulator === true) return openEngine(await openPowers(folder));
  if (folder === undefined) return undefined;
  throw usageError("cli/bad-option", "--powers is for accumulators", "Give --accumulator as well.");
}

function newTerms(values: Values, out: string): ListTerms {
  const name = optional(values, "name") ?? basename(resolve(out));
  if (!NAME.test(name))
    throw usageError("cli/bad-option", `the name ${quoted(name)} must be printable`, "Give --name.");
  const pageSize = PAGE_SIZES[optional(values, "page-size") === "16" ? 0 : 1];
  return {
    name,
    scheme: findScheme(parseScheme(optional(values, "scheme") ?? "sha256").scheme).name,
    pageSize,
    confidential: values.confidential === true,
  };
}

/**
 * What a list is does not change. A publisher who names another scheme would take the new entries for entries of it.
 *
 * @throws usage `cli/bad-option`
 */
function requireSameTerms(values: Values, out: string, { name, scheme, pageSize, confidential }: ListTerms): void {
  const asked = optional(values, "scheme");
  const differing = [
    ["scheme", asked === undefined ? undefined : parseScheme(asked).scheme, scheme],
    ["page-size", optional(values, "page-size"), String(pageSize)],
    ["name", optional(values, "name"), name],
    ["confidential", values.confidential === true ? "" : undefined, confidential ? "" : "public pages"],
  ].find(([, given, kept]) => given !== undefined && given !== kept);
  if (differing === undefined) return;
  const [option, given, kept] = differing as [string, string, string];
  const own = option === "confidential" ? kept : `the ${option.replace("-", " ")} ${kept}`;
  throw usageError(
    "cli/bad-option",
    `--${[option, given].filter(Boolean).join(" ")}: the list in ${out} has ${own}, which never changes`,
    `Leave --${option} out. Or build another list in another folder.`,
  );
}

type Importer = (path: string) => Promise<ImportedColumns>;

/**
 * How the inputs are read: as a list of some kind, or, with a field or a format, as data. --works is short for --from
 * works.
 */
async function importerFor(values: Values, scheme: Scheme): Promise<Importer> {
  const from = optional(values, "from") === undefined ? undefined : oneOf(values, "from", KINDS);
  const kind = values.works === true ? "works" : from;
  const format = optional(values, "format");
  const { field } = parseScheme(optional(values, "scheme") ?? "");
  const isData = field !== undefined || format !== undefined;
  refuseUnused(values, isData, kind);
  const agents = optional(values, "agents");
  const known = agents === undefined ? undefined : await readAgents(agents);
  if (!isData) return (path) => IMPORTERS[kind ?? "hashes"](path, scheme, known);
  const options: RecordOptions = {
    field,
    format: format === undefined ? undefined : formatNamed(format),
    label: optional(values, "label"),
    values: kind === "hashes" ? "digests" : kind === "works" ? "works" : undefined,
    onBadRow: oneOf(values, "on-bad-row", ["error", "skip"]),
  };
  return async (path) => inColumns(await importRecords(path, scheme, options));
}

/** An option that would do nothing is a misunderstanding. */
function refuseUnused(values: Values, isData: boolean, kind: (typeof KINDS)[number] | undefined): void {
  const refuse = (problem: string, hint: string) => usageError("cli/bad-option", problem, hint);
  if (isData && kind !== undefined && kind !== "hashes" && kind !== "works")
    throw refuse(`--from ${kind} reads neither fields nor formats`, "Leave --from out, or the field and --format.");
  if (!isData && (values.label !== undefined || values["on-bad-row"] !== "error"))
    throw refuse("--label and --on-bad-row are for data", "Say --scheme NAME:FIELD or --format NAME.");
  if (values.agents !== undefined && kind !== "optouts")
    throw refuse("--agents is for opt-outs", "Say --from optouts.");
}

async function importAll(paths: string[], importer: Importer): Promise<ImportedColumns> {
  const parts: Columns[] = [];
  const leftOut: LeftOutEntry[] = [];
  const counts: Record<string, number> = {};
  for (const path of paths) {
    const part = await importer(path);
    parts.push(part.entries);
    appendAll(leftOut, part.leftOut);
    for (const [name, n] of Object.entries(part.counts)) counts[name] = (counts[name] ?? 0) + n;
  }
  return { entries: joinColumns(parts), leftOut, counts };
}
