/**
 * A number of things, in words.
 *
 * @example count(1, "page") // "1 page"
 * @example count(2, "entry", "entries") // "2 entries"
 */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** A number, or one with a unit. */
export const SIZE_PATTERN = /^([1-9][0-9]{0,14})(KiB|MiB|GiB)?$/;

/**
 * Reads a size in bytes: a plain number, or one with the unit KiB, MiB or GiB.
 *
 * @returns undefined if the text is not a size
 * @example parseSize("512MiB") // 536870912
 */
export function parseSize(text: string): number | undefined {
  const [, number, unit = ""] = SIZE_PATTERN.exec(text) ?? [];
  const size = Number(number) * 1024 ** ["", "KiB", "MiB", "GiB"].indexOf(unit);
  return Number.isSafeInteger(size) ? size : undefined;
}
