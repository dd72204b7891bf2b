import { readDocument } from "../shared/document.ts";
import { parseJson } from "../shared/json.ts";
import type { RegistrySnapshot } from "./snapshot.ts";
import { SNAPSHOT } from "./snapshotShape.ts";

/** An escape of half a surrogate pair: JSON has no other way to hold one. */
const SURROGATE = /\\u[dD][89a-fA-F]/;

/**
 * The engine's own parser is many times faster than the strict one, which then says what is wrong with a document. It
 * takes the last of two equal keys: nothing signs a snapshot, and all that is read is validated.
 */
function parseQuickly(bytes: Uint8Array, what: string): unknown {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    if (!SURROGATE.test(text)) return JSON.parse(text);
  } catch {
    // Said below.
  }
  return parseJson(bytes, what);
}

/**
 * Reads a snapshot that `disjoint chain index --snapshot` wrote, in a browser as well. Whether it says what the
 * contracts say is another question, which `checkSnapshot` answers.
 *
 * @param bytes the file
 * @throws data `registry/invalid`, `json/*`
 * @example
 * const snapshot = await readRegistry(chain, deployment);
 * const again = readSnapshot(new TextEncoder().encode(JSON.stringify(snapshot)));
 * console.log(again.lists[0]?.name); // opt-outs
 */
export function readSnapshot(bytes: Uint8Array): RegistrySnapshot {
  const value = parseQuickly(bytes, "the snapshot");
  const hint = "Write the snapshot again from an index of the chain.";
  return readDocument("the snapshot", "registry/invalid", hint, (reader) => SNAPSHOT.read(reader, value, "$"));
}
