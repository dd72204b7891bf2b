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

/**
 * A number of bytes for people, to two or three digits.
 *
 * @example describeBytes(3 * 2 ** 29) // "1.5 GiB"
 * @example describeBytes(300_000_000) // "286 MiB"
 */
export const describeBytes = (bytes: number): string =>
  bytes < 2 ** 30 ? `${Math.ceil(bytes / 2 ** 20)} MiB` : `${(bytes / 2 ** 30).toFixed(1)} GiB`;
