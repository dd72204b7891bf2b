/** The index of a document's format among the known ones, or of the last one if it is unknown. */
export function versionOf(document: unknown, formats: readonly string[]): number {
  const { format } = (document ?? {}) as { format?: unknown };
  const place = formats.indexOf(String(format));
  return place === -1 ? formats.length - 1 : place;
}
