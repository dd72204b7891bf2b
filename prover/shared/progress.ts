/** The state of long work: the stage, how much is done (in units of the stage), and what is being done, in words. */
export type Progress = { stage: string; done: number; total?: number; what: string };

/** Receives progress. It is called often and must not throw. */
export type OnProgress = (progress: Progress) => void;

export const silent: OnProgress = () => {};
