import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { StatedArtefact } from "../bundle/statement.ts";
import { type Archive, type Files, writeArchive } from "./car.ts";

/**
 * All that is needed to check a release's claims offline. `bundles` are in the order of the signed statement; `keys` are
 * verification keys as snarkjs writes them; `lists` are root documents of blocklists; `attachments` are documents for
 * people, each of them stated with its SHA-256 in the signed statement.
 */
export type Evidence = {
  envelope: Uint8Array;
  bundles: readonly Uint8Array[];
  keys: readonly Uint8Array[];
  lists: readonly Uint8Array[];
  attachments: Files;
};

/** The file that every pack has: the signed statement. */
export const ENVELOPE = "statement.dsse.json";
const ATTACHMENT = /^attachment-/;
const numbered = (kind: string, index: number) => `${kind}-${String(index).padStart(4, "0")}.json`;

/** How an attachment is stated, so that its signature covers it. */
export const stateAttachment = (name: string, content: Uint8Array): StatedArtefact => ({
  name: `attachment-${name}`,
  sha256: bytesToHex(sha256(content)),
});

/** Puts evidence into one archive; the same evidence always gives the same bytes and the same name. */
export const writePack = ({ envelope, bundles, keys, lists, attachments }: Evidence): Archive =>
  writeArchive(
    new Map([
      [ENVELOPE, envelope],
      ...bundles.map((content, i) => [numbered("bundle", i), content] as const),
      ...keys.map((content, i) => [numbered("key", i), content] as const),
      ...lists.map((content, i) => [numbered("list", i), content] as const),
      ...[...attachments].map(([name, content]) => [`attachment-${name}`, content] as const),
    ]),
  );

/** @returns undefined when a file is missing, or one is there that has no place in a pack */
export function evidenceIn(files: Files): Evidence | undefined {
  const left = new Map(files);
  const take = (name: string) => {
    const content = left.get(name);
    left.delete(name);
    return content;
  };
  const takeAll = (kind: string) => {
    const found: Uint8Array[] = [];
    for (let content = take(numbered(kind, 0)); content !== undefined; content = take(numbered(kind, found.length)))
      found.push(content);
    return found;
  };
  const envelope = take(ENVELOPE);
  const [bundles, keys, lists] = ["bundle", "key", "list"].map(takeAll) as [Uint8Array[], Uint8Array[], Uint8Array[]];
  if (envelope === undefined || bundles.length === 0 || ![...left.keys()].every((name) => ATTACHMENT.test(name)))
    return undefined;
  const attachments = new Map([...left].map(([name, content]) => [name.replace(ATTACHMENT, ""), content]));
  return { envelope, bundles, keys, lists, attachments };
}
