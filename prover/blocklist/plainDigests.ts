import { KEY_BYTES, nonZero, prefixOf } from "../fingerprint/key.ts";
import type { Scheme } from "../fingerprint/scheme.ts";
import { loadHashMessages } from "../native/sha256.ts";
import { SHA256_BYTES } from "../shared/hashMessages.ts";
import { putHexBytes } from "../shared/hexBytes.ts";
import type { Columns } from "./columns.ts";

const LINE_FEED = 0x0a;

/** Digests whose keys are computed at once. */
const AT_ONCE = 4096;

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
  return { keys: keysOf(scheme, digests, digestBytes), labels: new Array<string>(count).fill("") };
}

/** The keys of consecutive digests: `keyOf` of each. */
function keysOf({ name }: Scheme, digests: Uint8Array, digestBytes: number): Uint8Array {
  const hashMessages = loadHashMessages();
  const prefix = prefixOf(name);
  const ends = Uint32Array.from({ length: AT_ONCE }, (_, i) => (i + 1) * digestBytes);
  const keys = new Uint8Array((digests.length / digestBytes) * KEY_BYTES);
  for (let from = 0, at = 0; from < digests.length; from += AT_ONCE * digestBytes) {
    const some = digests.subarray(from, from + AT_ONCE * digestBytes);
    const hashes = hashMessages(prefix, some, ends.subarray(0, some.length / digestBytes));
    for (let hash = 0; hash < hashes.length; hash += SHA256_BYTES) {
      if (hashes[hash] === 0) nonZero(hashes.subarray(hash, hash + KEY_BYTES));
      for (let byte = hash; byte < hash + KEY_BYTES; byte++) keys[at++] = hashes[byte]!;
    }
  }
  return keys;
}
