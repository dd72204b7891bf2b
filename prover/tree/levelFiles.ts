import { closeSync, fsyncSync, openSync, readSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeAll } from "../shared/files.ts";

/** Bytes copied at once. */
const COPY_BYTES = 4 << 20;

/** The hashes of a tree's levels while it is built: one temporary file for each level, whose name ends in `.part`. */
export class LevelFiles {
  readonly #folder: string;
  readonly #files: (number | undefined)[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  append(level: number, hashes: Uint8Array): void {
    this.#files[level] ??= openSync(this.#path(level), "w+", 0o600);
    writeAll(this.#files[level], hashes);
  }

  /** Writes all levels into one file, from the root down, after some bytes. The file appears only when it is whole. */
  join(name: string, before: Uint8Array): void {
    const temporary = join(this.#folder, `.${name}.part`);
    const file = openSync(temporary, "w");
    try {
      writeAll(file, before);
      for (const level of this.#files) if (level !== undefined) copyAll(level, file);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, join(this.#folder, name));
  }

  /** Closes and deletes the temporary files. */
  remove(): void {
    for (const [level, file] of this.#files.entries()) {
      if (file === undefined) continue;
      closeSync(file);
      rmSync(this.#path(level));
    }
  }

  #path(level: number): string {
    return join(this.#folder, `.level-${level}.part`);
  }
}

function copyAll(from: number, to: number): void {
  const buffer = Buffer.allocUnsafeSlow(COPY_BYTES);
  for (let at = 0, read = -1; read !== 0; at += read) {
    read = readSync(from, buffer, 0, buffer.length, at);
    writeAll(to, buffer.subarray(0, read));
  }
}
