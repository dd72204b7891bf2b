import { stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { Entry } from "../blocklist/entry.ts";
import { IMPORTERS } from "../blocklist/importers.ts";
import { type Blocklist, LIST_FILE, type ListTerms, NAME, writeBlocklist } from "../blocklist/list.ts";
import { PAGE_SIZES } from "../blocklist/page.ts";
import { readBlocklist } from "../blocklist/read.ts";
import type { Scheme } from "../fingerprint/scheme.ts";
import { schemeOf } from "../fingerprint/schemes.ts";
import { loadPoseidon } from "../native/poseidon.ts";
import { usageError } from "../shared/errors.ts";
import type { Poseidon } from "../shared/poseidon.ts";
import { type Command, oneOf, optional, required, type Values } from "./command.ts";

export const blocklistBuild: Command = {
  name: "blocklist build",
  summary: "Make the pages of a blocklist from lists of hashes, or from the works themselves",
  usage:
    "INPUT... --out DIR [--scheme NAME] [--page-size 16|256] [--from KIND] [--works] [--name TEXT] [--confidential] [--append]",
  options: {
    out: { type: "string" },
    scheme: { type: "string", default: "sha256" },
    "page-size": { type: "string", default: "256" },
    from: { type: "string", default: "hashes" },
    works: { type: "boolean", default: false },
    name: { type: "string" },
    confidential: { type: "boolean", default: false },
    append: { type: "boolean", default: false },
  },
  async run({ positionals, values }) {
    if (positionals.length === 0)
      throw usageError("cli/arguments", "no input is named", "Name files of hashes, or works with --works.");
    const out = required(values, "out");
    const poseidon = await loadPoseidon();
    const existing = await existingList(out, values.append === true, poseidon);
    const terms = existing ?? newTerms(values, out);
    const entries = await importAll(positionals, schemeOf(terms.scheme), kindOf(values));
    const { name, scheme, pageSize, confidential } = terms;
    const list = await writeBlocklist(out, { name, scheme, pageSize, confidential }, entries, poseidon, existing);
    const count = list.pages.reduce((total, { keys }) => total + keys.length, 0);
    const json = { name, scheme, pageSize, confidential, entries: count, epochs: list.epochs, root: list.root };
    const text = `${count} entries on ${list.pages.length} pages of ${pageSize}, epoch ${list.epochs.length}\nroot ${list.root}`;
    return { verdict: true, json: { ...json, pages: list.pages.map(({ digest }) => digest.toString()) }, text };
  },
};

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

function newTerms(values: Values, out: string): ListTerms {
  const name = optional(values, "name") ?? basename(resolve(out));
  if (!NAME.test(name))
    throw usageError("cli/bad-option", `${JSON.stringify(name)} is no printable name`, "Give --name.");
  const pageSize = PAGE_SIZES[oneOf(values, "page-size", ["16", "256"]) === "16" ? 0 : 1];
  return {
    name,
    scheme: schemeOf(required(values, "scheme")).name,
    pageSize,
    confidential: values.confidential === true,
  };
}

/** The kind of the inputs: --works is short for --from works. */
function kindOf(values: Values): keyof typeof IMPORTERS {
  return values.works === true
    ? "works"
    : oneOf(values, "from", ["hashes", "lines", "csv", "denylist", "optouts", "works"]);
}

async function importAll(paths: string[], scheme: Scheme, kind: keyof typeof IMPORTERS): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const path of paths) entries.push(...(await IMPORTERS[kind](path, scheme)));
  return entries;
}
