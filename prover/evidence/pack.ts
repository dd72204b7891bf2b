import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { StatedArtifact } from "../bundle/statement.ts";
import { type Archive, type ArchiveFiles, writeArchive } from "./car.ts";
import type { Declaration } from "./facts.ts";

/**
 * All that is needed to check a release's claims offline. `bundles` are in the order of the signed statement; `keys`
 * are verification keys as snarkjs writes them; `lists` are root documents of blocklists; `manifests` are public
 * manifests in the order of the declared shards; `chain` is where the facts stand on a chain; `steps` are signed steps
 * from the shards to the weights; `documents` follow from `facts`; `attachments` are whatever else the vendor adds for
 * people.
 */
export type Evidence = {
  envelope: Uint8Array;
  bundles: readonly Uint8Array[];
  keys: readonly Uint8Array[];
  lists: readonly Uint8Array[];
  manifests: readonly Uint8Array[];
  facts: Uint8Array;
  chain?: Uint8Array | undefined;
  steps: readonly Uint8Array[];
  documents: ArchiveFiles;
  attachments: ArchiveFiles;
};

/** The signed statement and the facts, which every pack has. */
export const ENVELOPE = "statement.dsse.json";
export const FACTS = "facts.json";
const CHAIN = "chain.json";
const ATTACHMENT = "attachment-";

const numbered = (kind: string, files: readonly Uint8Array[]): [string, Uint8Array][] =>
  files.map((content, i) => [numberedName(kind, i), content]);
const numberedName = (kind: string, index: number) => `${kind}-${String(index).padStart(4, "0")}.json`;

/** The files that nothing proves. The signature covers them because the statement states them, by file name. */
export const signedFiles = (evidence: Omit<Evidence, "envelope">): ArchiveFiles =>
  new Map<string, Uint8Array>(
    [
      ...numbered("manifest", evidence.manifests),
      ...numbered("step", evidence.steps),
      [FACTS, evidence.facts] as const,
      ...(evidence.chain === undefined ? [] : [[CHAIN, evidence.chain] as const]),
      ...evidence.documents,
      ...[...evidence.attachments].map(([name, content]) => [ATTACHMENT + name, content] as const),
    ].sort(([a], [b]) => (a < b ? -1 : 1)),
  );

/** What a pack's signed statement states: the weights, and the SHA-256 of every file that is not proved. */
export const statedIn = ({ weights }: Declaration, files: ArchiveFiles): StatedArtifact[] => [
  { name: "weights", sha256: weights.digest },
  ...[...files].map(([name, content]) => ({ name, sha256: bytesToHex(sha256(content)) })),
];

/** The files of a pack by name. */
export const packFiles = (evidence: Evidence): ArchiveFiles =>
  new Map([
    [ENVELOPE, evidence.envelope],
    ...numbered("bundle", evidence.bundles),
    ...numbered("key", evidence.keys),
    ...numbered("list", evidence.lists),
    ...signedFiles(evidence),
  ]);

/** Packs evidence into one archive. The same evidence always gives the same bytes and the same CID. */
export const writePack = (evidence: Evidence): Archive => writeArchive(packFiles(evidence));

/**
 * Unpacks evidence. Files that belong nowhere else count as documents.
 *
 * @returns undefined if a file is missing that every pack must have
 */
export function evidenceIn(files: ArchiveFiles): Evidence | undefined {
  const left = new Map(files);
  const take = (name: string) => {
    const content = left.get(name);
    left.delete(name);
    return content;
  };
  const takeAll = (kind: string) => {
    const found: Uint8Array[] = [];
    for (let content = take(numberedName(kind, 0)); content; content = take(numberedName(kind, found.length)))
      found.push(content);
    return found;
  };
  const [bundles, keys, lists, manifests, steps] = ["bundle", "key", "list", "manifest", "step"].map(takeAll);
  const envelope = take(ENVELOPE);
  const facts = take(FACTS);
  const chain = take(CHAIN);
  if (envelope === undefined || facts === undefined || bundles!.length === 0) return undefined;
  const isAttachment = ([name]: [string, Uint8Array]) => name.startsWith(ATTACHMENT);
  const attachments = [...left]
    .filter(isAttachment)
    .map(([name, file]) => [name.slice(ATTACHMENT.length), file] as const);
  return {
    envelope,
    facts,
    chain,
    bundles: bundles!,
    keys: keys!,
    lists: lists!,
    manifests: manifests!,
    steps: steps!,
    documents: new Map([...left].filter((file) => !isAttachment(file))),
    attachments: new Map(attachments),
  };
}
