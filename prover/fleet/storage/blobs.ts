import { dataError } from "../../shared/errors.ts";
import { sha256 } from "../../shared/files.ts";
import { openFolder } from "./folder.ts";
import { PATIENCE, type Patience, retrying } from "./retry.ts";
import { openS3 } from "./s3.ts";
import type { Storage } from "./storage.ts";

/** A storage's address: a folder, or s3://bucket/prefix. */
export const openStorage = async (address: string): Promise<Storage> =>
  address.startsWith("s3://") ? openS3(address) : openFolder(address);

/**
 * Objects that are named by their SHA-256. What is read is verified; calls that fail are repeated. Writing the same
 * content twice is the same as writing it once.
 */
export class Blobs {
  readonly #storage: Storage;
  readonly #patience: Patience;

  constructor(storage: Storage, patience = PATIENCE) {
    this.#storage = storage;
    this.#patience = patience;
  }

  /** @returns the object's name */
  async put(content: Uint8Array): Promise<string> {
    const name = sha256(content);
    await this.#calling("written", name, () => this.#storage.write(name, content));
    return name;
  }

  /** @throws data `fleet/no-object`, `fleet/storage` */
  async get(name: string): Promise<Uint8Array> {
    return this.#calling("read", name, async () => {
      const content = await this.#storage.read(name);
      if (content === undefined)
        throw dataError("fleet/no-object", `the storage has no object ${name}`, "Run the command again.");
      if (sha256(content) !== name) throw new Error("it has other content");
      return content;
    });
  }

  remove(name: string): Promise<void> {
    return this.#calling("removed", name, () => this.#storage.remove(name));
  }

  /** Removes everything. @returns the number of objects */
  async clear(): Promise<number> {
    const removed = new Set<string>();
    await this.#calling("removed", "of every name", async () => {
      for await (const name of this.#storage.names()) {
        if (!/^[0-9a-f]{64}$/.test(name)) continue;
        await this.remove(name);
        removed.add(name);
      }
    });
    return removed.size;
  }

  async #calling<T>(what: string, name: string, work: () => Promise<T>): Promise<T> {
    try {
      return await retrying(work, this.#patience);
    } catch (error) {
      const { message, name: kind } = error as Error;
      if (kind === "DisjointError") throw error;
      throw dataError(
        "fleet/storage",
        `the object ${name} cannot be ${what}: ${message}`,
        "Check that the storage can be reached, and run the command again.",
        error,
      );
    }
  }
}
