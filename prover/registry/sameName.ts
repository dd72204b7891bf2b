/** What a reader does not see in a name: controls, marks of direction, invisible characters. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * What names have in common that a reader takes for the same: compatible characters (NFKC), case, spaces and invisible
 * characters make no difference. Letters of other alphabets that look alike do.
 *
 * @example
 * console.log(toComparableName("Opt-Outs\u200b ") === toComparableName("opt-outs")); // true
 */
export const toComparableName = (name: string): string =>
  name
    .normalize("NFKC")
    .replace(INVISIBLE, "")
    .replace(/[\s\p{Z}]+/gu, " ")
    .trim()
    .toUpperCase()
    .toLowerCase();

/** For each list with a name that others have too: the others. */
export function findSameNames<T extends { list: string; name: string }>(lists: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of lists) {
    const name = toComparableName(each.name);
    groups.set(name, [...(groups.get(name) ?? []), each]);
  }
  const shared = [...groups.values()].filter((group) => group.length > 1);
  return new Map(
    shared.flatMap((group) => group.map(({ list }) => [list, group.filter((other) => other.list !== list)])),
  );
}
