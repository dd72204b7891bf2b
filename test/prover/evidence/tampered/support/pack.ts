import { readFile } from "node:fs/promises";
import { afterAll, beforeAll } from "vitest";
import { type Envelope, readEnvelope, writeEnvelope } from "../../../../../prover/bundle/envelope.ts";
import { readArchive } from "../../../../../prover/evidence/car.ts";
import { makeEvidence } from "../../../../../prover/evidence/make.ts";
import { type Evidence, evidenceIn } from "../../../../../prover/evidence/pack.ts";
import { type PackPolicy, verifyPack } from "../../../../../prover/evidence/verifyPack.ts";
import { type Chain, openChain } from "../../../../../prover/rpc/connection.ts";
import { readDocument } from "../../../../../prover/shared/document.ts";
import { parseJson } from "../../../../../prover/shared/json.ts";
import { temporaryFolder } from "../../../../support/chain.ts";
import { evidenceScene, onChain, type Scene, trusting } from "../../../../support/evidence.ts";

/** A pack that is in order, and everything that it is made from. */
type PackScene = {
  folder: string;
  scene: Scene;
  archive: Uint8Array;
  evidence: Evidence;
  policy: PackPolicy;
};

/** Makes the scene before the tests of a file. */
export function usePack(): PackScene {
  const made = {} as PackScene;
  let chain: Chain;
  let folder: { path: string; remove(): Promise<void> };
  beforeAll(async () => {
    folder = await temporaryFolder();
    chain = await openChain({});
    const scene = await evidenceScene(folder.path, [2, 2]);
    const { document } = await onChain(chain, scene);
    const attachments = new Map([["report.md", Buffer.from("what is proved")]]);
    const { archive: path } = await makeEvidence(
      { ...scene.parts, chain: document, attachments },
      { keyPath: scene.keyPath, out: folder.path },
    );
    const archive = Uint8Array.from(await readFile(path));
    const { files } = readArchive(archive)!;
    const policy = { ...scene.policy, chain: trusting(document) };
    Object.assign(made, { folder: folder.path, scene, archive, evidence: evidenceIn(files)!, policy });
  });
  afterAll(async () => {
    await chain?.close();
    await folder?.remove();
  });
  return made;
}

/** The names of the checks that fail. */
export const failing = (archive: Uint8Array, policy: PackPolicy): string[] =>
  verifyPack(archive, policy).checks.flatMap(({ name, ok }) => (ok ? [] : [name]));

/** Changes what a pack is made of. */
export type Change = (evidence: Evidence) => Evidence;

export const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));

/** A document as the tests reach into it. */
// biome-ignore lint/suspicious/noExplicitAny: whatever the document holds
type Json = any;
export const edited = (file: Uint8Array, change: (document: Json) => void): Uint8Array => {
  const document = JSON.parse(Buffer.from(file).toString());
  change(document);
  return Buffer.from(`${JSON.stringify(document, undefined, 2)}\n`);
};
export const set = (object: unknown, fields: Record<string, unknown>) => Object.assign(object as object, fields);
export const flipped = (file: Uint8Array, at: number) => file.map((byte, i) => (i === at ? byte ^ 1 : byte));

export const openEnvelope = (e: Evidence): Envelope =>
  readDocument("e", "evidence/invalid", "", (reader) => readEnvelope(reader, parseJson(e.envelope, "e")));

export function envelope(e: Evidence, change: (envelope: Envelope) => Envelope): Evidence {
  return { ...e, envelope: Buffer.from(writeEnvelope(change(openEnvelope(e)))) };
}
