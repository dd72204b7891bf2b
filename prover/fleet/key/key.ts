import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { dataError, usageError } from "../../shared/errors.ts";
import { SECRET_MODE, writeFileAtomic } from "../../shared/files.ts";
import { reasonOf } from "../../shared/storage.ts";

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = "aes-256-gcm";

/** Separates the keys of this version from those of any other. */
const CONTEXT = "disjoint/fleet/v1";

/**
 * The secret that all members of a fleet have in a file. What is stored or queued is sealed with it: encrypted and
 * authenticated by AES-256-GCM, under a key of its own for each label. Nonces follow from key and content (a synthetic
 * initialization vector, as in RFC 8452), so that the same content under the same label gives the same bytes.
 */
export class FleetKey {
  readonly #secret: Uint8Array;
  /** Names the key, and says nothing about it. */
  readonly id: string;

  constructor(secret: Uint8Array) {
    this.#secret = secret;
    this.id = this.derive("id").toString("hex").slice(0, 16);
  }

  /** A secret of 32 bytes for a purpose, by HKDF-SHA256. */
  derive(purpose: string): Buffer {
    return Buffer.from(hkdfSync("sha256", this.#secret, "", `${CONTEXT}/${purpose}`, KEY_BYTES));
  }

  /** The name of content that nobody without the key can guess, in 64 hexadecimal digits. */
  name(purpose: string, ...parts: (string | Uint8Array)[]): string {
    const hmac = createHmac("sha256", this.derive(`name/${purpose}`));
    for (const part of parts) {
      const bytes = Buffer.from(part);
      hmac.update(`${bytes.length}:`).update(bytes);
    }
    return hmac.digest("hex");
  }

  /** Nonce, ciphertext and tag. The label must be given again to open it. */
  seal(label: string, content: Uint8Array): Buffer {
    const nonce = createHmac("sha256", this.derive(`nonce/${label}`))
      .update(content)
      .digest()
      .subarray(0, NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.derive(`seal/${label}`), nonce);
    cipher.setAAD(Buffer.from(label));
    const sealed = [nonce, cipher.update(content), cipher.final()];
    return Buffer.concat([...sealed, cipher.getAuthTag()]);
  }

  /** @throws data `fleet/damaged` when it was not sealed with this key and this label */
  open(label: string, sealed: Uint8Array): Buffer<ArrayBuffer> {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    try {
      const decipher = createDecipheriv(CIPHER, this.derive(`seal/${label}`), bytes.subarray(0, NONCE_BYTES));
      decipher.setAAD(Buffer.from(label));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      const content = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
      // In this mode it gives no more bytes: it checks the tag.
      decipher.final();
      return content;
    } catch (error) {
      throw dataError(
        "fleet/damaged",
        `what was stored for ${label} does not open with the key ${this.id}`,
        "Check that all members of the fleet have the same key, and that nobody else writes to the storage.",
        error,
      );
    }
  }
}

/**
 * Reads the key of a fleet: 64 hexadecimal digits in a file that only its owner can read.
 *
 * @throws usage `fleet/no-key`, `fleet/open-key`
 */
export async function readFleetKey(path: string): Promise<FleetKey> {
  const text = await readFile(path, "utf8").catch((error: Error) => {
    throw usageError(
      "fleet/no-key",
      `${path} cannot be read: ${reasonOf(error)}`,
      "Give the file of its key as `fleet.key`.",
      error,
    );
  });
  if (!/^[0-9a-f]{64}\s*$/.test(text))
    throw usageError(
      "fleet/no-key",
      `${path} holds no key of a fleet`,
      "Give a file with 64 hexadecimal digits as `fleet.key`.",
    );
  if (((await stat(path)).mode & 0o077) !== 0)
    throw usageError("fleet/open-key", `${path} can be read by others`, `chmod 600 ${path}`);
  return new FleetKey(Buffer.from(text.trim(), "hex"));
}

/**
 * Makes a key and writes it to a new file for its owner only.
 *
 * @throws usage `fleet/key-exists`
 */
export async function makeFleetKey(path: string): Promise<FleetKey> {
  const exists = await stat(path).then(
    () => true,
    () => false,
  );
  if (exists) throw usageError("fleet/key-exists", `${path} exists`, "Choose another file: a key is never replaced.");
  await writeFileAtomic(path, `${randomBytes(KEY_BYTES).toString("hex")}\n`, SECRET_MODE);
  return readFleetKey(path);
}
