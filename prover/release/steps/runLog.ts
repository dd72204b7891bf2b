import type { SentTransaction } from "../../rpc/transaction.ts";
import type { ReleaseReport } from "../report/report.ts";

/** What a run did, and how long each stage took, for its report. */
export class RunLog {
  readonly started = new Date().toISOString();
  readonly transactions: { hash: string; what: string; gasUsed: string | null }[] = [];
  readonly seconds: ReleaseReport["seconds"][number][] = [];

  async stage<T>(stage: string, work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.seconds.push({ stage, seconds: Math.round(performance.now() - start) / 1000 });
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
