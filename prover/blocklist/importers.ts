import type { Scheme } from "../fingerprint/scheme.ts";
import { readInput } from "../shared/files.ts";
import type { Entry } from "./entry.ts";
import { importHashes, importLines, importWorks } from "./import.ts";
import { importCsv } from "./importCsv.ts";
import { importDenylist } from "./importDenylist.ts";
import { importOptOuts } from "./importOptOuts.ts";

type Importer = (path: string, scheme: Scheme) => Promise<Entry[]>;

const fromFile =
  (read: (bytes: Uint8Array, scheme: Scheme, what: string) => Entry[]): Importer =>
  async (path, scheme) =>
    read(await readInput(path, "blocklist", "Name the file of a list."), scheme, path);

/** The kinds of lists that entries are taken from, by the name that the command line gives them. */
export const IMPORTERS = {
  hashes: fromFile(importHashes),
  lines: fromFile(importLines),
  csv: fromFile(importCsv),
  denylist: fromFile(importDenylist),
  optouts: async (path, scheme) => importOptOuts(path, scheme),
  works: (path, scheme) => importWorks(path, scheme),
} as const satisfies Record<string, Importer>;
