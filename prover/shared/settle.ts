/** What is waited for, innermost last: that one is what the others wait for. */
const waiting: (() => void)[] = [];

const onDrained = () => waiting.at(-1)?.();

/**
 * The outcome of a promise, or an error once nothing is left that could ever settle it: without one, Node ends with a
 * code of its own and says nothing.
 *
 * @param name what is being done, asked for only then
 */
export async function settled<T>(promise: Promise<T>, name: () => string): Promise<T> {
  const { promise: drained, reject } = Promise.withResolvers<never>();
  const fail = () => reject(new Error(`${name()} has not ended, and nothing is left to wait for`));
  if (waiting.push(fail) === 1) process.on("beforeExit", onDrained);
  try {
    return await Promise.race([promise, drained]);
  } finally {
    waiting.splice(waiting.lastIndexOf(fail), 1);
    if (waiting.length === 0) process.off("beforeExit", onDrained);
  }
}
