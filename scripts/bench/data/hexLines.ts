import { closeSync, openSync, writeSync } from "node:fs";

/** Writes digests in hex, one per line. */
export class HexLines {
  readonly #file: number;
  #pending: string[] = [];

  constructor(path: string) {
    this.#file = openSync(path, "w");
  }

  write(digest: Buffer): void {
    this.#pending.push(digest.toString("hex"), "\n");
    if (this.#pending.length >= 8192) this.#flush();
  }

  close(): void {
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    writeSync(this.#file, this.#pending.join(""));
    this.#pending = [];
  }
}
