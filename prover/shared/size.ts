/** Bytes of `512MiB`, `2GiB`, or a plain number; nothing for what is no size. */
export function parseSize(text: string): number | undefined {
  const [, number, unit = ""] = /^([1-9][0-9]{0,14})(KiB|MiB|GiB)?$/.exec(text) ?? [];
  const size = Number(number) * 1024 ** ["", "KiB", "MiB", "GiB"].indexOf(unit);
  return Number.isSafeInteger(size) ? size : undefined;
}
