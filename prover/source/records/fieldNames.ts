/** Names beyond so many are not kept: records whose names are data (addresses, ids) would fill the memory. */
export const MAX_FIELD_NAMES = 1000;

/** Names, and whether there were more than are kept. */
export type Names = { names: string[]; hasMore: boolean };

/** What several sources, or parts of one, have together, in the order of the names. */
export function mergeNames(all: readonly Names[]): Names {
  const names = [...new Set(all.flatMap(({ names }) => names))].sort();
  const hasMore = names.length > MAX_FIELD_NAMES || all.some(({ hasMore }) => hasMore);
  return { names: names.slice(0, MAX_FIELD_NAMES), hasMore };
}

/**
 * The names of the fields that records have, of which those that nobody chose have to be told. A table notes its
 * header; where every record has names of its own they are compared with those of the record before, and mostly that
 * is all.
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
