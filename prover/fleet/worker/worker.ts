import { setTimeout as sleep } from "node:timers/promises";
import { DisjointError } from "../../shared/errors.ts";
import { refusal } from "../engine/members.ts";
import type { ClaimedJob, JobKind, Member, Queue, Tally } from "../engine/queue.ts";
import type { Handlers } from "../jobs/handlers.ts";
import { decode, encodeError, encodeValue, jobId, payloadLabel, resultLabel } from "../jobs/job.ts";
import type { FleetKey } from "../key/key.ts";
import type { Blobs } from "../storage/blobs.ts";
import type { Log } from "./log.ts";

/** How often a worker says that it is alive, and looks for jobs when there were none, in milliseconds. */
const ALIVE_EVERY = 3_000;
const LOOK_EVERY = 250;

/** Errors that are not about the job: it is given back, and others may do it. */
const NOT_OF_THE_JOB = ["fleet/storage", "fleet/no-object", "fleet/damaged"];

/** Errors that say that this worker does not belong to the fleet: it gives the job back and ends. */
const NOT_OF_THIS_FLEET = ["fleet/other-version", "fleet/other-key", "fleet/other-circuit"];

/** What a worker works with, and for whom. */
type WorkerOptions = {
  queue: Queue;
  blobs: Blobs;
  key: FleetKey;
  handlers: Handlers;
  member: Member;
  log: Log;
  /** When aborted, the worker takes no more jobs; those that it has are finished. */
  stop: AbortSignal;
  /** When aborted, the worker gives back what it has and ends. */
  abandon?: AbortSignal;
  /** Whether the worker may take jobs now. Default: always. */
  isWanted?(): boolean;
};

/** Takes jobs and does them, until it is stopped. */
export class Worker {
  readonly #options: WorkerOptions;
  readonly #held = new Map<string, ClaimedJob>();
  readonly tally: Tally = { done: 0, failed: 0, seconds: 0 };
  /** When the queue was last reached, in milliseconds of the clock. */
  seen = Date.now();

  constructor(options: WorkerOptions) {
    this.#options = options;
  }

  get active(): number {
    return this.#held.size;
  }

  /** @throws usage `fleet/other-version`, `fleet/other-key`; artifact `fleet/other-circuit` */
  async run(): Promise<void> {
    const { queue, member, log, stop, abandon } = this.#options;
    await queue.join(member, this.tally);
    log("started", { kinds: member.kinds, concurrency: member.concurrency, version: member.version });
    const ended = new AbortController();
    const alive = this.#stayAlive(ended.signal);
    const lanes = Promise.all(Array.from({ length: member.concurrency }, () => this.#lane(ended.signal)));
    const abandoned = new Promise<void>((resolve) => {
      if (abandon?.aborted) resolve();
      else abandon?.addEventListener("abort", () => resolve(), { once: true });
    });
    try {
      await Promise.race([lanes, alive, abandoned]);
    } finally {
      ended.abort();
      for (const job of this.#held.values()) await queue.handBack(job, "worker stopped").catch(() => {});
      await queue.leave(member.name).catch(() => {});
      log("stopped", { ...this.tally, handedBack: this.#held.size, asked: stop.aborted });
    }
  }

  async #lane(ended: AbortSignal): Promise<void> {
    const { queue, member, stop, isWanted = () => true, log } = this.#options;
    while (!stop.aborted && !ended.aborted) {
      const claimed = isWanted() ? await this.#claim(queue, member.kinds, log) : [];
      if (claimed.length === 0) await sleep(LOOK_EVERY);
      for (const job of claimed) await this.#work(job, ended);
    }
  }

  /** A server that cannot be reached has no jobs for now. */
  async #claim(queue: Queue, kinds: readonly JobKind[], log: Log): Promise<ClaimedJob[]> {
    try {
      const jobs = await queue.claim(kinds, 1);
      this.seen = Date.now();
      for (const job of jobs) this.#held.set(job.id, job);
      return jobs;
    } catch (error) {
      log("queue-unreachable", { problem: (error as { code?: string }).code ?? "unknown" });
      await sleep(LOOK_EVERY);
      return [];
    }
  }

  async #work(job: ClaimedJob, ended: AbortSignal): Promise<void> {
    const { queue, log } = this.#options;
    const { id, kind, attempt } = job;
    const start = performance.now();
    try {
      const result = await this.#resultOf(job);
      if (ended.aborted) return;
      await queue.complete([job], result);
      this.tally.done++;
      log("done", { id, kind, attempt, seconds: seconds(start) });
    } catch (error) {
      const code = error instanceof DisjointError ? error.code : "unknown";
      this.tally.failed++;
      log("failed", { id, kind, attempt, seconds: seconds(start), code });
      // If the server cannot be reached, it gives the job to others once this worker is silent about it.
      await queue.handBack(job, code).catch(() => {});
      if (NOT_OF_THIS_FLEET.includes(code)) throw error;
    } finally {
      this.tally.seconds += seconds(start);
      if (!ended.aborted) this.#held.delete(id);
    }
  }

  /** Does a job. @returns the name of its sealed result */
  async #resultOf({ id, kind, payload, version, key: keyId }: ClaimedJob): Promise<string> {
    const { blobs, key, handlers, member } = this.#options;
    if (version !== member.version || keyId !== member.key)
      throw refusal(member, { name: id, role: "job", version, key: keyId });
    const content = key.open(payloadLabel(id), await blobs.get(payload));
    if (jobId(key, kind, version, content) !== id) throw refusal(member, { name: id, role: "job", version, key: "" });
    try {
      return await blobs.put(key.seal(resultLabel(id), encodeValue(await handlers[kind]!(decode(content), id))));
    } catch (error) {
      if (!(error instanceof DisjointError) || [...NOT_OF_THE_JOB, ...NOT_OF_THIS_FLEET].includes(error.code))
        throw error;
      return blobs.put(key.seal(resultLabel(id), encodeError(error)));
    }
  }

  async #stayAlive(ended: AbortSignal): Promise<void> {
    const { queue, member } = this.#options;
    while (!ended.aborted) {
      await sleep(ALIVE_EVERY, undefined, { signal: ended }).catch(() => {});
      if (ended.aborted) return;
      try {
        await queue.touch([...this.#held.values()]);
        await queue.join(member, this.tally);
        this.seen = Date.now();
      } catch (error) {
        if (error instanceof DisjointError && NOT_OF_THIS_FLEET.includes(error.code)) throw error;
      }
    }
  }
}

const seconds = (start: number): number => Math.round(performance.now() - start) / 1000;
