import type { ReleaseFacts } from "../facts.ts";

/** The documents for people and machines that say what the facts say, by file name: the same facts, the same bytes. */
export function evidenceDocuments(_facts: ReleaseFacts): ReadonlyMap<string, Uint8Array> {
  return new Map();
}
