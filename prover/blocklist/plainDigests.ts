import { KEY_BYTES } from "../fingerprint/key.ts";
import { KeyBatch } from "../fingerprint/keyBatch.ts";
import type { Scheme } from "../fingerprint/scheme.ts";
import { loadHashMessages } from "../native/sha256.ts";
import { putHexBytes } from "../shared/hexBytes.ts";
import type { Columns } from "./columns.ts";

const LINE_FEED = 0x0a;

/**
 * The entries of a list whose lines are digests in hexadecimal digits and nothing else, without a string for each. For
 * any other list the result is undefined, and its lines are read one by one.
 */
export function readPlainDigests(bytes: Uint8Array, scheme: Scheme): Columns | undefined {
  const { digestBytes = 0 } = scheme;
  const lineBytes = 2 * digestBytes + 1;
  const count = Math.ceil(bytes.length / lineBytes);
  // The last line may lack its end.
  if (digestBytes === 0 || count === 0 || count * lineBytes - bytes.length > 1) return undefined;
  const digests = new Uint8Array(count * digestBytes);
  for (let i = 0, line = 0; i < count; i++, line += lineBytes) {
    const end = bytes[line + 2 * digestBytes] ?? LINE_FEED;
    if (end !== LINE_FEED || !putHexBytes(bytes, line, digests, i * digestBytes, digestBytes)) return undefined;
  }
  // A digest is the value itself, not the content that a value is the SHA-256 of.
  const { content: _, ...ofValues } = scheme;
  const keys = new Uint8Array(count * KEY_BYTES);
  const batch = new KeyBatch(ofValues, loadHashMessages(), (number, found, at) =>
    keys.set(found.subarray(at, at + KEY_BYTES), number * KEY_BYTES),
  );
  for (let i = 0; i < count; i++) batch.add(digests.subarray(i * digestBytes, (i + 1) * digestBytes), i);
  batch.end();
  return { keys, labels: new Array<string>(count).fill("") };
}
