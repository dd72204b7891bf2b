import { type HashMessages, SHA256_BYTES } from "../shared/hashMessages.ts";
import { KEY_BYTES, nonZero, prefixOf } from "./key.ts";
import type { Scheme } from "./scheme.ts";

/** Messages that are hashed at once: few enough to stay in the processor's cache. */
const BATCH_MESSAGES = 1024;
const BATCH_BYTES = 64 << 10;

/** Shorter messages are copied faster by a loop. */
const SHORT_BYTES = 48;

const NOTHING = new Uint8Array(0);

/** The ends of messages that are digests. */
const DIGEST_ENDS = Uint32Array.from({ length: BATCH_MESSAGES }, (_, i) => (i + 1) * SHA256_BYTES);

/** Receives the key at `at` of some bytes, and the number it was added with. They are overwritten later. */
type OnBatchKey = (number: number, keys: Uint8Array, at: number) => void;

/**
 * The keys of many values of one scheme, in few calls of the hash: a call takes longer than to hash a short value.
 *
 * @example
 * const batch = new KeyBatch(findScheme("sha256"), hashMessages, (number, keys, at) =>
 *   found.set(number, keys.slice(at, at + KEY_BYTES)),
 * );
 * for (const [number, record] of records.entries()) batch.add(record, number);
 * batch.end();
 */
export class KeyBatch {
  readonly #prefix: Uint8Array;
  readonly #isContent: boolean;
  readonly #hash: HashMessages;
  readonly #onKey: OnBatchKey;
  readonly #bytes = new Uint8Array(BATCH_BYTES);
  readonly #ends = new Uint32Array(BATCH_MESSAGES);
  readonly #numbers = new Float64Array(BATCH_MESSAGES);
  #count = 0;

  constructor(scheme: Scheme, hash: HashMessages, onKey: OnBatchKey) {
    this.#prefix = prefixOf(scheme.name);
    this.#isContent = scheme.content !== undefined;
    this.#hash = hash;
    this.#onKey = onKey;
  }

  /**
   * @param message of a scheme with `content`, what the value is the SHA-256 of; else the value
   * @throws data `fingerprint/zero-key`, as `keyOf`
   */
  add(message: Uint8Array, number: number): void {
    if (message.length > BATCH_BYTES) {
      this.end();
      this.#hashAll(message, Uint32Array.of(message.length), [number]);
      return;
    }
    let used = this.#count === 0 ? 0 : this.#ends[this.#count - 1]!;
    if (this.#count === BATCH_MESSAGES || used + message.length > BATCH_BYTES) {
      this.end();
      used = 0;
    }
    const { length } = message;
    const bytes = this.#bytes;
    if (length > SHORT_BYTES) bytes.set(message, used);
    else for (let i = 0; i < length; i++) bytes[used + i] = message[i]!;
    this.#numbers[this.#count] = number;
    this.#ends[this.#count++] = used + length;
  }

  /** Hashes what is left. */
  end(): void {
    const count = this.#count;
    if (count === 0) return;
    this.#count = 0;
    this.#hashAll(this.#bytes.subarray(0, this.#ends[count - 1]), this.#ends.subarray(0, count), this.#numbers);
  }

  #hashAll(bytes: Uint8Array, ends: Uint32Array, numbers: ArrayLike<number>): void {
    const keys = this.#isContent
      ? this.#hash(this.#prefix, this.#hash(NOTHING, bytes, ends), DIGEST_ENDS.subarray(0, ends.length))
      : this.#hash(this.#prefix, bytes, ends);
    for (let i = 0; i < ends.length; i++) {
      const at = i * SHA256_BYTES;
      if (keys[at] === 0) nonZero(keys.subarray(at, at + KEY_BYTES));
      this.#onKey(numbers[i]!, keys, at);
    }
  }
}
