/** Blocklists: importing works into a list, publishing it as files, and reading it again. */

export type { EpochMultipliers } from "./blocklist/accumulate.ts";
export type { BlocklistEntry } from "./blocklist/entry.ts";
export { type BlocklistPage, PAGE_SIZES, type PageSize } from "./blocklist/format.ts";
export { importHashes, importLines, importWorks } from "./blocklist/import.ts";
export type { ImportedEntries, LeftOutEntry } from "./blocklist/imported.ts";
export { importRecords, type RecordOptions } from "./blocklist/importRecords.ts";
export {
  type Blocklist,
  type LeftOutEntryAt,
  type ListedPage,
  type ListTerms,
  writeBlocklist,
} from "./blocklist/list.ts";
export { readAgents, type UserAgents } from "./blocklist/optouts/agents.ts";
export { importOptOuts } from "./blocklist/optouts/import.ts";
export { computePageDigest } from "./blocklist/page.ts";
export { readBlocklist } from "./blocklist/read.ts";
export type { Scheme } from "./fingerprint/scheme.ts";
export { findScheme, listSchemeNames } from "./fingerprint/schemes.ts";
export { loadPoseidon } from "./native/poseidon.ts";
export type { Poseidon } from "./shared/poseidon.ts";
