/** Functions over collections, also for the verifier, which runs on Node 20 and in browsers of 2023. */

/** Items by a key, in the order in which keys first occur. */
export function groupBy<K, T>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Whether both hold the same members, however often. */
export function haveSameMembers<T>(one: Iterable<T>, other: Iterable<T>): boolean {
  const members = new Set(one);
  const others = new Set(other);
  return members.size === others.size && [...members].every((member) => others.has(member));
}

/** Adds items to the end of an array, however many: as arguments of one call, a hundred thousand exceed the stack. */
export function appendAll<T>(to: T[], items: Iterable<T>): void {
  for (const item of items) to.push(item);
}

/** The largest of numbers, however many; `least` if there are none above it. */
export function maxOf(numbers: Iterable<number>, least = Number.NEGATIVE_INFINITY): number {
  let most = least;
  for (const number of numbers) most = Math.max(most, number);
  return most;
}

/** The smallest of numbers, however many; `most` if there are none below it. */
export function minOf(numbers: Iterable<number>, most = Number.POSITIVE_INFINITY): number {
  let least = most;
  for (const number of numbers) least = Math.min(least, number);
  return least;
}

/** In a loop: a function called for each byte takes ten times as long. */
export function areSameBytes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}
