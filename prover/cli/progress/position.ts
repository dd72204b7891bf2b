import type { Progress } from "../../shared/progress.ts";

/** Stages that are steps inside one unit of another stage. */
const INSIDE = new Set(["groth16", "native"]);

/** The time left is not shown before this many milliseconds of a stage. */
const SETTLED = 2_000;

/** Nor before this share of it is done: the first bytes say nothing about the pace. */
const FIRST_SHARE = 0.01;

/** Where a run is: its stage, the share of it, what is being done, and the time that is left. */
export class Position {
  #now: Progress | undefined;
  #inside: Progress | undefined;
  #share = 0;
  #since = { time: 0, share: 0 };
  readonly #verbose: boolean;

  /** @param verbose whether steps of native code are shown, too */
  constructor(verbose: boolean) {
    this.#verbose = verbose;
  }

  get stage(): string {
    return this.#now?.stage ?? "";
  }

  /** Whether the stage is at its end. */
  get isDone(): boolean {
    return this.#now !== undefined && this.#now.done === this.#now.total;
  }

  take(progress: Progress, time: number): void {
    if (INSIDE.has(progress.stage) && (this.#now !== undefined || !this.#verbose)) this.#inside = progress;
    else {
      const isNew = this.#now?.stage !== progress.stage;
      if (isNew || this.#now?.done !== progress.done) this.#inside = undefined;
      this.#now = progress;
      if (isNew) this.#begin(time);
    }
    this.#share = Math.max(this.#share, this.#shareNow());
  }

  /** One line, the most important first, so that it can be cut; undefined while there is nothing to say. */
  line(time: number): string | undefined {
    if (this.#now === undefined) return undefined;
    const { stage, total, what } = this.#now;
    const share = total === undefined ? "" : ` ${Math.floor(100 * this.#share)}%`;
    const left = this.#secondsLeft(time);
    const step = this.#verbose && this.#inside !== undefined ? ` (${this.#inside.what})` : "";
    return `${stage}${share}${left === undefined ? "" : `, ${durationOf(left)} left`}: ${what}${step}`;
  }

  #begin(time: number): void {
    this.#share = 0;
    this.#since = { time, share: this.#shareNow() };
  }

  #shareNow(): number {
    const { done, total } = this.#now ?? { done: 0 };
    if (total === undefined || total === 0) return 0;
    const { done: part, total: parts = 0, stage } = this.#inside ?? { done: 0, stage: "" };
    // Only native code says how far it is inside one proof.
    const inside = stage === "native" && parts > 0 ? part / parts : 0;
    return Math.min(1, (done + Math.min(inside, 0.99)) / total);
  }

  #secondsLeft(time: number): number | undefined {
    const elapsed = time - this.#since.time;
    const gained = this.#share - this.#since.share;
    if (elapsed < SETTLED || gained < FIRST_SHARE || this.isDone) return undefined;
    return ((1 - this.#share) * elapsed) / gained / 1000;
  }
}

/** `40 s`, `3 min`, `2 h 5 min`. */
function durationOf(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
