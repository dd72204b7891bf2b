/** One step of long work: which stage, how far of how much (units of the stage), and what in words. */
export type Progress = { stage: string; done: number; total?: number; what: string };

/** Called often; must not throw. Library functions take one as an option and are silent without it. */
export type OnProgress = (progress: Progress) => void;

export const silent: OnProgress = () => {};
