import type { Scheme } from "../fingerprint/scheme.ts";
import { dataError } from "../shared/errors.ts";
import { readInput } from "../shared/files.ts";
import { loadPeer } from "../shared/peers.ts";
import { stubError, stubIn } from "../shared/stub.ts";
import { readingOf } from "../source/records/format.ts";
import { listSources } from "../source/walk.ts";
import { type Columns, toColumns } from "./columns.ts";
import { importLines, importWorks, readHashes } from "./import.ts";
import { importCsv } from "./importCsv.ts";
import type { ImportedColumns, ImportedEntries } from "./imported.ts";
import type { UserAgents } from "./optouts/agents.ts";
import { importOptOuts } from "./optouts/import.ts";

type Importer = (path: string, scheme: Scheme, agents?: UserAgents) => Promise<ImportedColumns>;

/** Formats whose files hold many works: read whole or line by line, they would give entries that match no record. */
const CONTAINERS = new Set(["jsonl", "json", "csv", "tsv", "tar", "webdataset", "parquet", "arrow", "warc"]);

const imported = (entries: Columns): ImportedColumns => ({ entries, leftOut: [], counts: {} });

/** What was read entry by entry, as columns. */
export const inColumns = ({ entries, ...rest }: ImportedEntries): ImportedColumns => ({
  entries: toColumns(entries),
  ...rest,
});

const fromFile =
  (read: (bytes: Uint8Array, scheme: Scheme, what: string) => Columns): Importer =>
  async (path, scheme) => {
    const bytes = await readInput(
      path,
      "blocklist/not-found",
      "Give the file of a list. Or read the files of a folder as works with `from: works`.",
    );
    const stub = stubIn(bytes, path);
    if (stub !== undefined) throw stubError(path, stub);
    return imported(read(bytes, scheme, path));
  };

/** A list of lines, in a file whose extension names no other format. */
const fromLines =
  (read: (bytes: Uint8Array, scheme: Scheme, what: string) => Columns): Importer =>
  async (path, scheme) => {
    refuseContainer(path);
    return fromFile(read)(path, scheme);
  };

/** The kinds of lists that can be imported, by their names on the command line. */
export const IMPORTERS: Record<"hashes" | "lines" | "csv" | "denylist" | "optouts" | "consent" | "works", Importer> = {
  hashes: fromLines(readHashes),
  lines: fromLines((...list) => toColumns(importLines(...list))),
  csv: fromFile((...list) => toColumns(importCsv(...list))),
  denylist: async (path, scheme) => {
    const { importDenylist } = await loadPeer("Importing denylists", () => import("./importDenylist.ts"));
    return fromFile((...list) => toColumns(importDenylist(...list)))(path, scheme);
  },
  optouts: async (path, scheme, agents) => inColumns(importOptOuts(path, scheme, agents)),
  consent: async (path, scheme) => {
    const { importConsent } = await loadPeer(
      "Importing preferences of tokens",
      () => import("./optouts/importConsent.ts"),
    );
    return inColumns(await importConsent(path, scheme));
  },
  works: async (path, scheme) => {
    for (const { path: file } of listSources([{ path, format: "files" }])) refuseContainer(file);
    return imported(toColumns(await importWorks(path, scheme)));
  },
};

/** @throws data `blocklist/records` */
function refuseContainer(path: string): void {
  const { format } = readingOf(path);
  const compressed = /\.(?:gz|tgz|zst)$/i.test(path);
  if (!CONTAINERS.has(format) && !compressed) return;
  const holds = CONTAINERS.has(format) ? `records of ${format}` : "compressed content";
  const readable = CONTAINERS.has(format) ? format : "lines";
  throw dataError(
    "blocklist/records",
    `${path} holds ${holds} by its name, which would be taken for something else`,
    `Read it as data, with the \`format: ${readable}\` and a field of the \`scheme\`.` +
      `${format === "csv" ? " Or read it as a list, `from: csv`." : ""} A whole file is a work by \`format: files\`.`,
  );
}
