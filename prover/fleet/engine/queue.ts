import { usageError } from "../../shared/errors.ts";

/** What jobs are about. */
export const JOB_KINDS = ["commit", "prove"] as const;
export type JobKind = (typeof JOB_KINDS)[number];

/**
 * A job as the queue holds it, without a secret. `id`: a UUID that follows from the content, so that the same job is
 * queued once; `payload`: the name of the sealed object in the storage.
 */
export type QueuedJob = { id: string; kind: JobKind; payload: string };

/** A job that a worker holds. `attempt`: how often it was taken before; `version` and `key`: of who queued it. */
export type ClaimedJob = QueuedJob & { attempt: number; version: string; key: string };

/** How a job ended: the name of the sealed result in the storage, or why it was given up. */
export type Outcome = { id: string } & ({ result: string } | { failure: string });

/** Who works in a fleet. `version` and `key` must be those of all others. */
export type Member = {
  name: string;
  role: "coordinator" | "worker";
  version: string;
  key: string;
  kinds: readonly JobKind[];
  concurrency: number;
};

/** What a member has done since it joined. */
export type Tally = { done: number; failed: number; seconds: number };

/** A member as others see it. `since` and `seen`: seconds ago; `refused`: why it may not work. */
export type KnownMember = Member & Tally & { since: number; seen: number; refused: string | null };

/** The jobs of a kind that the queue holds. `failed`: given up; `retried`: waiting after a failure. */
export type KindCounts = { kind: JobKind; waiting: number; active: number; completed: number; failed: number };

export type FleetStatus = { jobs: KindCounts[]; members: KnownMember[] };

/**
 * A queue of jobs that survives its workers: a job whose worker died is given to another one. Calls are repeated while
 * the server restarts. The same interface runs on PostgreSQL and inside a process.
 */
export type Queue = {
  /** Whether members in other processes can work on it. */
  readonly isShared: boolean;
  /**
   * Joins a fleet, or says again that the member is alive.
   *
   * @throws usage `fleet/other-version`, `fleet/other-key`
   */
  join(member: Member, tally: Tally): Promise<void>;
  leave(name: string): Promise<void>;
  /** Adds jobs. One that the queue has already is not added again. */
  add(jobs: readonly QueuedJob[], member: Pick<Member, "version" | "key">): Promise<void>;
  claim(kinds: readonly JobKind[], most: number): Promise<ClaimedJob[]>;
  /** Keeps jobs from being taken for those of a dead worker. */
  touch(jobs: readonly ClaimedJob[]): Promise<void>;
  /** Ends jobs, unless others have ended them. */
  complete(jobs: readonly ClaimedJob[], result: string): Promise<void>;
  /** Gives a job back for another try. After too many it is given up. */
  handBack(job: ClaimedJob, why: string): Promise<void>;
  /** Those of the jobs that have ended. */
  outcomes(kind: JobKind, ids: readonly string[]): Promise<Outcome[]>;
  /** Removes jobs. */
  forget(kind: JobKind, ids: readonly string[]): Promise<void>;
  /** Removes all jobs. @returns their number */
  clear(): Promise<number>;
  status(): Promise<FleetStatus>;
  /**
   * Works while nobody else works under this name.
   *
   * @throws usage `fleet/busy`
   */
  exclusively<T>(name: string, work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** A worker that was not seen for longer is taken for dead: its jobs are given to others. */
export const DEAD_AFTER_SECONDS = 15;

/** How often a job is tried again: a job that kills its workers must not go on for ever. */
export const MOST_RETRIES = 25;

export const busyWith = (name: string) =>
  usageError(
    "fleet/busy",
    `another coordinator works on ${name}`,
    "Wait until it has ended, and run the command again.",
  );
