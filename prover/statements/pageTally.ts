import { minOf } from "../shared/collections.ts";
import { type OnProgress, silent } from "../shared/progress.ts";

/** Counts the pages of a list while they are proved, some at a time, and tells how far they are. */
export class PageTally {
  /** Proofs that were made. */
  made = 0;
  /** Pages with a proof, by circuit. */
  readonly circuits: Record<string, number> = {};
  #done = 0;
  readonly #underWay = new Set<number>();
  readonly #total: number;
  readonly #onProgress: OnProgress;

  constructor(total: number, onProgress: OnProgress = silent) {
    this.#total = total;
    this.#onProgress = onProgress;
  }

  /** A page that has a proof already. */
  found(page: number, circuit: string): void {
    this.#count(circuit);
    this.#report(`page ${page} is proved already`);
  }

  /** @returns takes the steps of this page's proof; those of the page that was begun first are passed on */
  begin(page: number, circuit: string): OnProgress {
    this.#underWay.add(page);
    this.#report(`page ${page} with ${circuit}`);
    return (step) => minOf(this.#underWay) === page && this.#onProgress(step);
  }

  end(page: number, circuit: string): void {
    this.#underWay.delete(page);
    this.made++;
    this.#count(circuit);
    this.#report(`page ${page} is proved`);
  }

  #count(circuit: string): void {
    this.circuits[circuit] = (this.circuits[circuit] ?? 0) + 1;
    this.#done++;
  }

  #report(what: string): void {
    this.#onProgress({ stage: "prove", done: this.#done, total: this.#total, what });
  }
}
