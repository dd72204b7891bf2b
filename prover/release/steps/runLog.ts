import type { SentTransaction } from "../../rpc/transaction.ts";
import type { ReleaseReport } from "../report/report.ts";

/** What a run did, and how long each stage took, for its report. */
export class RunLog {
  readonly started = new Date().toISOString();
  readonly transactions: { hash: string; what: string; gasUsed: string | null }[] = [];
  readonly seconds: ReleaseReport["seconds"][number][] = [];

  /** A stage that comes back counts once, at its first place. */
  async stage<T>(stage: string, work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      const milliseconds = Math.round(performance.now() - start);
      const known = this.seconds.find((each) => each.stage === stage);
      if (known === undefined) this.seconds.push({ stage, seconds: milliseconds / 1000 });
      else known.seconds = Math.round(1000 * known.seconds + milliseconds) / 1000;
    }
  }

  /** Numbers of the blocks with the transactions. */
  readonly blocks: number[] = [];

  sent = (what: string, all: readonly SentTransaction[]): void => {
    for (const { hash, gasUsed, block } of all) {
      this.transactions.push({ hash, what, gasUsed: gasUsed?.toString() ?? null });
      if (block !== undefined) this.blocks.push(block);
    }
  };
}
