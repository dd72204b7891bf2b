/** One function per pending call of `settled`, innermost last: the outer calls wait for the innermost. */
const pending: (() => void)[] = [];

const onDrained = () => pending.at(-1)?.();

/**
 * The outcome of a promise, or an error as soon as nothing is left that could ever settle it. Without this, Node exits
 * with a code of its own and prints nothing.
 *
 * @param name says what is being done; called only for the error
 */
export async function settled<T>(promise: Promise<T>, name: () => string): Promise<T> {
  const { promise: drained, reject } = Promise.withResolvers<never>();
  const fail = () => reject(new Error(`${name()} has not ended, and nothing is left to wait for`));
  if (pending.push(fail) === 1) process.on("beforeExit", onDrained);
  try {
    return await Promise.race([promise, drained]);
  } finally {
    pending.splice(pending.lastIndexOf(fail), 1);
    if (pending.length === 0) process.off("beforeExit", onDrained);
  }
}
