import { hash } from "node:crypto";

/** Bytes of a digest. */
export const SHA256_BYTES = 32;

/**
 * SHA-256 of prefix ‖ message for each of consecutive messages: message i ends before `ends[i]`. Returns the digests,
 * 32 bytes each, one after the other.
 */
export type HashMessages = (prefix: Uint8Array, bytes: Uint8Array, ends: Uint32Array) => Uint8Array;

/** The same by Node, one message at a time. */
export const hashMessagesByNode: HashMessages = (prefix, bytes, ends) => {
  const digests = new Uint8Array(ends.length * SHA256_BYTES);
  let start = 0;
  for (const [i, end] of ends.entries()) {
    const own = bytes.subarray(start, end);
    const message = prefix.length === 0 ? own : Buffer.concat([prefix, own]);
    digests.set(hash("sha256", message, "buffer"), i * SHA256_BYTES);
    start = end;
  }
  return digests;
};
