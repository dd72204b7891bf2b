import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { count } from "../../shared/format.ts";
import { openLocalQueue } from "../engine/local.ts";
import { openPostgresQueue } from "../engine/postgres.ts";
import { DEAD_AFTER_SECONDS, type JobKind, type KnownMember, type Member, type Queue } from "../engine/queue.ts";
import { type Machine, makeHandlers } from "../jobs/handlers.ts";
import { fleetVersion } from "../jobs/version.ts";
import { type FleetKey, readFleetKey } from "../key/key.ts";
import { Blobs, openStorage } from "../storage/blobs.ts";
import { noLog } from "../worker/log.ts";
import { Worker } from "../worker/worker.ts";
import { type QueueSource, resolveQueue } from "./address.ts";

/** Where a fleet is: its queue, its storage, and the file of its key. */
export type FleetConfig = { queue: QueueSource; storage: string; key: string };

/** A queue and a storage, and who we are there. */
export type Fleet = {
  queue: Queue;
  blobs: Blobs;
  key: FleetKey;
  member: Member;
  /** Who works now, in words. */
  atWork(): string;
};

/** How often a coordinator looks for workers, in milliseconds. */
const LOOK_EVERY = 2_000;

/** A name that no other member has. */
export const memberName = (): string => `${hostname()}-${process.pid}-${randomBytes(2).toString("hex")}`;

/** Opens the parts of a fleet. @throws usage `fleet/no-queue`, `fleet/no-key` and others; `source/bad-address` */
export async function openParts({ queue, storage, key: keyFile }: FleetConfig): Promise<{
  queue: Queue;
  blobs: Blobs;
  key: FleetKey;
  version: string;
}> {
  const key = await readFleetKey(keyFile);
  const blobs = new Blobs(await openStorage(storage));
  const address = await resolveQueue(queue);
  return {
    queue: address === "local" ? openLocalQueue() : await openPostgresQueue(address),
    blobs,
    key,
    version: await fleetVersion(),
  };
}

/**
 * Joins a fleet as a coordinator of some kinds of jobs, for as long as `work` takes. While no worker of these kinds is
 * there, the coordinator does the jobs itself.
 *
 * @throws usage `fleet/other-version`, `fleet/other-key`, and those of opening its parts
 */
export async function withFleet<T>(
  config: FleetConfig,
  kinds: readonly JobKind[],
  machine: Partial<Machine>,
  work: (fleet: Fleet) => Promise<T>,
): Promise<T> {
  const { queue, blobs, key, version } = await openParts(config);
  const stop = new AbortController();
  const name = memberName();
  const member: Member = { name, role: "coordinator", version, key: key.id, kinds, concurrency: 1 };
  const others = new Others(queue, kinds);
  const own = new Worker({
    queue,
    blobs,
    key,
    member,
    handlers: makeHandlers(machine, key, blobs),
    log: noLog,
    stop: stop.signal,
    abandon: stop.signal,
    isWanted: () => others.areMissing(),
  });
  try {
    await queue.join(member, own.tally);
    const worker = own.run();
    const watching = others.watch(stop.signal);
    const done = work({ queue, blobs, key, member, atWork: () => others.describe() });
    // A coordinator that is refused later ends with the reason.
    const failed = worker.then(() => new Promise<never>(() => {}));
    try {
      return await Promise.race([done, failed]);
    } finally {
      stop.abort();
      await Promise.allSettled([worker, watching]);
    }
  } finally {
    await queue.close();
  }
}

/** The workers of a fleet, as its coordinator sees them. */
class Others {
  readonly #queue: Queue;
  readonly #kinds: readonly JobKind[];
  /** Those that do jobs of its kinds and are alive; undefined until they are known. */
  #workers: KnownMember[] | undefined;

  constructor(queue: Queue, kinds: readonly JobKind[]) {
    this.#queue = queue;
    this.#kinds = kinds;
  }

  areMissing(): boolean {
    return !this.#queue.isShared || this.#workers?.length === 0;
  }

  describe(): string {
    return this.areMissing() ? "this process" : count(this.#workers?.length ?? 0, "worker");
  }

  async watch(stop: AbortSignal): Promise<void> {
    while (this.#queue.isShared && !stop.aborted) {
      const status = await this.#queue.status().catch(() => undefined);
      if (status !== undefined) this.#workers = status.members.filter((member) => this.#isAtWork(member));
      await sleep(LOOK_EVERY, undefined, { signal: stop }).catch(() => {});
    }
  }

  #isAtWork({ role, kinds, refused, seen }: KnownMember): boolean {
    const isAlive = refused === null && seen < DEAD_AFTER_SECONDS;
    return role === "worker" && isAlive && this.#kinds.every((kind) => kinds.includes(kind));
  }
}
