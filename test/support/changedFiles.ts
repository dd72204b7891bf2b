import { readArchive, writeArchive } from "../../prover/evidence/car.ts";
import { sha256 } from "../../prover/shared/files.ts";
import type { FileMutation } from "./fileMutations.ts";
import { below } from "./random.ts";

/** How many changes come before the last one. */
const MOST_BEFORE = 3;

/**
 * Changed files, no two of which are equal. A change that would give a file that was there before is made to a file
 * with other changes.
 */
export class ChangedFiles {
  readonly #next: () => number;
  readonly #seen = new Set<string>();

  constructor(next: () => number) {
    this.#next = next;
  }

  /**
   * @param good a document, or an archive, of which one document is changed
   * @param others the changes that may come first
   */
  make(good: Uint8Array, change: FileMutation, others: readonly FileMutation[]): Uint8Array {
    for (let tries = 0; ; tries++) {
      const before = Array.from({ length: tries % (MOST_BEFORE + 1) }, () => this.#pick(others));
      const file = this.#changed(good, [...before, change]);
      const hash = file && sha256(file);
      if (file === undefined || this.#seen.has(hash!)) continue;
      this.#seen.add(hash!);
      return file;
    }
  }

  /** The file after some changes, or nothing if one of the first leaves nothing that the next could change. */
  #changed(good: Uint8Array, changes: readonly FileMutation[]): Uint8Array | undefined {
    let file = good;
    for (const change of changes) {
      try {
        file = this.#apply(change, file);
      } catch (error) {
        if (file === good) throw error;
        return undefined;
      }
    }
    return file;
  }

  #apply(change: FileMutation, file: Uint8Array): Uint8Array {
    const archive = readArchive(file);
    if (archive === undefined) return encode(change(parse(file), this.#next));
    const [name, text] = this.#pick([...archive.files].filter(([each]) => each.endsWith(".json")));
    const document = parse(text);
    const changed = change(document, this.#next);
    // An archive holds the hashes of its documents, so that it matters how they are laid out.
    return changed === JSON.stringify(parse(text))
      ? file
      : writeArchive(new Map([...archive.files, [name, encode(changed)]])).bytes;
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[below(this.#next)(items.length)]!;
  }
}

const parse = (file: Uint8Array): object => JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(file));
const encode = (content: string | Uint8Array): Uint8Array => Uint8Array.from(Buffer.from(content as Uint8Array));
