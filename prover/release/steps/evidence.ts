import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isPageBundle } from "../../bundle/document.ts";
import { toExpectedList } from "../../bundle/expected.ts";
import { verifyBundle } from "../../bundle/verify.ts";
import { isMerkle, MANIFEST_FILE } from "../../commitment/shard/manifest.ts";
import type { ChainDocument } from "../../evidence/chain/document.ts";
import type { Declaration } from "../../evidence/facts.ts";
import { type EvidenceParts, makeEvidence } from "../../evidence/make.ts";
import { verificationKeyToSnarkjs } from "../../groth16/verificationKey.ts";
import { readPinnedCircuits } from "../../setup/pinned.ts";
import { readDocument } from "../../shared/document.ts";
import { dataError } from "../../shared/errors.ts";
import { sha256, writeFileAtomic } from "../../shared/files.ts";
import type { ListId } from "../../shared/ids.ts";
import { parseJson, stringifyJson } from "../../shared/json.ts";
import type { Config } from "../config/config.ts";
import { proofFolder } from "./proofs.ts";
import { isPagePair, type ProvedPair } from "./prove.ts";
import { type TagRecord, tagFolder } from "./record.ts";
import { shardFolder } from "./shards.ts";

const NOTE_FORMAT = "disjoint/release-evidence/v1";

/**
 * What the last evidence of a tag was made of, and when. `cid`: missing until it is complete. `stated`: as in
 * `WrittenEvidence`.
 */
type Note = { parts: string; time: string; cid?: string; stated?: string };

/** A pack and its path. `stated`: why blocks are only stated, in words; missing if all of them are proved. */
type WrittenEvidence = { cid: string; path: string; stated?: string };

/**
 * Writes the evidence of a release to `evidence/` in the output folder, unless the one there is made of the same parts.
 * The time is recorded first, so that a run after a kill gives the same bytes.
 *
 * @param chainOf the receipts of what the chain has of the release, for these lists
 * @throws data `release/bad-bundle`; as `makeEvidence`
 */
export async function writeEvidence(
  config: Config,
  tag: string,
  record: TagRecord,
  proved: readonly ProvedPair[],
  chainOf: (lists: { root: string; list: ListId }[]) => Promise<ChainDocument>,
): Promise<WrittenEvidence> {
  const parts = await partsOf(config, record, proved);
  const id = identityOf(parts);
  const out = join(config.output, "evidence");
  const path = join(tagFolder(config, tag), "evidence.json");
  const known = await readNote(path);
  const archive = (cid: string) => join(out, `${cid}.car`);
  if (known?.parts === id && known.cid !== undefined && existsSync(archive(known.cid)))
    return { cid: known.cid, path: archive(known.cid), ...(known.stated && { stated: known.stated }) };
  const time = known?.parts === id ? known.time : new Date().toISOString().replace(/\.\d+Z$/, "Z");
  await expectTrue(config, proved);
  await writeNote(path, { parts: id, time });
  const declaration = { ...parts.declaration, time };
  const lists = new Map(proved.map(({ list }) => [list.id, { root: list.counting.root, list: list.id }]));
  const chain = await chainOf([...lists.values()]);
  const { cid } = await makeEvidence({ ...parts, declaration, chain }, { keyPath: config.signingKey, out });
  const reason = chain.stated?.[0]?.reason;
  const stated = reason === undefined ? {} : { stated: reason };
  await writeNote(path, { parts: id, time, cid, ...stated });
  return { cid, path: archive(cid), ...stated };
}

/**
 * Bundles that are read from the disk are used in evidence only if every proof in them holds.
 *
 * @throws data `release/bad-bundle`
 */
async function expectTrue(config: Config, proved: readonly ProvedPair[]): Promise<void> {
  const circuits = proved.some(isPagePair) ? await readPinnedCircuits(config.artifacts) : [];
  for (const { shard, list, bytes } of proved) {
    const { manifest } = shard;
    const pinned = isMerkle(manifest) ? circuits : [{ kind: "powers", id: manifest.powers } as const];
    if (!verifyBundle(bytes, pinned, toExpectedList(list.counting)).verdict)
      throw dataError(
        "release/bad-bundle",
        `the bundle of ${shard.label} against ${list.counting.name} does not verify`,
        `Remove ${proofFolder(config, shard, list)} and run again: its proofs are made again.`,
      );
  }
}

/** Everything that evidence is made of, except the time. */
async function partsOf(
  config: Config,
  { release, shards }: TagRecord,
  proved: readonly ProvedPair[],
): Promise<EvidenceParts> {
  const used = new Set(
    proved.flatMap(({ bundle }) => (isPageBundle(bundle) ? bundle.statements : [])).map(({ circuitId }) => circuitId),
  );
  const installed = proved.some(isPagePair) ? await readPinnedCircuits(config.artifacts) : [];
  const circuits = installed.filter(({ circuitId }) => used.has(circuitId));
  const lists = new Map(proved.map(({ list }) => [list.id, list.document]));
  const { model: name, version, weights, terms, parents } = release;
  const kind: Declaration["weights"]["kind"] = "modelSigning" in config.model.weights ? "model-signing" : "sha256";
  return {
    declaration: {
      vendor: config.vendor,
      model: name,
      version,
      weights: { kind, digest: weights },
      terms,
      parents,
      time: "",
      shards: shards.map(({ label, commitment }) => ({ name: label, commitment: String(commitment) })),
    },
    bundles: proved.map(({ bytes }) => bytes),
    keys: circuits.map(({ key }) => new TextEncoder().encode(stringifyJson(verificationKeyToSnarkjs(key)))),
    lists: [...lists.values()],
    manifests: await Promise.all(shards.map((shard) => readFile(join(shardFolder(config, shard), MANIFEST_FILE)))),
    tellCounts: config.tellCounts,
  };
}

/**
 * The digest that decides whether evidence is current. Evidence from before counts could be withheld has the digest of
 * evidence without them, so that it is not published again.
 */
const identityOf = ({ declaration, bundles, keys, lists, manifests, tellCounts }: EvidenceParts): string =>
  sha256(
    stringifyJson([
      declaration,
      ...[bundles, keys, lists, manifests].map((files) => files.map((file) => sha256(file))),
      ...(tellCounts ? ["counts told"] : []),
    ]),
  );

async function readNote(path: string): Promise<Note | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined) return undefined;
  return readDocument(path, "release/invalid", "Remove the file: the evidence is made again.", (reader) => {
    const note = reader.object(parseJson(bytes, path), "$", ["format", "parts", "time"], ["cid", "stated"]);
    reader.literal(note.format as string, "$.format", NOTE_FORMAT);
    return {
      parts: reader.text(note.parts, "$.parts", /^[0-9a-f]{64}$/, "a SHA-256"),
      time: reader.text(note.time, "$.time", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, "a time"),
      ...(note.cid === undefined ? {} : { cid: reader.text(note.cid, "$.cid", /^[a-z2-7]+$/, "a content identifier") }),
      ...(note.stated === undefined ? {} : { stated: reader.text(note.stated, "$.stated", /^.{1,512}$/u, "a reason") }),
    };
  });
}

const writeNote = (path: string, note: Note): Promise<void> =>
  writeFileAtomic(path, stringifyJson({ format: NOTE_FORMAT, ...note }, 2));
