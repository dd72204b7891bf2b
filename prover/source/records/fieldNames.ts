/** Most names that are kept: records whose names are data (addresses, ids) would fill the memory. */
export const MAX_FIELD_NAMES = 1000;

/** Names, and whether there were more than are kept. */
export type Names = { names: string[]; hasMore: boolean };

/** The union over several sources, or parts of one, sorted by name. */
export function mergeNames(all: readonly Names[]): Names {
  const names = [...new Set(all.flatMap(({ names }) => names))].sort();
  const hasMore = names.length > MAX_FIELD_NAMES || all.some(({ hasMore }) => hasMore);
  return { names: names.slice(0, MAX_FIELD_NAMES), hasMore };
}

/**
 * Collects the names of the records' fields, in order to report those that nobody chose. A table adds its header once.
 * For other formats, names are compared with those of the record before, which are usually the same.
 */
export class FieldNames {
  readonly #names = new Set<string>();
  #last: readonly string[] = [];
  #hasMore = false;

  note(names: readonly string[]): void {
    const last = this.#last;
    if (names.length === last.length && names.every((name, i) => name === last[i])) return;
    this.#last = names;
    for (const name of names)
      if (this.#names.size < MAX_FIELD_NAMES) this.#names.add(name);
      else if (!this.#names.has(name)) this.#hasMore = true;
  }

  /** The names that no chosen path begins with, and whether there were more of them than are kept. */
  notChosen(fields: readonly (string | undefined)[]): Names {
    const isChosen = (name: string) => fields.some((field) => field !== undefined && beginsWith(field, name));
    return { names: [...this.#names].filter((name) => !isChosen(name)), hasMore: this.#hasMore };
  }
}

const beginsWith = (path: string, name: string): boolean =>
  path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}[]`);
