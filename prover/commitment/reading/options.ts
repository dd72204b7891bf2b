import type { Powers } from "../../accumulator/powers.ts";
import { findScheme } from "../../fingerprint/schemes.ts";
import { usageError } from "../../shared/errors.ts";
import type { Poseidon } from "../../shared/poseidon.ts";
import type { OnProgress } from "../../shared/progress.ts";
import { type Format, LIMITS, type Limits } from "../../source/records/row.ts";
import type { SourceSpec } from "../../source/records/spec.ts";
import type { HashNodes } from "../../tree/build.ts";
import type { ReadJobs } from "./pool.ts";
import type { OnBad, ReadConfig } from "./readPart.ts";

export type { Format, Limits, SourceSpec };

/** What to commit to, and where. */
export type CommitOptions = {
  sources: readonly SourceSpec[];
  /** Names of schemes, each with the field of the records it is applied to; without a field, the whole record. */
  schemes: readonly { scheme: string; field?: string | undefined }[];
  /** Folder of the shard. */
  out: string;
  poseidon: Poseidon;
  /** Powers of tau to commit with by an accumulator. Without them, the commitment is to a Merkle tree. */
  powers?: Powers;
  /** Folders of shards whose keys are left out of this one: only what is new is committed. */
  bases?: readonly string[];
  /** Folder that caches what was read, so that a later commit need not read unchanged files again. */
  cache?: string;
  /** What to do with a record or a file that cannot be read. Default: end with its error. */
  onBadRow?: OnBad;
  onBadFile?: OnBad;
  /** Bounds on what a file may make the readers hold. Missing ones have their defaults. */
  limits?: Partial<Limits>;
  /** Threads that read and hash. Default: one per processor. */
  threads?: number;
  /** Bound on the resident memory of the process, in bytes. What is written does not depend on it. Default: none. */
  memoryBytes?: number;
  onProgress?: OnProgress;
  /**
   * Who reads the sources, and who hashes the tree. Default: this process.
   *
   * @internal
   */
  workers?: CommitWorkers;
};

/** The work of a commit that can be done elsewhere. What is written does not depend on where. */
export type CommitWorkers = { readJobs: ReadJobs; hashNodes: HashNodes };

/** @throws usage `commitment/no-schemes`, `fingerprint/unknown-scheme` */
export function configOf(options: Pick<CommitOptions, "schemes" | "limits" | "onBadRow" | "onBadFile">): ReadConfig {
  const { schemes, limits, onBadRow = "error", onBadFile = "error" } = options;
  if (schemes.length === 0)
    throw usageError("commitment/no-schemes", "no scheme is given", "Choose at least one, for example sha256.");
  for (const { scheme } of schemes) findScheme(scheme);
  return {
    schemes: schemes.map(({ scheme, field }) => ({ scheme, ...(field === undefined ? {} : { field }) })),
    limits: { ...LIMITS, ...limits },
    onBadRow,
    onBadFile,
  };
}
