/** The state of long work: the stage, how much is done (in units of the stage), and what is being done, in words. */
export type Progress = { stage: string; done: number; total?: number; what: string };

/** Receives progress. It is called often and must not throw. */
export type OnProgress = (progress: Progress) => void;

export const silent: OnProgress = () => {};

/**
 * Progress of one part as a share of the whole.
 *
 * @param stage the stage that the parts have; progress of any other is passed on as it is
 * @param before units of the parts before
 * @param total units of all parts
 * @param what names the part
 */
export const partOf =
  (onProgress: OnProgress, stage: string, before: number, total: number, what: string): OnProgress =>
  (progress) =>
    onProgress(
      progress.stage === stage
        ? { stage, done: before + progress.done, total, what: `${what}: ${progress.what}` }
        : progress,
    );
