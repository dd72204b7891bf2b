import { loadSnarkjs } from "../../shared/snarkjs.ts";

let last: Promise<unknown> = Promise.resolve();
let waiting = 0;

/**
 * Runs work of snarkjs. Its worker threads are shared by the whole process and keep it alive, so such work is done one
 * after another, and the last in the queue ends the workers.
 */
export function withWorkers<T>(work: () => Promise<T>): Promise<T> {
  waiting++;
  const turn = last.then(work).finally(endWorkers);
  last = turn.catch(() => {});
  return turn;
}

async function endWorkers(): Promise<void> {
  waiting--;
  if (waiting > 0) return;
  const { curves } = await loadSnarkjs();
  await (await curves.getCurveFromName("bn128")).terminate();
}
