import { availableParallelism } from "node:os";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { usageError } from "../../shared/errors.ts";

const MIB = 2 ** 20;

/** Resident memory of a reading thread: its heap, the readers it loads, and the chunks of files it holds. */
const THREAD_BYTES = 112 * MIB;

/** Smallest heap of a reading thread. */
const LEAST_HEAP = 80 * MIB;

/** Memory that a process needs beyond its current use, to read on one thread and to sort. */
const LEAST_BYTES = 160 * MIB;

/** Share of the bound above which garbage is collected, and the growth after which collecting again pays off. */
const COLLECT_FROM = 0.75;
const COLLECT_EVERY = 16 * MIB;

/** Interval of memory checks while threads read, in milliseconds. */
const WATCH_EVERY = 50;

/** How a commit divides its memory, in bytes. */
export type MemoryPlan = {
  /** Threads that read at the same time. */
  threads: number;
  /** (key, row) pairs that a thread gathers before it sends them, and that may be in transit from it. */
  blockBytes: number;
  /** Pairs that wait for the journal. */
  pendingBytes: number;
  /** Records that are gathered for all partitions before they are written to disk. */
  bufferBytes: number;
  /** Records that are sorted at once; including them, sorting takes 2.3 times as much. */
  sortBytes: number;
};

/** The plan of a commit without a bound. Nothing that a commit writes depends on the plan. */
export const USUAL_PLAN: Omit<MemoryPlan, "threads"> = {
  blockBytes: 8 * MIB,
  pendingBytes: 16 * MIB,
  bufferBytes: 20 * MIB,
  sortBytes: 64 * MIB,
};

/**
 * Keeps a commit within a bound on the resident memory of the whole process. What can be divided is planned to fit:
 * threads, blocks, buffers, sorting. What cannot is monitored: the keys and the tree, large records and pages. If it
 * does not fit, the commit ends.
 */
export class Memory {
  readonly #limit: number | undefined;
  readonly #garbage: Garbage;
  /** Heap that a reading thread may have. */
  readonly #heapBytes: number;
  readonly plan: MemoryPlan;

  /**
   * @param limit bytes; `undefined` for no bound
   * @param threads wanted
   * @throws usage `commitment/memory` when the bound is too small for any dataset
   */
  constructor(limit: number | undefined, threads: number) {
    this.#limit = limit;
    this.#garbage = new Garbage(this.collectFrom);
    const room = limit === undefined ? Number.POSITIVE_INFINITY : limit - resident();
    if (room < LEAST_BYTES) throw tooLittle(resident() + LEAST_BYTES, limit!, "before anything is read");
    const share = (part: number, most: number) => Math.min(most, Math.floor(room / part));
    this.plan = {
      threads: Math.max(1, share(THREAD_BYTES + THREAD_BYTES / 4, threads)),
      blockBytes: share(128, USUAL_PLAN.blockBytes),
      pendingBytes: share(64, USUAL_PLAN.pendingBytes),
      bufferBytes: share(32, USUAL_PLAN.bufferBytes),
      sortBytes: share(16, USUAL_PLAN.sortBytes),
    };
    this.#heapBytes = Math.max(LEAST_HEAP, room / 2 / this.plan.threads);
  }

  /** Resident bytes from which on threads collect their garbage. */
  get collectFrom(): number {
    return this.#limit === undefined ? Number.POSITIVE_INFINITY : COLLECT_FROM * this.#limit;
  }

  /** Bounds of a reading thread's heap, for `Worker`. Undefined without a bound. */
  get threadLimits(): { maxOldGenerationSizeMb: number; maxYoungGenerationSizeMb: number } | undefined {
    if (this.#limit === undefined) return undefined;
    return { maxOldGenerationSizeMb: Math.floor(this.#heapBytes / MIB), maxYoungGenerationSizeMb: 8 };
  }

  /**
   * @param doing what needs the memory, for the error
   * @param more bytes that are about to be allocated
   * @throws usage `commitment/memory` when these and the current use exceed the bound
   */
  expect(doing: string, more = 0): void {
    if (this.#limit === undefined) return;
    this.#garbage.collect(more);
    if (resident() + more <= this.#limit) return;
    collectGarbage();
    const needed = resident() + more;
    if (needed > this.#limit) throw tooLittle(needed, this.#limit, doing);
  }

  /** Checks the memory at intervals until `work` has ended. */
  async watch<T>(doing: string, work: Promise<T>): Promise<T> {
    if (this.#limit === undefined) return work;
    let timer: NodeJS.Timeout | undefined;
    const broken = new Promise<never>((_, reject) => {
      timer = setInterval(() => {
        try {
          this.expect(doing);
        } catch (error) {
          reject(error);
        }
      }, WATCH_EVERY);
    });
    try {
      return await Promise.race([work, broken]);
    } finally {
      clearInterval(timer);
    }
  }

  /** The error for a thread whose heap was too small, or the error itself. */
  explain(error: unknown): unknown {
    if (this.#limit === undefined || (error as { code?: string }).code !== "ERR_WORKER_OUT_OF_MEMORY") return error;
    return tooLittle(this.#limit + THREAD_BYTES, this.#limit, "while a thread read the sources");
  }
}

/** Collects the garbage of a thread when the process uses much memory: unreferenced objects must not end a commit. */
export class Garbage {
  readonly #from: number;
  #next: number;

  constructor(from: number) {
    this.#from = from;
    this.#next = from;
  }

  /** @param more bytes that are about to be allocated */
  collect(more = 0): void {
    if (resident() + more <= this.#next) return;
    collectGarbage();
    this.#next = Math.max(this.#from, resident() + more + COLLECT_EVERY);
  }
}

/** The memory of a commit with these options. */
export const memoryOf = ({ memoryBytes, threads }: { memoryBytes?: number; threads?: number }): Memory =>
  new Memory(memoryBytes, threads ?? availableParallelism());

const resident = (): number => process.memoryUsage.rss();

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}

const tooLittle = (needed: number, limit: number, doing: string) =>
  usageError(
    "commitment/memory",
    `the process needs ${Math.ceil(needed / MIB)} MiB ${doing}, and ${Math.floor(limit / MIB)} MiB are allowed`,
    "Raise `memory`. Or commit the dataset as several shards. What was read is kept.",
  );
