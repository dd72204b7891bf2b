/** Writes an event of a worker. Values are numbers, ids, names of kinds and codes: nothing of what a job is about. */
export type Log = (event: string, values: Readonly<Record<string, unknown>>) => void;

/** One JSON object a line, as collectors of logs read them. */
export const logTo =
  (write: (line: string) => void, worker: string): Log =>
  (event, values) =>
    write(`${JSON.stringify({ time: new Date().toISOString(), event, worker, ...values })}\n`);

export const noLog: Log = () => {};
