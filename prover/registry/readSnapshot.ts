import { readDocument } from "../shared/document.ts";
import { parseJson } from "../shared/json.ts";
import type { RegistrySnapshot } from "./snapshot.ts";
import { SNAPSHOT } from "./snapshotShape.ts";

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
  const value = parseJson(bytes, "the snapshot");
  const hint = "Write the snapshot again from an index of the chain.";
  return readDocument("the snapshot", "registry/invalid", hint, (reader) => SNAPSHOT.read(reader, value, "$"));
}
